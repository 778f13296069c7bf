using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.PointToSite.ClientEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>What is written for point-to-site: what changes, and nothing else.</summary>
public sealed class P2SConfigurationPlannerTests
{
    private const string Clients = "properties.vpnClientConfiguration";

    [Fact]
    public void The_first_configuration_is_one_write_that_cuts_nobody_off()
    {
        var plan = Built().Configure(First());
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeKind.Update, Impact.None, Gw), (change.Kind, change.Impact.Kind, change.Resource));
        Assert.Equal("""{"properties":{"vpnClientConfiguration":null}}""", change.Before);
        Assert.Equal("""{"properties":{"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]},"vpnClientProtocols":["OpenVPN","IkeV2"],"vpnAuthenticationTypes":["Certificate"],"vpnClientRootCertificates":[{"name":"One","properties":{"publicCertData":"DATA"}}]}}}""".Replace("DATA", One.Certificate.PublicCertData, StringComparison.Ordinal), change.After);
        Assert.StartsWith("Set-P2SConfiguration -AddressPool", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "pool", "vpnClientAddressPool" },
        { "protocol", "vpnClientProtocols" },
        { "authentication", "vpnAuthenticationTypes radiusServerAddress radiusServerSecret" },
        { "add", "vpnClientRootCertificates" },
        { "renew", "vpnClientRootCertificates" },
        { "replace", "vpnClientRootCertificates" },
        { "routes", "customRoutes" },
        { "entra", "vpnClientProtocols vpnAuthenticationTypes aadTenant aadAudience aadIssuer" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_leaves_everything_else_as_it_is_and_is_not_made_twice(string what, string members)
    {
        var estate = With(c => c["vpnClientIpsecPolicies"] = new JsonArray(new JsonObject { ["ipsecEncryption"] = "AES256" }), gateway: p =>
        {
            p["natRules"] = new JsonArray();
            p["aNewMemberOf2031"] = new JsonObject { ["kept"] = true };
        });
        var request = Ask(r => what switch
        {
            "pool" => r with { AddressPool = Prefixes("172.17.0.0/24") },
            "protocol" => r with { Protocols = ["IkeV2"] },
            "authentication" => r with { Authentication = ["Radius"], RadiusServers = [new("10.0.0.4")] },
            "add" => r with { AddedRoots = [Two] },
            "renew" => r with { RenewedRoots = [Two] },
            "replace" => r with { Roots = [Two] },
            "routes" => r with { CustomRoutes = Prefixes("192.168.1.0/24") },
            _ => r with { Protocols = ["OpenVPN"], Authentication = ["AAD"], AadTenant = "6e1c1a4e-0000-4000-8000-000000000001" },
        });
        var plan = estate.Configure(request, clients: 3);
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));

        var before = JsonBody.Parse(estate.Topology().Document(Gw)!.Json)!;
        var after = JsonBody.Merge(before, plan.Body(Gw));
        Assert.Equal(members.Split(' ').Order(StringComparer.Ordinal), Differing(before, after).Order(StringComparer.Ordinal));
        Assert.Empty(JsonBody.Differences(JsonBody.Parse(plan.Changes[0].Before!), before));

        var done = Ready().With(Gw, after).Configure(request);
        Assert.True(done.CanApply, string.Join(' ', done.Problems));
        Assert.Equal(0, done.WriteCount);
    }

    [Fact]
    public void What_cuts_clients_off_says_how_many_and_which_profiles()
    {
        var impact = With().Configure(Ask(r => r with { Protocols = ["IkeV2"], AddressPool = Prefixes("172.17.0.0/24") }), clients: 7).Changes[0].Impact;
        Assert.Equal(Impact.CutsOff, impact.Kind);
        Assert.Contains("7 are connected now", impact.Statement, StringComparison.Ordinal);
        Assert.Contains("a protocol that goes are useless (OpenVPN)", impact.Statement, StringComparison.Ordinal);
        var removed = With().Configure(Ask(r => r with { Roots = [Two] })).Changes[0].Impact;
        Assert.Contains("Every client that One has issued", removed.Statement, StringComparison.Ordinal);
        Assert.Contains("not known", removed.Statement, StringComparison.Ordinal);
        Assert.Equal(Impact.None, With().Configure(Ask(r => r with { AddedRoots = [Two], CustomRoutes = Prefixes("192.168.1.0/24") })).Changes[0].Impact.Kind);
    }

    [Fact]
    public void A_root_is_its_certificate_and_not_its_name()
    {
        Assert.Equal(0, With().Configure(Ask(r => r with { AddedRoots = [One with { Name = "other", IsNamed = true }] })).WriteCount);
        var same = Given("One");
        var plan = With().Configure(Ask(r => r with { RenewedRoots = [same] }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var names = JsonBody.At(plan.Body(Gw), $"{Clients}.vpnClientRootCertificates")!.AsArray().Select(r => (string?)r!["name"]);
        Assert.Equal(["One", $"One-{same.Certificate.Thumbprint[..8]}"], names);
        Assert.Contains(plan.Notices, n => n.Id == "RootOverlap" && n.Message.Contains("One stays", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("One")]
    [InlineData("thumbprint")]
    [InlineData("windows")]
    public void A_root_goes_by_its_name_or_its_thumbprint_in_any_notation(string by)
    {
        var digits = One.Certificate.Thumbprint;
        var text = by switch
        {
            "thumbprint" => digits,
            "windows" => "\u200e" + string.Join(' ', digits.ToLowerInvariant().Chunk(2).Select(c => new string(c))),
            _ => by,
        };
        var plan = With(c => c["vpnClientRootCertificates"]!.AsArray().Add((JsonNode)Root(Two))).Configure(Ask(r => r with { RemovedRoots = [text] }));
        Assert.Equal(["Two"], JsonBody.At(plan.Body(Gw), $"{Clients}.vpnClientRootCertificates")!.AsArray().Select(r => (string?)r!["name"]));
    }

    [Fact]
    public void Several_radius_servers_make_a_list_and_only_new_ones_need_a_secret()
    {
        static void Radius(JsonObject c) => (c["vpnAuthenticationTypes"], c["radiusServerAddress"]) = (Texts("Radius"), "10.0.0.4");
        var plan = With(Radius).Configure(Ask(r => r with { RadiusServers = [new("10.0.0.4"), new("10.0.0.5", 7)] }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var clients = JsonBody.At(plan.Body(Gw), Clients)!.AsObject();
        Assert.Null(clients["radiusServerAddress"]);
        Assert.True(clients.ContainsKey("radiusServerAddress"));
        Assert.Equal(["10.0.0.4 30", "10.0.0.5 7"], clients["radiusServers"]!.AsArray().Select(s => $"{s!["radiusServerAddress"]} {s["radiusServerScore"]}"));
        var slot = Assert.Single(SecretSlot.In(plan));
        Assert.Equal(1, P2SSecrets.ServerOf(slot.Text));
        Assert.Equal(0, With(Radius).Configure(Ask(r => r with { RadiusServers = [new("10.0.0.4")] })).WriteCount);
        Assert.Equal(0, P2SSecrets.ServerOf(Assert.Single(SecretSlot.In(With(Radius).Configure(Ask(r => r with { RadiusServers = [new("10.0.0.4", null, true)] })))).Text));
    }

    [Fact]
    public void A_gateway_that_does_not_say_how_clients_sign_in_has_what_its_members_are_for()
    {
        static void Silent(JsonObject c) => c["vpnAuthenticationTypes"] = new JsonArray();
        Assert.Equal(["RootNeeded"], With(Silent).Configure(Ask(r => r with { RemovedRoots = ["One"] })).Problems.Select(p => p.CheckId));
        Assert.Equal(["RootNeeded"], With(Silent).Configure(Ask(r => r with { Roots = [] })).Problems.Select(p => p.CheckId));
        Assert.True(With(Silent).Configure(Ask(r => r with { Roots = [Two] })).CanApply);
        var same = With(Silent).Configure(Ask(r => r with { Authentication = ["Certificate"] }));
        Assert.True(same.CanApply, string.Join(' ', same.Problems));
        Assert.Equal(0, same.WriteCount);

        static void SilentRadius(JsonObject c) => (c["vpnAuthenticationTypes"], c["radiusServerAddress"]) = (new JsonArray(), "10.0.0.4");
        var radius = With(SilentRadius).Configure(Ask(r => r with { RadiusServers = [new("10.0.0.5")] }));
        Assert.True(radius.CanApply, string.Join(' ', radius.Problems));
        var moved = With(SilentRadius).Configure(Ask(r => r with { Authentication = ["Radius"], RemovedRoots = ["One"] }));
        Assert.True(moved.CanApply, string.Join(' ', moved.Problems));
        Assert.Equal(Impact.CutsOff, moved.Changes[0].Impact.Kind);
    }

    [Theory]
    [InlineData("10.0.0.4 10.0.0.5", true, "10.0.0.4 5, 10.0.0.5 30")]
    [InlineData("10.0.0.5 10.0.0.4", true, "10.0.0.5 30, 10.0.0.4 5")]
    [InlineData("10.0.0.5 10.0.0.4", false, null)]
    [InlineData("10.0.0.5 10.0.0.4 10.0.0.6", false, "10.0.0.5 30, 10.0.0.4 5, 10.0.0.6 4")]
    [InlineData("10.0.0.4:30 10.0.0.5:5", false, "10.0.0.4 30, 10.0.0.5 5")]
    public void Radius_servers_keep_their_scores_unless_others_are_given(string wanted, bool renews, string? written)
    {
        var estate = With(c => (c["vpnAuthenticationTypes"], c["radiusServers"]) = (Texts("Radius"), new JsonArray(
            new JsonObject { ["radiusServerAddress"] = "10.0.0.4", ["radiusServerScore"] = 5 },
            new JsonObject { ["radiusServerAddress"] = "10.0.0.5", ["radiusServerScore"] = 30 })));
        WantedRadiusServer[] servers = [.. wanted.Split(' ').Select(w => w.Split(':')).Select(w =>
            new WantedRadiusServer(w[0], w.Length > 1 ? int.Parse(w[1], System.Globalization.CultureInfo.InvariantCulture) : null, renews))];
        var plan = estate.Configure(Ask(r => r with { RadiusServers = [.. servers] }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(written, plan.WriteCount == 0 ? null : string.Join(", ", JsonBody.At(plan.Body(Gw), $"{Clients}.radiusServers")!.AsArray()
            .Select(s => $"{s!["radiusServerAddress"]} {s["radiusServerScore"]}")));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("list")]
    public void Radius_servers_go_where_nobody_signs_in_by_them(string shape)
    {
        var estate = With(c =>
        {
            (c["vpnAuthenticationTypes"], c["vpnClientProtocols"]) = (Texts("Certificate", "Radius"), Texts("OpenVPN"));
            if (shape == "one")
            {
                c["radiusServerAddress"] = "10.0.0.4";
            }
            else
            {
                c["radiusServers"] = new JsonArray(new JsonObject { ["radiusServerAddress"] = "10.0.0.4", ["radiusServerScore"] = 30 });
            }
        });
        Assert.Equal(["RadiusServerNeeded"], estate.Configure(Ask(r => r with { RadiusServers = [] })).Problems.Select(p => p.CheckId));
        var request = Ask(r => r with { Authentication = ["Certificate"], RadiusServers = [] });
        var plan = estate.Configure(request);
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var after = JsonBody.Merge(JsonBody.Parse(estate.Topology().Document(Gw)!.Json)!, plan.Body(Gw));
        Assert.Null(HiddenSecrets.MissingIn(Gw, after));
        var done = Ready().With(Gw, after);
        Assert.Empty(done.Topology().Gateways.Single().Clients!.RadiusServers);
        Assert.Equal(0, done.Configure(request).WriteCount);
        Assert.Contains("-RadiusServer", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant", 0)]
    [InlineData("audience", 0)]
    [InlineData("issuer", 0)]
    [InlineData("nothing", 0)]
    [InlineData("other", 1)]
    [InlineData("slash", 1)]
    public void Entra_ID_is_the_same_in_whatever_case_it_is_written(string given, int writes)
    {
        const string Tenant = "6E1C1A4E-0000-4000-8000-00000000000A";
        var estate = With(c => (c["vpnAuthenticationTypes"], c["vpnClientProtocols"], c["aadTenant"], c["aadAudience"], c["aadIssuer"]) = (Texts("AAD"), Texts("OpenVPN"),
            $"https://login.microsoftonline.com/{Tenant}{(given == "slash" ? string.Empty : "/")}", P2SRules.MicrosoftApplication.ToUpperInvariant(), $"https://sts.windows.net/{Tenant}/"));
        var plan = estate.Configure(Ask(r => given switch
        {
            "tenant" or "slash" => r with { AadTenant = Tenant.ToLowerInvariant() },
            "audience" => r with { AadAudience = $"{{{P2SRules.MicrosoftApplication}}}" },
            "issuer" => r with { AadIssuer = $"https://STS.windows.net/{Tenant}" },
            "other" => r with { AadAudience = P2SRules.OldApplication },
            _ => r with { Protocols = ["openvpn"] },
        }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal((writes, writes == 0 ? Impact.None : Impact.CutsOff), (plan.WriteCount, plan.Changes[0].Impact.Kind));
    }

    [Theory]
    [InlineData("Certificate", "OpenVPN IkeV2")]
    [InlineData("Radius", "OpenVPN IkeV2")]
    [InlineData("Certificate Radius", "OpenVPN")]
    [InlineData("Certificate AAD", "OpenVPN")]
    [InlineData("Certificate Radius AAD", "OpenVPN")]
    public void A_first_configuration_offers_what_takes_its_ways_to_sign_in(string kinds, string protocols)
    {
        bool Has(string kind) => kinds.Contains(kind, StringComparison.Ordinal);
        var plan = Built().Configure(First(r => r with
        {
            Roots = Has("Certificate") ? [One] : null,
            RadiusServers = Has("Radius") ? [new("10.0.0.4")] : null,
            AadTenant = Has("AAD") ? "6e1c1a4e-0000-4000-8000-000000000001" : null,
        }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(protocols, string.Join(' ', JsonBody.At(plan.Body(Gw), $"{Clients}.vpnClientProtocols")!.AsArray().Select(p => (string?)p)));
        Assert.Equal(kinds, string.Join(' ', JsonBody.At(plan.Body(Gw), $"{Clients}.vpnAuthenticationTypes")!.AsArray().Select(p => (string?)p)));
    }

    [Theory]
    [InlineData("localNetworkGateway2", "localNetworkGateways", "site", "site")]
    [InlineData("virtualNetworkGateway2", "virtualNetworkGateways", "unseen", "unseen")]
    [InlineData("virtualNetworkGateway2", "virtualNetworkGateways", "fargw", "far")]
    [InlineData("virtualNetworkGateway2", "virtualNetworkGateways", "seengw", null)]
    public void What_is_behind_a_connection_and_was_not_read_is_named(string end, string type, string name, string? unread)
    {
        var estate = Built().VNet("seen", "10.8.0.0/16").Gateway("seengw", "seen").Gateway("fargw", "far").With(Id("connections", "c"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["connectionType"] = end == "localNetworkGateway2" ? "IPsec" : "Vnet2Vnet",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gw.ToString() },
                [end] = new JsonObject { ["id"] = Id(type, name).ToString() },
            },
        });
        var plan = estate.Configure(First());
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var told = plan.Notices.Where(n => n.Id == "NetworksUnread").Select(n => n.Message).ToArray();
        Assert.True(unread is null ? told is [] : told is [var message] && message.StartsWith($"Not read: {unread}.", StringComparison.Ordinal), string.Join(' ', told));
    }

    [Theory]
    [InlineData("172.20.4.0/24", "172.20.0.0/16", 1)]
    [InlineData("172.20.4.0/24", "172.20.4.0/24", 0)]
    [InlineData("172.20.0.0/15", "172.20.0.0/16", 0)]
    [InlineData("172.22.0.0/16", "172.20.0.0/16", 0)]
    public void A_pool_is_held_against_the_custom_routes_that_are_there(string route, string pool, int problems)
    {
        var estate = With(gateway: p => p["customRoutes"] = Space(route));
        var found = estate.Configure(Ask(r => r with { AddressPool = Prefixes(pool) })).Problems;
        Assert.Equal(Enumerable.Repeat("CustomRouteUnfit", problems), found.Select(p => p.CheckId));
        Assert.Empty(estate.Configure(Ask(r => r with { Protocols = ["IkeV2"] })).Problems);
        Assert.Equal(problems, With().Configure(Ask(r => r with { AddressPool = Prefixes(pool), CustomRoutes = Prefixes(route) })).Problems.Length);
    }

    [Theory]
    [InlineData("-RootCertificate")]
    [InlineData("-AddRoot")]
    [InlineData("-RenewRoot")]
    public void A_root_that_nobody_signs_in_by_is_refused_by_the_parameter_that_gave_it(string parameter)
    {
        var request = Ask(r => parameter switch
        {
            "-RootCertificate" => r with { Roots = [Two] },
            "-AddRoot" => r with { AddedRoots = [Two] },
            _ => r with { RenewedRoots = [Two] },
        });
        var problem = Assert.Single(With(c => (c["vpnAuthenticationTypes"], c["radiusServerAddress"]) = (Texts("Radius"), "10.0.0.4")).Configure(request).Problems);
        Assert.Equal("FieldsUnused", problem.CheckId);
        Assert.StartsWith($"{parameter} is given, ", problem.Message, StringComparison.Ordinal);
        Assert.True(With().Configure(request).CanApply);
    }

    [Fact]
    public void An_active_active_gateway_gets_its_third_address()
    {
        var estate = Ready().With(Gw, Gateway("VpnGw1AZ", instances: 2)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive");
        var plan = estate.Configure(First());
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["gw-pip-3", "gw"], plan.Changes.Select(c => c.Resource.Name));
        Assert.Equal([Impact.StartsBilling, Impact.None], plan.Changes.Select(c => c.Impact.Kind));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.Equal("""["1","2","3"]""", plan.Body(plan.Changes[0].Resource)["zones"]!.ToJsonString());
        Assert.True(MadeByTag.IsOn(new Dictionary<string, string> { ["created-by"] = (string)plan.Body(plan.Changes[0].Resource)["tags"]!["created-by"]! }));
        Assert.Equal(["default", "activeActive", "pointToSite"], JsonBody.At(plan.Body(Gw), "properties.ipConfigurations")!.AsArray().Select(c => (string?)c!["name"]));

        var third = estate.Address("gw-pip-3").Configure(First());
        Assert.Equal(["gw"], third.Changes.Select(c => c.Resource.Name));
    }

    [Fact]
    public void A_gateway_with_clients_that_becomes_active_active_gets_one_too()
    {
        var plan = With().Plan(Want(with: s => s with { ActiveActive = true }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["gw-pip-3", "gw"], plan.Changes.Select(c => c.Resource.Name));
        Assert.Equal(["default", "activeActive", "pointToSite"], JsonBody.At(plan.Body(Gw), "properties.ipConfigurations")!.AsArray().Select(c => (string?)c!["name"]));
    }

    [Fact]
    public void A_plan_is_made_again_by_what_it_tells_of_its_origin()
    {
        var request = First(r => r with
        {
            Protocols = ["OpenVPN"], Authentication = ["AAD", "Certificate", "Radius"], RadiusServers = [new("10.0.0.4", 20, true), new("10.0.0.5", 3)],
            AadTenant = "6e1c1a4e-0000-4000-8000-000000000001", CustomRoutes = [], AllowLoss = true,
        });
        var origin = Assert.Single(Built().Configure(request).Origins);
        var again = P2SConfigurationOrigins.Read(origin, Gw);
        Assert.Equal(origin.CommandLine, P2SConfigurationOrigins.Of(again).CommandLine);
        Assert.DoesNotContain("Secret", origin.CommandLine, StringComparison.Ordinal);
        Assert.Equal(Built().Configure(request).Changes[0].After, Built().Configure(again).Changes[0].After);
    }

    private static IEnumerable<string> Differing(JsonObject before, JsonObject after)
    {
        foreach (var (path, at) in new[] { (string.Empty, "properties"), ("vpnClientConfiguration", Clients) })
        {
            var (one, other) = (JsonBody.At(before, at)!.AsObject(), JsonBody.At(after, at)!.AsObject());
            foreach (var name in one.Select(m => m.Key).Union(other.Select(m => m.Key)).Where(n => n != "vpnClientConfiguration"))
            {
                if (!JsonNode.DeepEquals(one[name], other[name]))
                {
                    yield return name;
                }
            }
        }
    }
}
