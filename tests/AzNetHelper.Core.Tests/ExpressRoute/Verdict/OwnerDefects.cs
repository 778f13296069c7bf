using System.Text.Json.Nodes;
using AzNetHelper.ExpressRoute;
using static AzNetHelper.ExpressRoute.CircuitFindingId;
using static AzNetHelper.Tests.ExpressRoute.HealthyCircuit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Circuits whose findings somebody else has to see to than usual: routers of the provider, and ports without a provider.</summary>
internal static class OwnerDefects
{
    private const CircuitLink One = CircuitLink.Primary;
    private const CircuitLink Other = CircuitLink.Secondary;

    public static IReadOnlyList<CircuitDefect> All { get; } =
    [
        Providers("session idle", c => CircuitDefects.Down(c, One), BgpDownPrimary),
        Providers("nobody answers", c => { CircuitDefects.Mac(c, Other, 0, "Incomplete"); CircuitDefects.Down(c, Other); },
            ArpIncompleteOnPremisesSecondary, BgpDownSecondary),
        Providers("nothing announced", c => { c.Neighbor(Other)["statePfxRcd"] = "0"; CircuitDefects.Silence(c, Other); }, NoPrefixesSecondary),
        Providers("a prefix on one link alone",
            c => { c.Announce(One, "172.22.0.0/16"); c.RowsOf($"{Gateway}/getLearnedRoutes").Add(Learned("172.22.0.0/16")); }, PrefixesDiffer),
        Providers("a longer path", c => c.Table("routeTables", Other)[0]!["path"] = "65010 65010 65010", PathsDiffer),
        Providers("one router", c => CircuitDefects.Mac(c, Other, 0, "aaaa.0000.0001"), OneRouter),
        new("a customer's peering, session idle", c => CircuitDefects.Down(c, One), BgpDownPrimary) { Owner = FindingOwner.You },
        new("a provider's routers announce the hub", c => { Layer3(c); c.AnnounceTwice("10.0.0.0/16"); }, PrefixOverlapsVNet) { Owner = FindingOwner.You },
        Port("not provisioned", c => c.CircuitProperties["serviceProviderProvisioningState"] = "NotProvisioned", FindingOwner.Microsoft, ProviderNotProvisioned),
        Port("provisioning", c => c.CircuitProperties["serviceProviderProvisioningState"] = "Provisioning", FindingOwner.Microsoft, ProviderProvisioning),
        Port("ARP hidden", c => c.Table("arpTables", One).RemoveAt(0), FindingOwner.You, ArpHiddenPrimary),
        Port("nobody answers", c => { CircuitDefects.Mac(c, One, 0, "Incomplete"); CircuitDefects.Down(c, One); }, FindingOwner.You,
            ArpIncompleteOnPremisesPrimary, BgpDownPrimary),
        Port("no ARP table", c => { c.Table("arpTables", Other).Clear(); CircuitDefects.Down(c, Other); }, FindingOwner.You, ArpMissingSecondary, BgpDownSecondary),
    ];

    private static CircuitDefect Providers(string name, Action<HealthyCircuit> broken, params CircuitFindingId[] expected) =>
        new($"a provider's routers: {name}", c => { Layer3(c); broken(c); }, expected) { Owner = FindingOwner.Provider, Advice = "The provider runs the routers" };

    private static CircuitDefect Port(string name, Action<HealthyCircuit> broken, FindingOwner owner, params CircuitFindingId[] expected) =>
        new($"on a port: {name}", c =>
        {
            c.CircuitProperties.Remove("serviceProviderProperties");
            c.CircuitProperties["expressRoutePort"] = new JsonObject { ["id"] = Id("expressRoutePorts/port") };
            c.CircuitProperties["bandwidthInGbps"] = 1;
            broken(c);
        }, expected) { Owner = owner, Advice = "ExpressRoute Direct" };

    private static void Layer3(HealthyCircuit c) => c.PeeringProperties["lastModifiedBy"] = "Equinix";
}
