using System.Collections.Immutable;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Point-to-site configured against the simulation: what was written is what was planned, and nothing else changes.</summary>
public sealed class P2SConfigurationTests
{
    private const string Clients = "properties.vpnClientConfiguration";
    private const string Secret = "hush+hush";

    private static readonly RunOptions s_patient = new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) };

    private static readonly ResourceId Net = Net(1, "a");
    private static readonly ResourceId Gw = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-a");
    private static readonly GivenRoot One = Given("One");
    private static readonly GivenRoot Two = Given("Two");

    [Fact]
    public async Task From_nothing_to_clients_and_a_second_run_changes_nothing()
    {
        await Bed.RunAsync(Estate(), async bed =>
        {
            var ground = await GroundAsync(bed, First);
            var report = await bed.ApplyAsync(ground.Plan());
            Bed.AssertSucceeded(report);
            SentBodies.Check(bed.Simulation.Log);
            var result = P2SConfigurationResult.From(ground, report.Results);
            Assert.Equal(("172.16.0.0/24", "IkeV2 OpenVPN", "Certificate", "One", true), (string.Join(' ', result.AddressPool), string.Join(' ', result.Protocol),
                string.Join(' ', result.AuthenticationType), Assert.Single(result.RootCertificate).Name, result.Changed));

            bed.Simulation.Log.Clear();
            var again = await GroundAsync(bed, First);
            Bed.AssertSucceeded(await bed.ApplyAsync(again.Plan()));
            Bed.AssertSucceeded(await bed.ApplyAsync(ground.Plan()));
            Assert.Empty(bed.Simulation.Log.Writes);
        });
    }

    public static TheoryData<string> Wishes => new("pool", "protocol", "renew", "remove", "routes", "radius gone", "radius server", "radius secret", "entra", "certificate");

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task Each_change_keeps_everything_else_and_the_radius_secrets(string wish)
    {
        await Bed.RunAsync(Estate(WithRadius), async bed =>
        {
            // Once written by the service it has all that the service fills in.
            Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed, r => r with { CustomRoutes = Prefixes("192.168.9.0/24") })).Plan()));
            var before = Read(bed);
            var ground = await GroundAsync(bed, r => wish switch
            {
                "pool" => r with { AddressPool = Prefixes("172.17.0.0/24") },
                "protocol" => r with { Protocols = ["OpenVPN"] },
                "renew" => r with { Protocols = ["OpenVPN"], Authentication = ["Certificate", "Radius"], RenewedRoots = [Two] },
                "remove" => r with { RemovedRoots = ["One"] },
                "routes" => r with { CustomRoutes = Prefixes("192.168.1.0/24") },
                "radius gone" => r with { Authentication = ["Certificate"], RadiusServers = [] },
                "radius server" => r with { RadiusServers = [new("10.1.0.4"), new("10.1.0.5", null, true)] },
                "radius secret" => r with { RadiusServers = [new("10.1.0.4", null, true)] },
                "entra" => r with { Protocols = ["OpenVPN"], Authentication = ["Radius", "AAD"], AadTenant = "6e1c1a4e-0000-4000-8000-000000000001" },
                _ => r with { Protocols = ["OpenVPN"], Authentication = ["Certificate", "Radius"], AddedRoots = [Two] },
            }, wish is "radius secret" or "radius server" ? "new+secret" : null);
            var plan = ground.Plan();
            Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
            Assert.Equal(1, plan.WriteCount);
            var (report, journal) = await ApplyAsync(bed, plan, "new+secret");
            Bed.AssertSucceeded(report);
            SentBodies.Check(bed.Simulation.Log);

            var after = Read(bed);
            var changed = JsonBody.Parse(plan.Changes[^1].After!);
            Assert.Empty(Unlike(JsonBody.Merge(before, changed), after));
            var secrets = await SecretsAsync(bed);
            Assert.Equal(wish switch { "radius secret" => "new+secret", "radius gone" => null, _ => Secret }, secrets.GetValueOrDefault("10.1.0.4"));
            Assert.Equal(wish == "radius server" ? "new+secret" : null, secrets.GetValueOrDefault("10.1.0.5"));
            foreach (var told in (string[])[Encoding.UTF8.GetString(PlanWriter.Write(plan)).Replace("\\u002B", "+", StringComparison.Ordinal), journal])
            {
                Assert.Contains("gw-a", told, StringComparison.Ordinal);
                Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
                Assert.DoesNotContain("new+secret", told, StringComparison.Ordinal);
            }

            bed.Simulation.Log.Clear();
            Assert.Equal(0, (await GroundAsync(bed, ground.Request, wish is "radius secret" or "radius server" ? "new+secret" : null)).Plan().WriteCount);
        });
    }

    [Fact]
    public async Task A_resize_by_New_VpnGateway_keeps_the_secrets_too()
    {
        await Bed.RunAsync(Estate(WithRadius), async bed =>
        {
            var ground = await VpnGatewayGround.ReadAsync(bed.Arm, new($"{Net}", "gw-a", new("VpnGw2AZ")), [], StepWriter.Nowhere, Bed.Stop);
            Bed.AssertSucceeded(await bed.ApplyAsync(await ground!.PlanAsync(bed.Arm, StepWriter.Nowhere, Bed.Stop), options: s_patient));
            Assert.Equal(Secret, (await SecretsAsync(bed))["10.1.0.4"]);
            Assert.Equal("VpnGw2AZ", (string?)JsonBody.At(Read(bed), "properties.sku.name"));
        });
    }

    [Fact]
    public async Task Without_the_right_to_read_secrets_nothing_is_written()
    {
        await Bed.RunAsync(Estate(WithRadius), async bed =>
        {
            bed.Simulation.Faults.Add("POST", "*/listRadiusSecrets", new Fault.Answers(403, "AuthorizationFailed", "The client may not."), 0);
            var ground = await GroundAsync(bed, r => r with { CustomRoutes = Prefixes("192.168.1.0/24") });
            var report = await bed.ApplyAsync(ground.Plan());
            Assert.Equal("SecretNotReadable", report.Results[0].Error!.Id);
            Assert.Contains(RadiusSecrets.Right, report.Results[0].Error!.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(bed.Simulation.Log.Writes, w => w.Method == "PUT");
        });
    }

    [Fact]
    public async Task Connected_clients_are_counted_before_they_are_cut_off()
    {
        await Bed.RunAsync(Estate(WithRadius), async bed =>
        {
            bed.Simulation.SetClients(Gw, new ConnectedClient("alice"), new ConnectedClient("bob"));
            var plan = (await GroundAsync(bed, r => r with { AddressPool = Prefixes("172.17.0.0/24") })).Plan();
            Assert.Contains("2 are connected now", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_active_active_gateway_gets_its_third_address_and_loses_it_with_the_gateway()
    {
        await Bed.RunAsync(Estate(), async bed =>
        {
            var two = await VpnGatewayGround.ReadAsync(bed.Arm, new($"{Net}", "gw-a", new("VpnGw1AZ") { ActiveActive = true }), [], StepWriter.Nowhere, Bed.Stop);
            Bed.AssertSucceeded(await bed.ApplyAsync(await two!.PlanAsync(bed.Arm, StepWriter.Nowhere, Bed.Stop), options: s_patient));
            var ground = await GroundAsync(bed, First);
            Bed.AssertSucceeded(await bed.ApplyAsync(ground.Plan()));
            SentBodies.Check(bed.Simulation.Log);
            Assert.Equal(3, JsonBody.At(Read(bed), "properties.ipConfigurations")!.AsArray().Count);
            Assert.Equal(0, (await GroundAsync(bed, First)).Plan().WriteCount);

            var removal = await VpnGatewayRemovalGround.ReadAsync(bed.Arm, $"{Gw}", [], id => new(id) { AllowLoss = true }, StepWriter.Nowhere, Bed.Stop);
            Bed.AssertSucceeded(await bed.ApplyAsync(removal!.Plan()));
            Assert.DoesNotContain(bed.Simulation.Snapshot().PublicIPAddresses, a => a.Name is "gw-a-pip-2" or "gw-a-pip-3");
        });
    }

    private static P2SConfigurationRequest First(P2SConfigurationRequest request) =>
        request with { AddressPool = Prefixes("172.16.0.0/24"), Roots = [One] };

    private static async Task<P2SConfigurationGround> GroundAsync(
        Bed bed, Func<P2SConfigurationRequest, P2SConfigurationRequest> wish, string? secret = null) => await GroundAsync(bed, wish(new(Gw)), secret);

    private static async Task<P2SConfigurationGround> GroundAsync(Bed bed, P2SConfigurationRequest request, string? secret)
    {
        using var given = secret is null ? null : ConnectionKey.Secure(secret);
        Func<int, SecureString?>? each = given is null ? null : _ => given;
        return (await P2SConfigurationGround.ReadAsync(bed.Arm, $"{Gw}", [], _ => request, each, StepWriter.Nowhere, Bed.Stop))!;
    }

    // With a journal, whose whole text is told.
    private static async Task<(RunReport Report, string Journal)> ApplyAsync(Bed bed, Plan plan, string secret)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("p2s-").FullName, "run.journal");
        using var key = ConnectionKey.Secure(secret);
        using var secrets = Secrets.For(plan, SecretSlot.In(plan).ToDictionary(s => s.Text, _ => key, StringComparer.Ordinal), StepWriter.Nowhere)!;
        try
        {
            RunReport report;
            await using (var journal = await RunJournal.OpenAsync(FileJournalStore.Open(file), bed.Clock, Bed.Stop))
            {
                report = await bed.Through(secrets.Over(bed.Arm, journal)).ApplyAsync(plan, options: s_patient with { Journal = journal });
            }

            return (report, (await File.ReadAllTextAsync(file, Bed.Stop)).Replace("\\u002B", "+", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<Dictionary<string, string>> SecretsAsync(Bed bed)
    {
        var operation = await bed.Arm.SendAsync(new(ArmVerb.Post, $"{Gw}/{RadiusSecrets.Path}", ResourceTypes.ApiVersion(Gw)), Bed.Stop);
        var answer = JsonBody.Parse((await bed.Arm.WaitAsync(operation, Bed.Stop)).Body)!;
        return answer["value"]!.AsArray().ToDictionary(s => (string)s!["radiusServerAddress"]!, s => (string)s!["radiusServerSecret"]!, StringComparer.Ordinal);
    }

    private static JsonObject Read(Bed bed) => JsonBody.Parse(bed.Simulation.Snapshot().Document(Gw)!.Json)!;

    // What the service adds to an entry, or sets with each write, is no difference; members that are gone are.
    private static IEnumerable<string> Unlike(JsonObject wanted, JsonObject found)
    {
        JsonObject[] both = [(JsonObject)wanted.DeepClone(), (JsonObject)found.DeepClone()];
        foreach (var document in both)
        {
            Strip(document);
        }

        return JsonBody.Differences(both[0], both[1]).Concat(
            ((JsonObject)both[1]["properties"]!).Select(m => m.Key).Except(((JsonObject)both[0]["properties"]!).Select(m => m.Key), StringComparer.Ordinal));
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in (string[])["etag", "provisioningState", "id", "type", "resourceGuid", "bgpPeeringAddresses", "vpnClientConnectionHealth"])
            {
                members.Remove(name);
            }

            members.ToList().ForEach(m => Strip(m.Value));
        }
        else if (node is JsonArray items)
        {
            items.ToList().ForEach(Strip);
        }
    }

    private static Topology Estate(Action<JsonObject>? change = null)
    {
        var estate = new Documents().VNet(Net, "10.1.0.0/16").Gateway(Net);
        estate[Gw]["properties"]!["activeActive"] = false;
        change?.Invoke(estate[Gw]["properties"]!.AsObject());
        return estate.ToTopology();
    }

    private static void WithRadius(JsonObject properties) => properties["vpnClientConfiguration"] = new JsonObject
    {
        ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.16.0.0/24") },
        ["vpnClientProtocols"] = new JsonArray("OpenVPN", "IkeV2"),
        ["vpnAuthenticationTypes"] = new JsonArray("Radius"),
        ["radiusServerAddress"] = "10.1.0.4",
        ["radiusServerSecret"] = Secret,
        ["vpnClientRootCertificates"] = new JsonArray(new JsonObject
        {
            ["name"] = "One", ["properties"] = new JsonObject { ["publicCertData"] = One.Certificate.PublicCertData },
        }),
        ["vpnClientRevokedCertificates"] = new JsonArray(new JsonObject
        {
            ["name"] = "mallory", ["properties"] = new JsonObject { ["thumbprint"] = new string('A', 40) },
        }),
    };

    private static ImmutableArray<IPPrefix> Prefixes(params string[] texts) => [.. texts.Select(IPPrefix.Parse)];

    private static GivenRoot Given(string name)
    {
        using var root = Roots.Root(name, outlivesTheTest: true);
        return RootCertificateInput.Of(root);
    }
}
