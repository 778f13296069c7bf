using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>For one check: an estate and a wish that it finds fault with, and what happens when nobody looks.</summary>
internal sealed record CheckCase(Documents Estate, Func<Topology, PeeringFacts, CheckList<Scene>, Plan> Make)
{
    /// <summary>The error that the same writes end in; null where the harm is shown by <see cref="Harm"/> alone.</summary>
    public string? Refusal { get; init; }

    public Func<Bed, Plan, RunReport, Task> Harm { get; init; } = (_, _, _) => Task.CompletedTask;

    public Action<AzureSimulation> Prepare { get; init; } = _ => { };

    /// <summary>What the caller sees of the estate, where that is not all.</summary>
    public Func<Topology, Topology> Sees { get; init; } = t => t;

    /// <summary>Of which the sites behind the gateways are asked.</summary>
    public ResourceId[]? SitesOf { get; init; }
}

/// <summary>One case for every id of the registry: a new check without one fails the theory.</summary>
internal static class CheckCases
{
    public const string AnyError = "*";

    public static readonly ResourceId Hub = Net(1, "hub");
    public static readonly ResourceId S1 = Net(1, "s1");
    public static readonly ResourceId S2 = Net(1, "s2");
    public static readonly ResourceId Gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub");
    private static readonly ResourceId Classic = Id(1, NetworkChecks.ClassicType, "old");
    private static readonly ResourceId China = Net(9, "shanghai");

    public static CheckCase Of(string id) => id switch
    {
        "VNetNotFound" => new(Two(), Spokes(null, Net(1, "gone"))) { Refusal = "InvalidGlobalResourceReference" },

        // The half in the classic VNet cannot even be named by a type of Microsoft.Network.
        "ClassicVNet" => new(Two(), (t, f, c) => OfNetworkOnly(Spokes(null, Classic)(t, f, c))) { Refusal = "InvalidRequestFormat" },
        "SameVNet" => new(Two(), Spokes(null, Hub)) { Refusal = "VnetAddressSpacesOverlap" },

        // One endpoint serves one cloud, so the other cloud's VNet is in no subscription that it knows.
        "OtherCloud" => new(Two(), Spokes(null, China)) { Refusal = "SubscriptionNotFound", Sees = t => t.With(Abroad()) },
        "VNetFailed" => new(Set(Two(), S1, "provisioningState", "Failed"), Spokes(null, S1)) { Refusal = "ReferencedResourceNotProvisioned" },
        "PeeringOwned" => new(Owned(), Pair(new() { AllowForwardedTraffic = true }))
        {
            Harm = (bed, _, _) =>
            {
                Assert.Contains(bed.Simulation.Log.Writes, w => w.Path.EndsWith("/ANM_1", StringComparison.Ordinal));
                return Task.CompletedTask;
            },
        },
        "DuplicatePeering" => new(Twice(), Pair(new() { AllowForwardedTraffic = true })) { Refusal = "AnotherPeeringAlreadyReferencesRemoteVnet" },

        // The run itself looks before it writes, and finds another peering there.
        "PeeringNameTaken" => new(Two().VNet(S2, "10.2.0.0/16").Half(Hub, S2, "Initiated"), Pair(new() { Name = "hub-s2" })) { Refusal = "PlanDrifted" },
        "InvalidResourceName" => new(Two(), Pair(new() { Name = "-x-" })) { Refusal = "InvalidResourceName" },
        "AddressSpaceOverlap" => new(new Documents().VNet(Hub, "10.0.0.0/16").VNet(S1, "10.0.1.0/24"), Spokes(null, S1)) { Refusal = "VnetAddressSpacesOverlap" },
        "PeeringLimit" => new(Full(), Spokes(null, S1)) { Refusal = "VnetPeeringCountLimitReached" },
        "GatewayFlagsConflict" => new(Two().Gateway(S1), Pair(new() { AllowGatewayTransit = true, UseRemoteGateways = true })) { Refusal = "GatewayTransitFlagsConflict" },
        "GatewayInUse" => new(Lent(), Pair(new() { AllowGatewayTransit = false })) { Refusal = "GatewayTransitInUse" },
        "HubHasNoGateway" => new(Two(), Spokes(true, S1)) { Refusal = "RemoteVnetHasNoGateways" },
        "GatewayUpdating" => new(Set(Two().Gateway(Hub), Gateway, "provisioningState", "Updating"), Spokes(true, S1))
        {
            // The run waits for it as long as it may, and nobody was told why.
            Refusal = AnyError,
            Harm = (bed, _, report) =>
            {
                Assert.False(report.Succeeded);
                Assert.Null(bed.Simulation.Snapshot().VirtualNetwork(S1)!.PeeringTo(Hub));
                return Task.CompletedTask;
            },
        },
        "SpokeHasGateway" => new(Two().Gateway(Hub).Gateway(S1), Spokes(true, S1)) { Refusal = "VnetWithGatewayCannotUseRemoteGateways" },
        "SpokeUsesOtherGateway" => new(
            Two().Gateway(Hub).VNet(S2, "10.2.0.0/16").Gateway(S2).Half(S2, S1, "Connected", "allowGatewayTransit").Half(S1, S2, "Connected", "useRemoteGateways"),
            Spokes(true, S1)) { Refusal = "AnotherPeeringAlreadyUsesRemoteGateways" },

        // The service takes the write; what then happens happens at the circuit, which nothing here stands for. What can be
        // shown is that more prefixes than the published limit use the gateway afterwards.
        "PrefixLimit" => new(Many(), Spokes(true, S1))
        {
            Harm = (bed, _, report) =>
            {
                Bed.AssertSucceeded(report);
                var after = bed.Simulation.Snapshot();
                Assert.True(PeeringPair.Between(after, Hub, S1).RemoteUseRemoteGateways);
                Assert.True(after.VirtualNetwork(Hub)!.AddressSpace.Length + after.VirtualNetwork(S1)!.AddressSpace.Length > PeeringLimits.AdvertisedIPv4Prefixes);
                return Task.CompletedTask;
            },
        },
        "DefaultRouteLearned" => new(Two().Gateway(Hub), Spokes(true, S1))
        {
            Prepare = s => s.SetLearnedRoutes(Gateway, new LearnedRoute("0.0.0.0/0")),
            Harm = (bed, plan, report) =>
            {
                Bed.AssertSucceeded(report);
                Assert.All(plan.Changes, c => Assert.Equal(Impact.None, c.Impact.Kind));
                Assert.True(PeeringPair.Between(bed.Simulation.Snapshot(), Hub, S1).RemoteUseRemoteGateways);
                return Task.CompletedTask;
            },
        },
        "AddressPrefixNotAllowed" => new(Peered(), Resize("169.254.4.0/24")) { Refusal = "AddressPrefixNotAllowed" },
        "AddressPrefixesOverlap" => new(Peered(), Resize("10.0.0.0/15")) { Refusal = "VnetAddressPrefixesOverlap" },
        "SubnetOutsideSpace" => new(Peered(), (t, f, c) => AddressSpacePlanner.Create(t, new(Hub) { Prefix = [IPPrefix.Parse("10.8.0.0/16")] }, f, c))
        {
            Refusal = "NetcfgSubnetRangeOutsideVnet",
        },

        // The service refuses it (update-virtual-network-peering-address-space); the simulation has no classic VNets.
        "ClassicPeer" => new(WithClassic(), Resize("172.16.0.0/16"))
        {
            Harm = (bed, _, _) =>
            {
                Assert.Contains(bed.Simulation.Log.Writes, w => w.Path.EndsWith("/hub", StringComparison.Ordinal));
                return Task.CompletedTask;
            },
        },

        // The service does not know what a site has: the prefix is in the VNet and behind the gateway at once.
        "OnPremisesOverlap" => new(WithSite(Lent(), "172.16.4.0/24"), Resize("172.16.0.0/16"))
        {
            SitesOf = [Hub],
            Harm = (bed, _, report) =>
            {
                Bed.AssertSucceeded(report);
                Assert.Contains(IPPrefix.Parse("172.16.0.0/16"), bed.Simulation.Snapshot().VirtualNetwork(Hub)!.AddressSpace);
                return Task.CompletedTask;
            },
        },
        "OnPremisesUnread" => new(WithSite(Lent(), "172.16.4.0/24", bgp: true), Resize("172.20.0.0/16"))
        {
            SitesOf = [Hub],
            Harm = (_, plan, report) =>
            {
                Bed.AssertSucceeded(report);
                Assert.Empty(plan.Notices);
                return Task.CompletedTask;
            },
        },
        "PeeringNotSyncable" => new(Peered(), Resize("172.16.0.0/16"))
        {
            Sees = t => t.With([], [S1]),
            Harm = (bed, _, report) =>
            {
                // It looks as if all had been done, and S1 has no route to the new prefix.
                Bed.AssertSucceeded(report);
                Assert.Equal(PeeringSyncLevel.LocalNotInSync, bed.Simulation.Snapshot().VirtualNetwork(S1)!.PeeringTo(Hub)!.SyncLevel);
                return Task.CompletedTask;
            },
        },
        "PeeringNotFound" => new(Two(), Remove)
        {
            Harm = (_, plan, report) =>
            {
                // It would look as if something had been removed.
                Assert.True(plan.IsEmpty && report.Succeeded);
                return Task.CompletedTask;
            },
        },
        "HalfUnread" => new(Lent(), Remove) { Sees = t => t.With([], [S1]), Harm = LeftBehind },
        _ => throw new ArgumentException($"The check '{id}' has no case that shows what it is for."),
    };

    public static Documents Two() => new Documents().VNet(Hub, "10.0.0.0/16").VNet(S1, "10.1.0.0/16");

    public static Documents Lent() => Two().Gateway(Hub).Half(Hub, S1, "Connected", "allowGatewayTransit").Half(S1, Hub, "Connected", "useRemoteGateways");

    public static Documents Peered() => Two().Half(Hub, S1).Half(S1, Hub);

    /// <summary>A site behind the hub's gateway.</summary>
    public static Documents WithSite(Documents estate, string prefix, bool bgp = false)
    {
        var (site, connection) = (Id(1, "Microsoft.Network/localNetworkGateways", "office"), Id(1, "Microsoft.Network/connections", "to-office"));
        estate.Plain(site, new() { ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(prefix) }, ["gatewayIpAddress"] = "203.0.113.9" });
        return estate.Plain(connection, new()
        {
            ["connectionType"] = "IPsec",
            ["enableBgp"] = bgp,
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway.ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = site.ToString() },
        });
    }

    public static Documents Set(Documents estate, ResourceId id, string member, JsonNode value)
    {
        estate[id]["properties"]![member] = value;
        return estate;
    }

    private static Task LeftBehind(Bed bed, Plan plan, RunReport report)
    {
        var halves = bed.Simulation.Snapshot().VirtualNetworks.SelectMany(n => n.Peerings);
        Assert.Equal(PeeringState.Disconnected, Assert.Single(halves).State);
        return Task.CompletedTask;
    }

    private static Func<Topology, PeeringFacts, CheckList<Scene>, Plan> Spokes(bool? gateway, params ImmutableArray<ResourceId> spokes) =>
        (topology, facts, checks) => HubSpokePlanner.Create(topology, new(Hub, spokes) { UseHubGateway = gateway }, facts, checks);

    private static Func<Topology, PeeringFacts, CheckList<Scene>, Plan> Pair(HalfRequest half) => (topology, facts, checks) =>
        VNetPeeringPlanner.CreateAll(topology, [new(Hub, S1) { LocalHalf = half }], facts, checks);

    private static Plan Remove(Topology topology, PeeringFacts facts, CheckList<Scene> checks) =>
        VNetPeeringPlanner.RemoveAll(topology, [PeeringPair.Between(topology, Hub, S1)], facts, checks);

    private static Func<Topology, PeeringFacts, CheckList<Scene>, Plan> Resize(string add) => (topology, facts, checks) =>
        AddressSpacePlanner.Create(topology, new(Hub) { Add = [IPPrefix.Parse(add)] }, facts, checks);

    private static Documents WithClassic()
    {
        var estate = Two().Half(Hub, S1);
        estate[Hub]["properties"]!["virtualNetworkPeerings"]![0]!["properties"]!["remoteVirtualNetwork"]!["id"] = Classic.ToString();
        return estate;
    }

    private static Plan OfNetworkOnly(Plan plan) => plan with { Changes = [.. plan.Changes.Where(c => c.Resource.IsType(ResourceTypes.Peering))] };

    private static IEnumerable<ResourceDocument> Abroad()
    {
        var documents = new Documents().VNet(China, "10.9.0.0/16");
        documents[China]["location"] = "chinanorth3";
        return documents.ToTopology().Documents;
    }

    private static Documents Owned()
    {
        var estate = Two().Half(Hub, S1, "Initiated");
        Rename(estate, 0, "ANM_1");
        return estate;
    }

    private static Documents Twice()
    {
        var estate = Two().Half(Hub, S1).Half(Hub, S1).Half(S1, Hub);
        Rename(estate, 1, "again");
        return estate;
    }

    private static void Rename(Documents estate, int at, string name)
    {
        var half = estate[Hub]["properties"]!["virtualNetworkPeerings"]![at]!;
        half["name"] = name;
        half["id"] = Hub.Child("virtualNetworkPeerings", name).ToString();
    }

    private static Documents Full()
    {
        var estate = Two().VNet(Net(1, "gone"), "172.16.0.0/16");
        for (var i = 0; i < PeeringLimits.PeeringsPerVNet; i++)
        {
            estate.Half(Hub, Net(1, "gone"), "Disconnected");
            var half = estate[Hub]["properties"]!["virtualNetworkPeerings"]![i]!;
            Rename(estate, i, $"p{i}");
            half["properties"]!["remoteVirtualNetwork"]!["id"] = Net(1, $"gone{i}").ToString();
        }

        return estate;
    }

    public static Documents Many(int prefixes = PeeringLimits.AdvertisedIPv4Prefixes)
    {
        var estate = new Documents().VNet(Hub, "10.0.0.0/16")
            .VNet(S1, [.. Enumerable.Range(0, prefixes).Select(i => $"10.{64 + (i / 256)}.{i % 256}.0/24")]).Gateway(Hub);
        estate[Gateway]["properties"]!["gatewayType"] = "ExpressRoute";
        estate[Gateway]["properties"]!["sku"] = new JsonObject { ["name"] = "ErGw1AZ", ["tier"] = "ErGw1AZ" };
        return estate;
    }
}
