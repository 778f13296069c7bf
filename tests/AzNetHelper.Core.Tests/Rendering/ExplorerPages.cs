using System.Globalization;
using System.Text;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Placement;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>Pages in a folder, and beside them what a browser has to find there, as the engine and the picture say it.</summary>
internal sealed class ExplorerPages(string folder)
{
    private const string HostileTitle = "</title><script>window.hit=1</script> \"&amp;\" {{script}}";

    /// <summary>Writes the pages for the browser; tells how large each is.</summary>
    public IReadOnlyList<string> Write()
    {
        var topology = ExplorerEstate.Make();
        var engine = new ReachabilityEngine(topology);
        var fix = engine.All().Single(a => IsPair(a, "vnet-sandbox", "vnet-shop")).Fix!;
        Save("paths.html", topology);
        Save("plan.html", topology, new() { Plan = fix });
        var ends = (new SiteEndpoint(TestEstate.Id("localNetworkGateways", "site-amsterdam")), new VNetEndpoint(TestEstate.VNetId("vnet-mail")));
        Save("way.html", topology, new() { Ends = ends });
        Save("hostile.html", ExplorerEstate.Hostile(), new() { Title = HostileTitle });
        var sizes = new[] { (5, 5), (50, 25), (500, 100) }.Select(s => Size(s.Item1, s.Item2)).ToArray();
        File.WriteAllText(Path.Combine(folder, "expected.json"), JsonSerializer.Serialize(new
        {
            sizes,
            large = Large(),
            details = Details(topology),
            repaired = Repaired(),
            sides = Sides(),
            one = Save("one.html", new TestEstate().VNet("alone", "10.0.0.0/16").Topology()),
            paths = Paths(engine, topology),
            plan = new { page = "plan.html", from = "rg/vnet-sandbox", to = "rg/vnet-shop", added = true },
            way = Way(PictureBuilder.Of(topology, new() { Ends = ends }).Way!),
            hostile = new { page = "hostile.html", names = ExplorerEstate.HostileNames.Select(VisibleText.Of), title = HostileTitle, searched = ExplorerEstate.HostileNames[4] },
        }));
        return [.. Directory.EnumerateFiles(folder, "*.html").Order(StringComparer.Ordinal)
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(f)} {new FileInfo(f).Length / 1024} KB"))];
    }

    /// <summary>Writes pages of estates of every kind, and every answer of each as a good colleague tells it.</summary>
    public void WriteAnswers(IEnumerable<Topology> estates) => File.WriteAllText(Path.Combine(folder, "answers.json"),
        JsonSerializer.Serialize(estates.Select((topology, i) => new
        {
            page = Save($"answers{i}.html", topology),
            pairs = new ReachabilityEngine(topology).All().Select(a => new
            {
                a = a.SourceEndpoint.Id.ToString().ToLowerInvariant(), b = a.DestinationEndpoint.Id.ToString().ToLowerInvariant(),
                source = a.Source, destination = a.Destination, text = a.Explain(),
            }).ToArray(),
        }).ToArray()));

    private string Save(string name, Topology topology, PictureOptions? options = null) => SavePicture(name, PictureBuilder.Of(topology, options));

    private string SavePicture(string name, Picture picture)
    {
        using var writer = new StreamWriter(Path.Combine(folder, name), append: false, new UTF8Encoding(false));
        HtmlPicture.Write(picture, writer, TestContext.Current.CancellationToken);
        return name;
    }

    private string Repaired()
    {
        var topology = new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
            .Half("a", "b", h => h["peeringState"] = "Initiated").Topology();
        return Save("repaired.html", topology, new() { Plan = VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("a"), TestEstate.VNetId("b"))) });
    }

    private object Sides()
    {
        var (topology, plan) = ExplorerEstate.Sides();
        return new
        {
            page = Save("sides.html", topology, new() { Plan = plan }),
            changed = "a",
            removed = new { name = "b", subnets = new[] { "app 10.1.0.0/24" } },
            before = new { prefixes = new[] { "10.0.0.0/16" }, subnets = new[] { "old 10.0.1.0/24", "stays 10.0.2.0/24" } },
            after = new { prefixes = new[] { "10.0.0.0/16" }, subnets = new[] { "new 10.0.3.0/24", "stays 10.0.2.0/24" } },
            text = "old",
        };
    }

    private static object Details(Topology topology)
    {
        var (picture, findings) = (PictureBuilder.Of(topology), TopologyAudit.Run(topology).Findings);
        return new
        {
            page = "paths.html",
            clicked = new { name = "vnet-sandbox", number = picture.Nodes.Select((n, i) => (n.Label, i)).Single(n => n.Label == "vnet-sandbox").i },
            networks = topology.VirtualNetworks.Select(n => new
            {
                name = n.Name,
                prefixes = n.AddressSpace.Select(p => p.ToString()),
                subnets = n.Subnets.Select(s => new { name = s.Name, prefixes = string.Join(", ", s.Prefixes), facts = Facts(s) }),
                tags = n.Tags.ToDictionary(t => t.Key, t => new[] { t.Value }, StringComparer.Ordinal),
                findings = findings.Where(f => f.VirtualNetworks.Append(f.Resource).Any(r => Lies(r, n.Id))).Select(f => f.Message),
            }),
        };

        static bool Lies(ResourceId? id, ResourceId network) => id is not null && (id == network || Lies(id.Parent, network));

        static Dictionary<string, string[]> Facts(Subnet subnet)
        {
            var residents = DeployedResources.In(subnet).Select(r => r.ToString()).ToArray();
            var facts = new (string Title, string[] Texts)[]
            {
                ("Route table", subnet.RouteTable is { } table ? [table.Name] : []),
                ("Security group", subnet.NetworkSecurityGroup is { } security ? [security.Name] : []),
                ("Delegated to", subnet.Delegations.IsEmpty ? [] : [string.Join(", ", subnet.Delegations)]),
                ("Service endpoints", subnet.ServiceEndpoints.IsEmpty ? [] : [string.Join(", ", subnet.ServiceEndpoints)]),
                (string.Create(CultureInfo.InvariantCulture, $"Lives here ({residents.Length})"), residents),
            }.Where(f => f.Texts.Length > 0).ToDictionary(f => f.Title, f => f.Texts, StringComparer.Ordinal);
            return facts.Count > 0 ? facts : new(StringComparer.Ordinal) { ["Nothing"] = ["no route table, no security group, nobody"] };
        }
    }

    private object Large()
    {
        var topology = new SnapshotEstate(5000, 400, subnets: 4) { HasFirewalls = true }.ToTopology();
        var picture = PictureBuilder.Of(topology);
        var groups = MatrixSummary.Of(new(topology), MatrixGrouping.Region, cancellationToken: TestContext.Current.CancellationToken);
        var (one, other) = (topology.VirtualNetworks[^1], topology.VirtualNetworks[^2]);
        return new
        {
            page = SavePicture("size5000.html", picture),
            networks = 5000,
            counted = Counted(picture.Counts),
            totals = new[] { groups.Sum(g => g.Reachable), groups.Sum(g => g.Partial), groups.Sum(g => g.Blocked), groups.Sum(g => g.Unknown) },
            search = new
            {
                text = one.AddressSpace[0].ToString().Split('/')[0], found = 1, name = $"{one.Id.ResourceGroup}/{one.Name}", other = $"{other.Id.ResourceGroup}/{other.Name}",
            },
        };
    }

    private object Size(int count, int perHub)
    {
        var topology = new SnapshotEstate(count, perHub, subnets: 4) { HasFirewalls = true }.ToTopology();
        var picture = PictureBuilder.Of(topology);
        var verdicts = new ReachabilityEngine(topology).Matrix().GroupBy(p => p.Verdict).ToDictionary(g => g.Key, g => g.Count());
        var address = topology.VirtualNetworks[^1].AddressSpace[0].ToString().Split('/')[0];
        var region = picture.Nodes.Where(n => n.Region is not null).GroupBy(n => n.Region!).OrderBy(g => g.Key, StringComparer.Ordinal).First();
        return new
        {
            page = Save(string.Create(CultureInfo.InvariantCulture, $"size{count}.html"), topology),
            networks = count,
            counted = Counted(picture.Counts),
            totals = new[] { Verdict.Reachable, Verdict.Partial, Verdict.Blocked, Verdict.Unknown }.Select(v => verdicts.GetValueOrDefault(v)),
            search = new { text = address, found = 1, of = picture.Nodes.Length },
            region = new { name = region.Key, found = region.Count() },
        };
    }

    private static Dictionary<string, int> Counted(PictureCounts c) => new (string What, int Count)[]
    {
        ("virtual networks", c.VirtualNetworks), ("peering halves", c.PeeringHalves), ("gateways", c.Gateways), ("connections", c.Connections),
        ("on-premises sites", c.Sites), ("ExpressRoute circuits", c.Circuits), ("firewalls", c.Firewalls), ("appliances", c.Appliances),
        ("load balancers", c.LoadBalancers), ("client pools", c.ClientPools), ("connected groups", c.ConnectedGroups),
    }.Where(n => n.Count > 0).ToDictionary(n => n.What, n => n.Count, StringComparer.Ordinal);

    private static object Paths(ReachabilityEngine engine, Topology topology)
    {
        var answers = engine.All().ToArray();
        var picture = PictureBuilder.Of(topology);
        var frame = picture.Frames[0].Nodes.ToHashSet(StringComparer.Ordinal);
        return new
        {
            page = "paths.html",
            elsewhere = picture.Links.Count(l => frame.Contains(l.From) != frame.Contains(l.To)),
            first = topology.VirtualNetworks[0].Name,
            answers = new[] { ("vnet-orders", "vnet-shop"), ("vnet-data", "vnet-shop"), ("vnet-backup", "vnet-mail"), ("vnet-reports", "vnet-sandbox"),
                ("vnet-archive", "vnet-hub-neu"), ("vnet-hub-weu", "vnet-search") }
                .Select(p => Told(answers.Single(a => IsPair(a, p.Item1, p.Item2)))),
            cells = new
            {
                networks = topology.VirtualNetworks.Length,
                told = engine.Matrix().SelectMany(p => new[] { Cell(p.Source, p.Destination, p), Cell(p.Destination, p.Source, p) })
                    .Order(StringComparer.Ordinal),
            },
        };
    }

    private static object Way(PictureWay way) => new
    {
        page = "way.html",
        headline = $"{way.Verdict} {way.Source} \u2013 {way.Destination}",
        hops = way.Legs.SelectMany(l => l.Hops).Select(h => $"{h.Text}."),
        stops = way.Legs.SelectMany(l => l.Hops).Count(h => h.IsBlocking),
        remedies = way.Remedies,
        text = way.Explanation,
    };

    private static string Cell(VirtualNetwork row, VirtualNetwork column, PairSummary pair) =>
        $"rg/{row.Name} \u2013 rg/{column.Name}: " + string.Join(", ", new[]
        {
            pair.Verdict.ToString(), pair.Kinds == PathKinds.None ? string.Empty : $"by {pair.Kinds}", pair.ReasonIds,
        }.Where(t => t.Length > 0));

    private static object Told(ReachabilityAnswer answer)
    {
        var words = new HopWords(answer.Topology);
        var shown = answer.Paths.GroupBy(p => p.Direction).OrderBy(g => g.Key)
            .SelectMany(g => g.OrderBy(p => p.Verdict == Verdict.Reachable).Take(3)).ToArray();
        var command = $"Test-VNetTransitivity '{answer.Source}' '{answer.Destination}'";
        return new
        {
            name = $"{answer.Source} and {answer.Destination}",
            from = answer.Source,
            to = answer.Destination,
            verdict = answer.Verdict.ToString(),
            headline = answer.Explain().Split('\n')[0],
            hops = shown.SelectMany(p => p.Hops).Select(h => $"{words.Of(h)}."),
            stops = shown.Count(p => p.Verdict != Verdict.Reachable),
            fixes = answer.Verdict == Verdict.Reachable ? []
                : answer.Fix?.Changes.Where(c => c.Writes).Select(c => c.Summary)
                    ?? answer.Reasons.Select(r => Advice.For(r.Id)).Distinct(StringComparer.Ordinal),
            command = answer is { Verdict: not Verdict.Reachable, Fix: not null } ? $"({command}).Fix | Invoke-VNetPlan -WhatIf" : command,
        };
    }

    private static bool IsPair(ReachabilityAnswer answer, string one, string other) =>
        answer.SourceEndpoint.Id.Name == one && answer.DestinationEndpoint.Id.Name == other;
}
