using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>Subnets are let in at services, over the adapter on the simulation, which decides at every request who gets in.</summary>
public sealed class ServiceAccessTests
{
    private const int Estates = 500;

    private const string Revoke = "Revoke-VNetServiceAccess";

    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.200");

    [Fact]
    public async Task A_grant_and_its_revocation_leave_every_document_as_it_was()
    {
        var (grants, opened, bare, kept) = (0, 0, 0, 0);
        await EachAsync(Estates, async (bed, made) =>
        {
            var before = Meaning(bed.Simulation.Snapshot(), made);
            var wish = Wish(made);
            var ground = await GroundAsync(bed, wish);
            var plan = ground.Plan();
            Assert.True(plan.CanApply, Problems(plan));
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);
            AssertNothingDropped(before, Meaning(bed.Simulation.Snapshot(), made), wish);

            // The second time there is nothing to write.
            Assert.True((await GroundAsync(bed, wish)).Plan().IsEmpty);

            // What each result says is run as it is printed, one after another.
            var results = report.Results.GroupBy(r => r.Change.Group).SelectMany(g => ServiceAccessResult.From(ground, [.. g])).ToArray();
            Assert.Equal(wish.Services.Order(), results.Select(r => r.ResourceId).Order());
            var lines = results.Select(r => r.Undo).OfType<string>().SelectMany(u => u.Split("; ")).ToArray();
            Assert.All(results, r => Assert.True(r.NoUndo is null && r.Changed == r.Undo is not null, $"{r}: {r.NoUndo}"));
            foreach (var line in lines)
            {
                var back = (await RemovalAsync(bed, line)).Plan();
                Assert.True(back.CanApply, line + Problems(back));
                Bed.AssertSucceeded(await bed.ApplyAsync(back));
            }

            var after = Meaning(bed.Simulation.Snapshot(), made);
            Assert.Equal(before.Keys, after.Keys);
            Assert.All(before, b => Assert.True(b.Value == after[b.Key], $"{string.Join('\n', lines)}\n{b.Value}\n{after[b.Key]}"));
            Interlocked.Increment(ref grants);
            Interlocked.Add(ref opened, lines.Count(l => l.Contains(" -AllowOthers", StringComparison.Ordinal)));
            Interlocked.Add(ref bare, lines.Count(l => l.Contains(" -RemoveEndpoint", StringComparison.Ordinal)));
            Interlocked.Add(ref kept, lines.Count(l => !l.Contains(" -Subnet", StringComparison.Ordinal)));
        });
        Assert.True(grants == Estates && opened > 5 && bare > 50 && kept > 0, $"{grants} grants, {opened} opened again, {bare} endpoints, {kept} with every rule");
        Bed.Print($"{grants} grants taken back, {opened} of them opened again, {bare} endpoints, {kept} with every rule");
    }

    [Fact]
    public async Task A_grant_that_is_killed_anywhere_and_run_again_ends_like_one_that_is_not()
    {
        var (killed, cases) = (0, 0);
        await EachAsync(Estates, async (bed, made) =>
        {
            var wish = Wish(made, many: true);
            var whole = string.Empty;
            await Bed.RunAsync(made.Topology, async twin =>
            {
                var plan = (await GroundAsync(twin, wish)).Plan();
                Assert.True(plan.CanApply, Problems(plan));
                Bed.AssertSucceeded(await twin.ApplyAsync(plan));
                whole = string.Join('\n', Meaning(twin.Simulation.Snapshot(), made).Select(m => m.Value));
            });

            var first = (await GroundAsync(bed, wish)).Plan();
            var dying = bed.Through(new DyingArm(bed.Arm, made.Random.Next(0, Math.Max(1, first.WriteCount))));
            var report = await dying.ApplyAsync(first, options: new() { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(5) });
            Interlocked.Add(ref killed, report.Succeeded ? 0 : 1);
            var again = (await GroundAsync(bed, wish)).Plan();
            Assert.True(again.CanApply, Problems(again));
            Bed.AssertSucceeded(await bed.ApplyAsync(again));
            Assert.Equal(whole, string.Join('\n', Meaning(bed.Simulation.Snapshot(), made).Select(m => m.Value)));
            Interlocked.Increment(ref cases);
        });
        Assert.True(killed > 50, $"{killed} of {cases} killed");
        Bed.Print($"{killed} of {cases} killed");
    }

    [Fact]
    public async Task A_run_that_fails_is_taken_back_whole()
    {
        var (failed, taken) = (0, 0);
        await EachAsync(150, async (bed, made) =>
        {
            var wish = Wish(made, many: true);
            var before = Meaning(bed.Simulation.Snapshot(), made);
            var plan = (await GroundAsync(bed, wish)).Plan();
            await using var journal = RunJournal.InMemory(bed.Arm.Time);
            var report = await bed.Through(new DyingArm(bed.Arm, made.Random.Next(0, plan.WriteCount), onlyRefuses: true))
                .ApplyAsync(plan, options: new() { JitterSeed = 1, Journal = journal });
            Assert.True(report.HasFailed || plan.IsEmpty);
            var undo = UndoPlanner.Create(report, journal);
            Bed.AssertSucceeded(await ((Bed)bed).ApplyAsync(undo, options: new() { JitterSeed = 1, Journal = journal }));
            var after = Meaning(bed.Simulation.Snapshot(), made);
            Assert.Equal(before.Keys, after.Keys);
            Assert.All(before, b => Assert.Equal(b.Value, after[b.Key]));
            Assert.DoesNotContain(undo.Notices, n => n.Id == "UndoLeft");
            Interlocked.Increment(ref failed);
            Interlocked.Add(ref taken, undo.WriteCount);
        });
        Assert.True(failed > 100 && taken > 100, $"{failed} failed, {taken} writes taken back");
        Bed.Print($"{failed} failed, {taken} writes taken back");
    }

    [Fact]
    public async Task Nobody_who_gets_in_is_out_at_any_moment_unless_that_was_told()
    {
        var (told, silent, shut) = (0, 0, 0);
        await EachAsync(150, async (bed, made) =>
        {
            var wish = Wish(made, many: true);
            var ground = await GroundAsync(bed, wish);
            var plan = ground.Plan();
            Assert.True(plan.CanApply, Problems(plan));
            var inside = (from service in made.Services from client in Clients(made) where bed.Simulation.Access(service, client).IsAllowed select (service, client)).ToArray();
            var lost = new ConcurrentDictionary<(ResourceId Service, ServiceClient Client), byte>();
            bed.Watch.Look = () =>
            {
                foreach (var pair in inside.Where(p => !bed.Simulation.Access(p.service, p.client).IsAllowed))
                {
                    lost.TryAdd(pair, 0);
                }
            };
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            bed.Watch.Look = () => { };

            foreach (var (service, client) in lost.Keys)
            {
                var text = string.Join('\n', plan.Changes.Where(c => c.Impact.Kind >= Impact.Interrupts).Select(c => c.Impact.Statement)) + string.Join('\n', plan.Notices.Select(n => n.Message));
                Assert.True(text.Contains($"'{service.Name}'", StringComparison.Ordinal),
                    $"{client} lost {service.Name}:\n{string.Join('\n', plan.Changes.Select(c => $"{c.Summary}: {c.After} {c.Impact}"))}\n{text}\n{made.Topology.Documents.Where(d => d.Id == service || d.Id.Parent == service).Select(d => System.Text.Encoding.UTF8.GetString(d.Json.Span)).Aggregate((a, b) => a + b)}");
                if (client is ServiceClient.InSubnet granted && wish.Subnets.Contains(granted.Subnet) && wish.Services.Contains(service))
                {
                    // Those that the grant is for are out only where the service takes no rule before the endpoint.
                    Assert.Contains(plan.Changes, c => c.Impact.Statement.Contains("takes the rule only once", StringComparison.Ordinal));
                }

                Interlocked.Increment(ref told);
            }

            Interlocked.Add(ref silent, inside.Length - lost.Count);
            foreach (var service in wish.Services)
            {
                Assert.All(wish.Subnets, s => Assert.True(bed.Simulation.Access(service, new ServiceClient.InSubnet(s, ServiceEstate.EgressOf(s))).IsAllowed));
                if (wish.DenyOthers)
                {
                    Assert.False(bed.Simulation.Access(service, new ServiceClient.AtAddress(Stranger)).IsAllowed);
                    Assert.All(wish.KeepIps, k => Assert.True(bed.Simulation.Access(service, new ServiceClient.AtAddress(k.Network)).IsAllowed,
                        $"{service}: {bed.Simulation.Access(service, new ServiceClient.AtAddress(k.Network))}\n{string.Join('\n', plan.Changes.Select(c => $"{c.Summary}: {c.After}"))}"));
                    Interlocked.Increment(ref shut);
                }
            }
        });
        Assert.True(told > 20 && silent > 500 && shut > 50, $"{told} told, {silent} kept, {shut} shut");
        Bed.Print($"{told} losses told, {silent} kept all along, {shut} services shut");
    }

    private static IEnumerable<ServiceClient> Clients(ServiceEstate made) =>
    [
        .. made.Subnets.Select(s => new ServiceClient.InSubnet(s, ServiceEstate.EgressOf(s))),
        new ServiceClient.AtAddress(IPAddress.Parse(ServiceEstate.Address)), new ServiceClient.AtAddress(Stranger), new ServiceClient.Trusted(),
    ];

    private static AccessRequest Wish(ServiceEstate made, bool many = false)
    {
        var services = made.Services.OrderBy(_ => made.Random.Next()).Take(made.Random.Next(1, 4)).ToImmutableArray();
        var isOfTrusted = !many && made.Random.NextDouble() < 0.25;
        if (isOfTrusted && made.Services.Where(s => Read(made, s).RuleOf(made.Trusted) is not null && CanOpenAgain(made, s))
            .OrderBy(_ => made.Random.Next()).FirstOrDefault() is { } trusting)
        {
            // The subnet is let in already: others are shut out, and nothing else.
            return new([trusting], [made.Trusted]) { EnsureEndpoint = true, DenyOthers = true, AllowLoss = true };
        }

        ImmutableArray<ResourceId> subnets = isOfTrusted ? [made.Trusted]
            : [.. made.Subnets.Take(5).OrderBy(_ => made.Random.Next()).Take(many ? made.Random.Next(1, 3) : 1)];
        var denies = made.Random.NextDouble() < 0.4 && (many || services.All(s => CanOpenAgain(made, s)));
        var closes = services.Any(s => Closes(made, s));
        if (closes && !many)
        {
            services = [.. services.Where(s => Closes(made, s))];
        }

        return new(services, subnets)
        {
            EnsureEndpoint = true,
            DenyOthers = denies || closes,
            KeepIps = many && (denies || closes) && made.Random.NextDouble() < 0.5 ? [IPPrefix.Parse("198.51.100.200/32")] : [],
            AllowLoss = denies || closes || made.Random.NextDouble() < 0.5,
        };
    }

    // The line as it is printed: switches, and texts in quotes.
    private static async Task<AccessRemovalGround> RemovalAsync(Bed bed, string line)
    {
        Assert.StartsWith(Revoke, line, StringComparison.Ordinal);
        var given = Regex.Matches(line, " -(\\w+)((?:,? '[^']*')*)").ToDictionary(m => m.Groups[1].Value,
            m => Regex.Matches(m.Groups[2].Value, "'([^']*)'").Select(t => t.Groups[1].Value).ToArray());
        Assert.Equal(line, Revoke + string.Concat(given.Select(g => $" -{g.Key}{(g.Value.Length == 0 ? "" : " " + string.Join(", ", g.Value.Select(v => $"'{v}'")))}")));
        return (await AccessRemovalGround.ReadAsync(bed.Arm, given["Resource"], given.GetValueOrDefault("Subnet") ?? [], (s, n) => new(s, n)
        {
            AllowOthers = given.ContainsKey("AllowOthers"), RemoveEndpoint = given.ContainsKey("RemoveEndpoint"), AllowLoss = given.ContainsKey("Force"),
        }, [], StepWriter.Nowhere, Bed.Stop))!;
    }

    private static SecuredService Read(ServiceEstate made, ResourceId id) => ServiceDocuments.Read(made.Topology.Document(id)!, made.Topology.Documents);

    private static bool Closes(ServiceEstate made, ResourceId id) =>
        Read(made, id) is { Kind.OpensWithoutRules: true, IsOpenToEveryone: true, DefaultAction: DefaultAction.Deny };

    private static bool CanOpenAgain(ServiceEstate made, ResourceId id) => ServiceKind.Of(id) is { Home: not RuleHome.Children }
        && Read(made, id) is { DefaultAction: DefaultAction.Allow };

    private static async Task<AccessGround> GroundAsync(Bed bed, AccessRequest wish) => (await AccessGround.ReadAsync(
        bed.Arm, [.. wish.Services.Select(s => $"{s}")], [.. wish.Subnets.Select(s => $"{s}")], (s, n) => wish with { Services = s, Subnets = n },
        [], StepWriter.Nowhere, Bed.Stop))!;

    private static void AssertNothingDropped(SortedDictionary<ResourceId, string> before, SortedDictionary<ResourceId, string> after, AccessRequest wish)
    {
        foreach (var (id, text) in before)
        {
            if (!after.TryGetValue(id, out var now))
            {
                Assert.True(wish.DenyOthers && id.Type.EndsWith("/firewallRules", StringComparison.Ordinal), $"{id} is gone");
                continue;
            }

            Assert.True(Holds(JsonNode.Parse(text), JsonNode.Parse(now)), $"{text}\n{now}");
        }

        static bool Holds(JsonNode? was, JsonNode? now) => (was, now) switch
        {
            (JsonObject one, JsonObject other) => one.All(m => m.Key is "defaultaction" or "isvirtualnetworkfilterenabled" || Holds(m.Value, other[m.Key])),
            (JsonArray one, JsonArray other) => one.All(i => other.Any(o => Holds(i, o))),
            _ => JsonNode.DeepEquals(was, now),
        };
    }

    // Byte for byte but for what moves by itself, and what a service adds of its own to a document that was loaded without.
    private static SortedDictionary<ResourceId, string> Meaning(Topology topology, ServiceEstate made) => new(topology.Documents.ToDictionary(d => d.Id, d =>
    {
        var json = JsonNode.Parse(d.Json.Span)!;
        if (d.Id.IsType(ResourceTypes.CosmosAccount) && json["properties"]!["ipRules"] is JsonArray { Count: > 0 })
        {
            // With rules for addresses the filter says nothing: the others are shut out either way.
            json["properties"]!.AsObject().Remove("isVirtualNetworkFilterEnabled");
        }

        Strip(json, made.Topology.Document(d.Id) is { } loaded ? JsonNode.Parse(loaded.Json.Span) : null);
        return JsonBody.Write(Sorted(json)!).ToLowerInvariant();
    }));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static readonly string[] Moving = ["etag", "provisioningState", "state", "systemData", "resourceGuid", "locations", "location"];

    private static readonly string[] Rules =
        ["virtualNetworkRules", "ipRules", "defaultAction", "networkAcls", "networkRuleSet", "bypass", "serviceEndpoints", "isVirtualNetworkFilterEnabled"];

    private static void Strip(JsonNode? node, JsonNode? loaded)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                var twin = (item as JsonObject)?["name"] is { } name ? (loaded as JsonArray)?.FirstOrDefault(l => JsonNode.DeepEquals((l as JsonObject)?["name"], name)) : item?.DeepClone();
                Strip(item, twin ?? item?.DeepClone());
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var name in members.Select(m => m.Key).ToArray())
            {
                if (Moving.Contains(name) || members[name] is JsonArray { Count: 0 }
                    || (loaded is JsonObject known && !known.ContainsKey(name) && !Rules.Contains(name)))
                {
                    members.Remove(name);
                }
                else
                {
                    Strip(members[name], (loaded as JsonObject)?[name]);
                }
            }
        }
    }

    private static string Problems(Plan plan) => string.Join('\n', plan.Problems.Select(p => $"{p.CheckId}: {p.Message}"));

    private static async Task EachAsync(int count, Func<WatchedBed, ServiceEstate, Task> test)
    {
        var start = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
        Bed.Print($"AZNETHELPER_SEED={start}");

        // Each has a clock of its own that jumps when nothing is under way: most of the time they wait for each other's turn to be seen.
        await Parallel.ForEachAsync(Enumerable.Range(start, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) =>
        {
            var (made, watch) = (new ServiceEstate(seed), new Watch());
            try
            {
                await Bed.RunAsync(made.Topology, bed => test(new(bed, watch), made), via: simulation => new Watching(simulation.CreateHandler(), watch));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"AZNETHELPER_SEED={seed}"), e);
            }
        });
    }

    private sealed class Watch
    {
        public Action Look { get; set; } = () => { };
    }

    private sealed record WatchedBed(Bed Bed, Watch Watch)
    {
        public AzureSimulation Simulation => Bed.Simulation;

        public IArm Arm => Bed.Arm;

        public static implicit operator Bed(WatchedBed bed) => bed.Bed;

        public Task<RunReport> ApplyAsync(Plan plan) => Bed.ApplyAsync(plan);

        public Bed Through(IArm arm) => Bed.Through(arm);
    }

    private sealed class Watching(HttpMessageHandler inner, Watch watch) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            watch.Look();
            var answer = await base.SendAsync(request, cancellationToken);
            watch.Look();
            return answer;
        }
    }
}
