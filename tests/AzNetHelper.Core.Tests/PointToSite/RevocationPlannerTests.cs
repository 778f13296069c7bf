using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Plans that client certificates are refused, or taken again.</summary>
public sealed class RevocationPlannerTests
{
    private static readonly string s_one = new('1', 40);
    private static readonly string s_two = new('2', 40);

    [Fact]
    public void A_revocation_is_one_write_of_one_list()
    {
        var plan = RevocationPlanner.Create(ClientGateway.Ground(ClientGateway.Document(revoked: [("old", s_one)]), true, Target($"alice={s_two}")));

        var change = Assert.Single(plan.Changes);
        Assert.Empty(plan.Problems);
        Assert.Equal((ChangeKind.Update, Impact.CutsOff), (change.Kind, change.Impact.Kind));
        Assert.Equal($$$$"""{"properties":{"vpnClientConfiguration":{"vpnClientRevokedCertificates":[{{{{Entry("old", s_one)}}}},{"name":"alice","properties":{"thumbprint":"{{{{s_two}}}}"}}]}}}""", change.After);
        Assert.Equal($$$$"""{"properties":{"vpnClientConfiguration":{"vpnClientRevokedCertificates":[{{{{Entry("old", s_one)}}}}]}}}""", change.Before);
        Assert.Contains("alice", change.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_so_already_is_not_written()
    {
        var document = ClientGateway.Document(revoked: [("old", "11:11" + new string('1', 36))]);
        var again = RevocationPlanner.Create(ClientGateway.Ground(document, true, Target(s_one)));
        Assert.Equal((ChangeKind.NoChange, "AlreadyRevoked"), (Assert.Single(again.Changes).Kind, Assert.Single(again.Notices).Id));
        var none = RevocationPlanner.Create(ClientGateway.Ground(document, false, Target(s_two)));
        Assert.Equal((ChangeKind.NoChange, "NotRevoked"), (Assert.Single(none.Changes).Kind, Assert.Single(none.Notices).Id));
    }

    [Fact]
    public void A_restore_takes_every_entry_of_the_certificate_and_no_other()
    {
        var document = ClientGateway.Document(revoked: [("a", s_one), ("b", s_two), ("c", s_one)]);
        var change = Assert.Single(RevocationPlanner.Create(ClientGateway.Ground(document, false, Target(s_one))).Changes);
        Assert.Equal((ChangeKind.Update, Impact.None), (change.Kind, change.Impact.Kind));
        Assert.Equal($$$$"""{"properties":{"vpnClientConfiguration":{"vpnClientRevokedCertificates":[{{{{Entry("b", s_two)}}}}]}}}""", change.After);
    }

    [Fact]
    public void A_thumbprint_of_a_root_is_refused_whoever_gave_it()
    {
        using var root = Roots.Root();
        var facts = CertificateFacts.Of(root);
        Assert.Contains("'trusted'", Problem("RootThumbprint", ClientGateway.Document([ClientGateway.Root("trusted", root)]), Target(root.Thumbprint)).Message, StringComparison.Ordinal);
        Problem("RootThumbprint", ClientGateway.Document(), RevocationTarget.Of(facts) with { Issuer = facts });

        // To restore one does no harm: that is how a mistake is taken back.
        Assert.Empty(RevocationPlanner.Create(ClientGateway.Ground(
            ClientGateway.Document([ClientGateway.Root("trusted", root)], [("oops", root.Thumbprint)]), false, Target(root.Thumbprint))).Problems);
    }

    [Theory]
    [InlineData(299, 1, "")]
    [InlineData(299, 2, "TooManyRevocations")]
    [InlineData(300, 1, "TooManyRevocations")]
    public void A_gateway_holds_so_many(int there, int added, string problem)
    {
        var document = ClientGateway.Document(revoked: Enumerable.Range(0, there).Select(i => ($"x{i}", $"{i:X40}")));
        var plan = RevocationPlanner.Create(ClientGateway.Ground(document, true, [.. Enumerable.Range(1000, added).Select(i => Target($"{i:X40}"))]));
        Assert.Equal(problem, string.Join(' ', plan.Problems.Select(p => p.CheckId)));
    }

    [Fact]
    public void Gateways_that_take_no_change_are_told_before()
    {
        Problem("SkuRetired", ClientGateway.Document(change: p => p["sku"] = new JsonObject { ["name"] = "VpnGw1" }), Target(s_one));
        Problem("NoPointToSite", ClientGateway.Document(change: p => p.Remove("vpnClientConfiguration")), Target(s_one));
        Problem("GatewayState", ClientGateway.Document(change: p => p["provisioningState"] = "Deleting"), Target(s_one));
    }

    [Fact]
    public void A_gateway_that_may_not_be_read_is_a_problem_that_names_the_right()
    {
        var unread = new RevocationGround(new([], [new(ClientGateway.Id.ToString(), "AuthorizationFailed", "No.")]), [ClientGateway.Id], new(true, [Target(s_one)]));
        var problem = Assert.Single(RevocationPlanner.Create(unread).Problems);
        Assert.Equal(("GatewayNotRead", AzNetHelper.Steps.FailureKind.ObjectNotFound), (problem.CheckId, problem.Kind));
        Assert.Contains(AzNetHelper.Rights.RequiredRights.Of(RevocationPlanner.Create(unread), unread.Topology), r => r.Action.EndsWith("/virtualNetworkGateways/read", StringComparison.Ordinal));
    }

    [Fact]
    public void What_to_know_is_told()
    {
        using var root = Roots.Root(days: 4000);
        var alice = RevocationTarget.Of(CertificateFacts.Of(Roots.Issue(root, "alice", days: 100)));
        var document = ClientGateway.Document(change: p => p["vpnClientConfiguration"]!["vpnAuthenticationTypes"] = new JsonArray("Certificate", "AAD"));
        var ground = ClientGateway.Ground(document, true, alice) with { Untold = new Dictionary<ResourceId, string> { [ClientGateway.Id] = "no right" }.ToImmutableDictionary() };
        Assert.Equal(["CertificateExpired", "NotIssuedByTrustedRoot", "OtherSignIn", "SessionsUnknown"],
            RevocationPlanner.Create(ground).Notices.Select(n => n.Id).Order(StringComparer.Ordinal));
        Assert.Empty(RevocationPlanner.Create(ClientGateway.Ground(ClientGateway.Document([ClientGateway.Root("r", root)]), true,
            RevocationTarget.Of(CertificateFacts.Of(Roots.Issue(root, "bob", days: 2000))))).Notices);
    }

    [Fact]
    public void Who_is_connected_under_the_name_is_said()
    {
        using var root = Roots.Root(days: 4000);
        var alice = RevocationTarget.Of(CertificateFacts.Of(Roots.Issue(root, "alice", days: 2000)));
        var ground = ClientGateway.Ground(ClientGateway.Document([ClientGateway.Root("r", root)]), true, alice);
        Assert.DoesNotContain("Connected now", Statement(ground), StringComparison.Ordinal);
        var sessions = ground.Sessions.Add(ClientGateway.Id, [new(ClientGateway.Id, "1") { User = "ALICE", PrivateAddress = System.Net.IPAddress.Parse("172.16.0.2") }, new(ClientGateway.Id, "2") { User = "bob" }]);
        var said = Statement(ground with { Sessions = sessions });
        Assert.Contains("Connected now under its name: ALICE (172.16.0.2)", said, StringComparison.Ordinal);
        Assert.Contains("not documented", said, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", said, StringComparison.Ordinal);

        static string Statement(RevocationGround ground) => RevocationPlanner.Create(ground).Changes[0].Impact.Statement;
    }

    // What a plan is made again from has to say as much as what it was made from: names of entries, and what is told.
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("carol@contoso.com", "carol-contoso.com")]
    [InlineData("Zoë", "Zo")]
    [InlineData("爱丽丝", null)]
    public void A_plan_that_is_made_again_is_the_same(string name, string? entry)
    {
        using var root = Roots.Root(days: 4000);
        using var between = Roots.Issue(root, "Issuing", isAuthority: true, days: 3000);
        using var client = Roots.Issue(between, name, days: 100);
        var set = ClientGateway.Set(between, (name, client));
        RevocationTarget[] given = [RevocationTarget.Of(CertificateFacts.Of(client)), RevocationTarget.Of(set, name).Target!, Target(client.Thumbprint), Target($"mine={client.Thumbprint}")];
        var document = ClientGateway.Document([ClientGateway.Root("r", root)]);
        foreach (var target in given)
        {
            foreach (var revokes in new[] { true, false })
            {
                var plan = RevocationPlanner.Create(ClientGateway.Ground(document, revokes, target));
                var again = RevocationPlanner.Create(ClientGateway.Ground(document, revokes, [.. RevocationPlanner.RequestOf(plan.Origins[0]).Clients]));
                Assert.Equal(plan.Changes.Select(c => (c.Summary, c.Before, c.After, c.Impact)), again.Changes.Select(c => (c.Summary, c.Before, c.After, c.Impact)));
                Assert.Equal(plan.Notices, again.Notices);
                Assert.Equal(plan.Origins, again.Origins);
                var expected = target.Name == "mine" ? "mine" : target.Certificate is null ? null : entry;
                Assert.Equal(!revokes, !plan.Changes[0].After!.Contains($"\"name\":\"{expected ?? $"client-{client.Thumbprint[..8]}"}\"", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_name_of_a_set_means_one_certificate()
    {
        using var root = Roots.Root(days: 4000);
        var set = ClientGateway.Set(root, ("alice", Roots.Issue(root, "alice")), ("bob", Roots.Issue(root, "bob")), ("bob", Roots.Issue(root, "bob")));
        Assert.Equal(set.Clients[0].Thumbprint, RevocationTarget.Of(set, "ALICE").Target!.Thumbprint.Value);
        Assert.Equal("ClientAmbiguous", RevocationTarget.Of(set, "bob").Failure!.Id);
        Assert.Contains(set.Clients[2].Thumbprint, RevocationTarget.Of(set, "bob").Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("ClientNotInSet", RevocationTarget.Of(set, "carol").Failure!.Id);
    }

    private static PlanProblem Problem(string id, JsonObject document, RevocationTarget client)
    {
        var problem = Assert.Single(RevocationPlanner.Create(ClientGateway.Ground(document, true, client)).Problems);
        Assert.Equal(id, problem.CheckId);
        return problem;
    }

    private static RevocationTarget Target(string text) => RevocationTarget.Parse(text, null);

    private static string Entry(string name, string thumbprint) =>
        $$$"""{"name":"{{{name}}}","id":"{{{ClientGateway.Id}}}/vpnClientRevokedCertificates/{{{name}}}","properties":{"thumbprint":"{{{thumbprint}}}"}}""";
}
