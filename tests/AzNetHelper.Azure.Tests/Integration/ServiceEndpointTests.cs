using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Services.Audits;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>Service endpoints over the adapter on the simulation: what is there stays, whoever else writes and whenever it ends.</summary>
public sealed class ServiceEndpointTests
{
    private static readonly string[] s_services = [.. EndpointService.All.Where(s => s != EndpointService.StorageGlobal).Select(s => s.Identifier)];

    [Fact]
    public async Task Enabling_and_disabling_leaves_every_document_as_it_was()
    {
        var written = 0;
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            await Bed.RunAsync(SampleEstate.Create(), async bed =>
            {
                // Somebody else's endpoints first; they are what must not be lost.
                var subnets = Subnets(bed.Simulation.Snapshot()).OrderBy(_ => random.Next()).Take(3).ToArray();
                Bed.AssertSucceeded(await RunAsync(bed, subnets, [s_services[random.Next(s_services.Length)]]));
                var before = Told(bed.Simulation.Snapshot());
                string[] asked = [.. s_services.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];
                var there = bed.Simulation.Snapshot();
                var missing = asked.Where(a => !Endpoints(there, subnets[0]).Contains(a)).ToArray();

                Bed.AssertSucceeded(await RunAsync(bed, subnets, asked));
                Assert.All(subnets, s => Assert.Empty(asked.Except(Endpoints(bed.Simulation.Snapshot(), s))));
                bed.Simulation.Log.Clear();
                Bed.AssertSucceeded(await RunAsync(bed, subnets, asked));
                Assert.Empty(bed.Simulation.Log.Writes);

                Bed.AssertSucceeded(await RunAsync(bed, subnets, missing, enables: false));
                Assert.Equal(before, Told(bed.Simulation.Snapshot()));
                Interlocked.Add(ref written, missing.Length);
            });
        }

        Bed.Print($"{written} endpoints came and went, seeds 1 to 25");
        Assert.True(written > 25);
    }

    [Fact]
    public async Task A_run_that_was_ended_in_the_middle_ends_right_when_it_is_run_again()
    {
        var (stopped, cases) = (0, 12);
        for (var seed = 1; seed <= cases; seed++)
        {
            var random = new Random(seed);
            await Bed.RunAsync(SampleEstate.Create(), async bed =>
            {
                var subnets = Subnets(bed.Simulation.Snapshot()).OrderBy(_ => random.Next()).Take(4).ToArray();
                string[] asked = ["Microsoft.KeyVault", "Microsoft.EventHub"];
                var rest = Told(bed.Simulation.Snapshot(), endpoints: false);
                using var stop = new CancellationTokenSource();
                var report = await RunAsync(bed.Through(new StopsAfterFirst(bed.Arm, stop)), subnets, asked, stop: stop.Token, limit: 1);
                stopped += report.Succeeded ? 0 : 1;

                Bed.AssertSucceeded(await RunAsync(bed, subnets, asked));
                Assert.All(subnets, s => Assert.Empty(asked.Except(Endpoints(bed.Simulation.Snapshot(), s))));
                Assert.Equal(rest, Told(bed.Simulation.Snapshot(), endpoints: false));
            });
        }

        Assert.Equal(cases, stopped);
    }

    [Fact]
    public async Task People_who_write_one_subnet_at_once_all_end_with_what_they_asked_for()
    {
        var (remade, cases) = (0, 12);
        for (var seed = 1; seed <= cases; seed++)
        {
            var random = new Random(seed);
            await Bed.RunAsync(SampleEstate.Create(), async bed =>
            {
                var subnet = Subnets(bed.Simulation.Snapshot()).OrderBy(_ => random.Next()).First();
                string[] asked = [.. s_services.OrderBy(_ => random.Next()).Take(random.Next(2, 4))];

                // All plan before anybody writes.
                var planned = await Task.WhenAll(asked.Select(async a => (Service: a, Ground: await GroundAsync(bed, [subnet], [a]))));
                var reports = await Task.WhenAll(planned.Select(p => RunAsync(bed, p.Ground)));

                Assert.All(reports, Bed.AssertSucceeded);
                Assert.All(reports.Zip(planned), r => Assert.Contains(EndpointService.NameOf(r.Second.Service),
                    EndpointResult.From(r.Second.Ground, r.First.Results.Single()).Enabled));
                Assert.Empty(asked.Except(Endpoints(bed.Simulation.Snapshot(), subnet)));
                Interlocked.Add(ref remade, bed.Simulation.Log.Writes.Count(w => w.Path.EndsWith(subnet.Name, StringComparison.OrdinalIgnoreCase)) - asked.Length);
            });
        }

        Bed.Print($"{remade} writes more than people, seeds 1 to {cases}");
    }

    [Fact]
    public async Task What_the_audit_says_of_a_subnet_is_what_the_service_does()
    {
        var (letIn, refused, open) = (0, 0, 0);
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            await Bed.RunAsync(SampleEstate.Create(), async bed =>
            {
                var subnets = Subnets(bed.Simulation.Snapshot()).OrderBy(_ => random.Next()).Take(4).ToArray();
                Bed.AssertSucceeded(await RunAsync(bed, [.. subnets.Where(_ => random.Next(3) > 0)], ["Microsoft.KeyVault"]));
                var rules = new JsonArray([.. subnets.Where(_ => random.Next(3) > 0).Select(s => (JsonNode)new JsonObject
                {
                    ["id"] = s.ToString(), ["ignoreMissingVnetServiceEndpoint"] = true,
                })]);
                await PatchAsync(bed, SampleEstate.Vault, new JsonObject
                {
                    ["publicNetworkAccess"] = random.Next(5) == 0 ? "Disabled" : "Enabled",
                    ["networkAcls"] = new JsonObject
                    {
                        ["bypass"] = "AzureServices", ["defaultAction"] = random.Next(4) == 0 ? "Allow" : "Deny",
                        ["ipRules"] = new JsonArray(), ["virtualNetworkRules"] = rules,
                    },
                });

                var ground = await AccessAuditGround.ReadAsync(bed.Arm, [SampleEstate.Vault], [], [], withEgress: false, StepWriter.Nowhere, Bed.Stop);
                foreach (var row in ground.Rows())
                {
                    var client = new ServiceClient.InSubnet(row.SubnetId ?? subnets[0], null);
                    var decision = bed.Simulation.Access(SampleEstate.Vault, client);
                    Assert.True(decision.IsAllowed == row.Verdict is AccessVerdict.LetIn or AccessVerdict.Open, $"seed {seed}: {row} but {decision}");
                    letIn += row.Verdict == AccessVerdict.LetIn ? 1 : 0;
                    refused += row.Verdict == AccessVerdict.Refused ? 1 : 0;
                    open += row.Verdict == AccessVerdict.Open ? 1 : 0;
                }

                // Taken away only when nobody trusts the subnet by it.
                foreach (var subnet in subnets.Where(s => Endpoints(bed.Simulation.Snapshot(), s).Contains("Microsoft.KeyVault")))
                {
                    var plan = (await GroundAsync(bed, [subnet], ["Microsoft.KeyVault"], enables: false)).Plan();
                    Assert.Equal(rules.Any(r => (string?)r!["id"] == subnet.ToString()), plan.Problems.Any(p => p.CheckId == "StillTrusted"));
                }
            });
        }

        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{letIn} let in, {refused} refused, {open} open, seeds 1 to 25"));
        Assert.True(letIn > 5 && refused > 5 && open > 5);
    }

    // A row of Resource Graph is minutes old, and knows no rules of registries in any version that is not a preview.
    [Fact]
    public async Task A_rule_that_Resource_Graph_does_not_show_yet_holds_the_endpoint()
    {
        await Bed.RunAsync(SampleEstate.Create(), async bed =>
        {
            var subnet = SampleEstate.SpokeData.Child("subnets", "snet-data");
            Bed.AssertSucceeded(await RunAsync(bed, [subnet], ["Microsoft.KeyVault"]));
            await PatchAsync(bed, SampleEstate.Vault, new JsonObject
            {
                ["networkAcls"] = new JsonObject
                {
                    ["bypass"] = "AzureServices", ["defaultAction"] = "Deny", ["ipRules"] = new JsonArray(),
                    ["virtualNetworkRules"] = new JsonArray(new JsonObject { ["id"] = subnet.ToString() }),
                },
            });

            var plan = (await GroundAsync(bed, [subnet], ["Microsoft.KeyVault"], enables: false)).Plan();
            Assert.Contains("kv-contoso", Assert.Single(plan.Problems, p => p.CheckId == "StillTrusted").Message, StringComparison.Ordinal);
        }, new() { GraphLag = TimeSpan.FromMinutes(10) });
    }

    // The plan names whom an endpoint shuts out; the simulation tells who gets in before and after.
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0", false)]
    [InlineData("0.0.0.0", "255.255.255.255", true)]
    [InlineData("198.51.100.7", "198.51.100.7", true)]
    [InlineData("203.0.113.77", "203.0.113.77", false)]
    public async Task Whom_a_server_loses_by_an_endpoint_is_who_gets_in_no_more(string first, string last, bool isMissed)
    {
        await Bed.RunAsync(SampleEstate.Create(), async bed =>
        {
            var (subnet, rules) = (SampleEstate.SpokeData.Child("subnets", "snet-data"), SampleEstate.SqlServer.Child("firewallRules", "AllowAllWindowsAzureIps"));
            await bed.Arm.WaitAsync(await bed.Arm.SendAsync(new(ArmVerb.Put, rules.ToString(), ResourceTypes.ApiVersion(rules))
            {
                Body = Encoding.UTF8.GetBytes($$$"""{"properties":{"startIpAddress":"{{{first}}}","endIpAddress":"{{{last}}}"}}"""),
            }, Bed.Stop), Bed.Stop);
            var client = new ServiceClient.InSubnet(subnet, System.Net.IPAddress.Parse("198.51.100.7"));
            var before = bed.Simulation.Access(SampleEstate.SqlServer, client).IsAllowed;

            var ground = await GroundAsync(bed, [subnet], ["Microsoft.Sql"]);
            ground = ground with
            {
                Facts = ground.Facts with
                {
                    Egress = ground.Facts.Egress.SetItem(subnet, new SubnetEgress(subnet) { Ways = [new("NAT gateway nat", [Addressing.IPPrefix.Parse("198.51.100.7/32")])] }),
                },
            };
            Assert.Equal(isMissed, ground.Plan().Notices.Any(n => n.Id == "AddressRulesMiss"));
            Bed.AssertSucceeded(await RunAsync(bed, ground));
            Assert.Equal(isMissed, before && !bed.Simulation.Access(SampleEstate.SqlServer, client).IsAllowed);
        });
    }

    [Fact]
    public async Task A_namespace_whose_rules_may_not_be_read_is_not_called_open()
    {
        await Bed.RunAsync(SampleEstate.Create(), async bed =>
        {
            bed.Simulation.Faults.Add("GET", "*/networkRuleSets/default*", new Fault.Answers(403, "AuthorizationFailed"));
            var ground = await AccessAuditGround.ReadAsync(bed.Arm, null, null, [], withEgress: false, StepWriter.Nowhere, Bed.Stop);
            Assert.All(ground.Rows().Where(r => r.Kind is "EventHub" or "ServiceBus"), r => Assert.Equal(AccessVerdict.Unknown, r.Verdict));
            Assert.Contains(ground.Rows(), r => r.Kind == "EventHub");
            Assert.DoesNotContain(ground.Whole, k => k.Name is "EventHub" or "ServiceBus");
            Assert.Contains(ground.Whole, k => k.Name == "KeyVault");

            var subnet = SampleEstate.SpokeData.Child("subnets", "snet-data");
            Bed.AssertSucceeded(await RunAsync(bed, [subnet], ["Microsoft.EventHub"]));
            var refused = (await GroundAsync(bed, [subnet], ["Microsoft.EventHub"], enables: false)).Plan();
            Assert.Equal("ServicesUnread", Assert.Single(refused.Problems).CheckId);
        });
    }

    // What the audit offers is taken: by the very plan that its command makes.
    [Fact]
    public async Task Every_command_that_the_audit_offers_can_be_run()
    {
        var (kinds, cases) = (new HashSet<string>(), 0);
        for (var seed = 1; seed <= 12; seed++)
        {
            var estate = new ServiceEstate(seed);
            await Bed.RunAsync(estate.Topology, async bed =>
            {
                foreach (var grant in estate.Services.Where(_ => estate.Random.Next(2) == 0).ToArray())
                {
                    await RunGrantAsync(bed, grant, [.. estate.Subnets.Where(_ => estate.Random.Next(3) == 0)]);
                }

                var ground = await AccessAuditGround.ReadAsync(bed.Arm, null, null, [], withEgress: true, StepWriter.Nowhere, Bed.Stop);
                foreach (var finding in ground.Rows().SelectMany(r => r.Findings).Where(f => f.Remedy is not null))
                {
                    var plan = await PlanOfAsync(bed, finding.Remedy!);
                    Assert.True(plan.CanApply, $"seed {seed}: {finding.Rule}: {finding.Remedy}: {string.Join(' ', plan.Problems)}");
                    kinds.Add(finding.Rule);
                    cases++;
                }
            });
        }

        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{cases} remedies of {string.Join(", ", kinds)}, seeds 1 to 12"));
        Assert.True(kinds.IsSupersetOf(["EndpointMissing", "EndpointUnused"]), string.Join(", ", kinds));
    }

    // Rules without endpoints: the flag lets them be written.
    private static async Task RunGrantAsync(Bed bed, ResourceId service, ImmutableArray<ResourceId> subnets)
    {
        var kind = ServiceKind.All.Single(k => service.IsType(k.ResourceType));
        if (kind.Home == RuleHome.Own && kind.Shape is { IgnoreMember: { } flag, Container: { } container } && bed.Simulation.Snapshot().Document(service) is { } document)
        {
            var rules = (JsonObject)JsonBody.Parse(document.Json)!["properties"]![container]!.DeepClone();
            rules["virtualNetworkRules"] = new JsonArray([.. subnets.Select(s => (JsonNode)new JsonObject { ["id"] = s.ToString(), [flag] = true })]);
            await PatchAsync(bed, service, new JsonObject { [container] = rules });
        }
    }

    private static async Task<Plan> PlanOfAsync(Bed bed, string command)
    {
        var name = command.Split(' ')[0];
        string Given(string parameter) => System.Text.RegularExpressions.Regex.Match(command, $" -{parameter} '?([^ ']+)'?").Groups[1].Value;
        if (name is "Enable-VNetServiceEndpoint" or "Disable-VNetServiceEndpoint")
        {
            Assert.True(EndpointService.TryParse(Given("Service"), out var endpoint), command);
            return (await GroundAsync(bed, [ResourceId.Parse(Given("Subnet"))], [endpoint.Identifier], name[0] == 'E')).Plan();
        }

        if (name == "Revoke-VNetServiceAccess")
        {
            return (await AccessRemovalGround.ReadAsync(bed.Arm, [Given("Resource")], [Given("Subnet")], (s, n) => new(s, n), [], StepWriter.Nowhere, Bed.Stop))!.Plan();
        }

        Assert.Equal("Grant-VNetServiceAccess", name);
        return (await AccessGround.ReadAsync(bed.Arm, [Given("Resource")], [Given("Subnet")], (s, n) => new(s, n), [], StepWriter.Nowhere, Bed.Stop))!.Plan();
    }

    private static async Task<EndpointGround> GroundAsync(Bed bed, ResourceId[] subnets, string[] services, bool enables = true) =>
        (await EndpointGround.ReadAsync(bed.Arm, [.. subnets.Select(s => s.ToString())], new([], [.. services], enables), [], StepWriter.Nowhere, Bed.Stop))!;

    private static async Task<RunReport> RunAsync(
        Bed bed, ResourceId[] subnets, string[] services, bool enables = true, CancellationToken? stop = null, int limit = 8) =>
        await RunAsync(bed, await GroundAsync(bed, subnets, services, enables), stop, limit);

    private static async Task<RunReport> RunAsync(Bed bed, EndpointGround ground, CancellationToken? stop = null, int limit = 8)
    {
        var plan = ground.Plan();
        Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
        return await new RemadeRun(bed.Arm, new() { JitterSeed = 1, ThrottleLimit = limit }, StepWriter.Nowhere, async again =>
            (await EndpointGround.ReadAsync(bed.Arm, [.. ground.Request.Subnets.Select(s => s.ToString())], ground.Request, [], StepWriter.Nowhere, again))?.Plan())
            .RunAsync(plan, stop ?? Bed.Stop);
    }

    private static async Task PatchAsync(Bed bed, ResourceId id, JsonObject properties)
    {
        var operation = await bed.Arm.SendAsync(new(ArmVerb.Patch, id.ToString(), ResourceTypes.ApiVersion(id))
        {
            Body = Encoding.UTF8.GetBytes(new JsonObject { ["properties"] = properties.DeepClone() }.ToJsonString()),
        }, Bed.Stop);
        await bed.Arm.WaitAsync(operation, Bed.Stop);
    }

    // Gateways and firewalls have subnets of their own: those are left alone here.
    private static IEnumerable<ResourceId> Subnets(Topology topology) => topology.VirtualNetworks.SelectMany(n => n.Subnets)
        .Where(s => AddressSpaces.ReservedSubnet.Of(s.Name) is null).Select(s => s.Id).Order();

    private static string[] Endpoints(Topology topology, ResourceId subnet) =>
        [.. topology.VirtualNetwork(subnet.Parent!)!.Subnets.Single(s => s.Id == subnet).Endpoints.Where(e => e.State == ProvisioningState.Succeeded).Select(e => e.Service)];

    // Every VNet as it is told, apart from the marks of versions.
    private static string Told(Topology topology, bool endpoints = true) => string.Join('\n', topology.Documents.Where(d => d.Id.IsType(ResourceTypes.VirtualNetwork)).Select(d =>
    {
        var json = JsonBody.Parse(d.Json)!;
        json.Remove("etag");
        foreach (var child in (string[])["subnets", "virtualNetworkPeerings"])
        {
            foreach (var one in json["properties"]![child]?.AsArray().OfType<JsonObject>() ?? [])
            {
                one.Remove("etag");
                if (!endpoints)
                {
                    one["properties"]!.AsObject().Remove("serviceEndpoints");
                }
            }
        }

        return json.ToJsonString();
    }));
}
