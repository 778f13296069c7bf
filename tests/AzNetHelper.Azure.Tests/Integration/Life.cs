using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>Plans of peerings that are there, made as the cmdlets make them.</summary>
internal static class Life
{
    public static Task<Plan> SyncAsync(this Bed bed, PeeringSelection selection) => bed.PlanAsync(Named(selection), pointing: false,
        (g, f) => SyncPlanner.Create(g.Topology, selection, f));

    public static Task<Plan> RepairAsync(this Bed bed, RepairRequest request) => bed.PlanAsync(Named(request.Selection),
        pointing: !request.Selection.Networks.IsEmpty, (g, f) => RepairPlanner.Create(g.Topology, request, f));

    public static async Task<Plan> ResizeAsync(this Bed bed, AddressSpaceRequest request)
    {
        var ground = await bed.GroundWithPeersAsync([request.Network]);
        return await PeeringFactsReader.PlanAsync(bed.Arm, ground.Topology,
            facts => AddressSpacePlanner.Create(ground.Topology, request, facts), StepWriter.Nowhere, Bed.Stop, [request.Network]);
    }

    public static PeeringSelection Pair(ResourceId one, ResourceId other) => new([]) { Named = [new(one, other)] };

    public static async Task<Plan> PlanAsync(
        this Bed bed, IEnumerable<ResourceId> named, bool pointing, Func<PeeringGround, PeeringFacts, Plan> make)
    {
        var ground = await bed.GroundWithPeersAsync(named, pointing);
        return await PeeringFactsReader.PlanAsync(bed.Arm, ground.Topology, facts => make(ground, facts), StepWriter.Nowhere, Bed.Stop);
    }

    public static async Task<PeeringGround> GroundWithPeersAsync(this Bed bed, IEnumerable<ResourceId> named, bool pointing = false) =>
        (await PeeringGround.ReadWithPeersAsync(
            bed.Arm, [.. named.Select(n => n.ToString())], [], pointing, StepWriter.Nowhere, Bed.Stop))!;

    /// <summary>
    /// What an edit of one address space may not touch: everything but that space, what halves hold of spaces, states and tags
    /// of content, and members that the service adds to what is written.
    /// </summary>
    public static string Foreign(Topology topology, ResourceId edited) => Facts.OfDocuments(topology, (document, json) =>
    {
        if (document.Id == edited)
        {
            json["properties"]!.AsObject().Remove("addressSpace");
        }

        Facts.Remove(json, "etag", "type", "provisioningState", "remoteAddressSpace", "remoteVirtualNetworkAddressSpace", "localAddressSpace",
            "localVirtualNetworkAddressSpace", "peeringSyncLevel", "privateEndpointVNetPolicies", "privateEndpointNetworkPolicies",
            "privateLinkServiceNetworkPolicies", "delegations", "routeServiceVips", "remoteGateways", "ipamPoolPrefixAllocations");
    });

    private static IEnumerable<ResourceId> Named(PeeringSelection selection) =>
        selection.Networks.Concat(selection.Named.Concat(selection.Found).SelectMany(e => new[] { e.VNet, e.RemoteVNet }));
}

/// <summary>A service that answers 200 to a sync and syncs nothing, as it does on the side that is not stale.</summary>
internal sealed class DeafToSync(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new(request.RequestUri!.ToString().Replace("&syncRemoteAddressSpace=true", string.Empty, StringComparison.OrdinalIgnoreCase)
            .Replace("syncRemoteAddressSpace=true&", string.Empty, StringComparison.OrdinalIgnoreCase));
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Keeps the If-Match of each write, in their order.</summary>
internal sealed class IfMatches(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public List<string> All { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Put)
        {
            lock (All)
            {
                All.Add(request.Headers.IfMatch.ToString());
            }
        }

        return base.SendAsync(request, cancellationToken);
    }
}
