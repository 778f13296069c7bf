using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>Front ends that global peering does not carry (virtual-networks-faq).</summary>
internal static class LoadBalancerRules
{
    // Services that stand behind a Basic load balancer, and the member that tells the kinds of them that do; their documents
    // come from an import, a survey does not read them (virtual-networks-faq).
    private static readonly ImmutableArray<(string Type, Func<JsonElement, bool> IsBehind)> s_services =
    [
        ("Microsoft.Network/applicationGateways", p => p.Object("sku").Text("tier") is { } tier && !tier.EndsWith("_v2", StringComparison.OrdinalIgnoreCase)),
        ("Microsoft.Cache/redis", _ => true),
        ("Microsoft.ApiManagement/service", p => string.Equals(p.Text("platformVersion"), "stv1", StringComparison.OrdinalIgnoreCase)),
        ("Microsoft.AAD/domainServices", _ => true),
        ("Microsoft.HDInsight/clusters", _ => true),
        ("Microsoft.ServiceFabric/clusters", _ => true),
        ("Microsoft.Logic/integrationServiceEnvironments", _ => true),
    ];

    public static IEnumerable<Found> BasicOverGlobalPeering(AuditScene scene)
    {
        var abroad = Abroad(scene);
        foreach (var balancer in scene.Topology.LoadBalancers.Where(b => b.IsBasic))
        {
            foreach (var home in balancer.FrontEnds.Select(f => f.Subnet?.Parent).OfType<ResourceId>().Distinct().Where(abroad.Contains))
            {
                yield return new(balancer.Id, $"{balancer.Name} is a Basic load balancer in {home.Name}: its front end is out of reach of {Peers(abroad, home)} in other "
                    + "regions. The SKU itself is retired.", Remedy.Advice("Upgrade it to Standard with Microsoft's PowerShell module AzureBasicLoadBalancerUpgrade: "
                        + $"Start-AzBasicLoadBalancerUpgrade -ResourceGroupName '{balancer.Id.ResourceGroup}' -BasicLoadBalancerName '{balancer.Name}'"), home);
            }
        }

        foreach (var (id, home) in Services(scene))
        {
            if (abroad.Contains(home))
            {
                yield return new(id, $"{id.Name} ({id.Type}) in {home.Name} may stand behind a Basic load balancer, which {Peers(abroad, home)} in other regions cannot reach.",
                    Remedy.Advice("Move it to a version that stands behind a Standard one, or reach it by its own private addresses or a private endpoint."), home);
            }
        }
    }

    public static IEnumerable<Doubt> Unread(AuditScene scene) => scene.Topology.LoadBalancers.IsEmpty && Abroad(scene).Count > 0
        ? [Doubt.Absent("No load balancers are in this topology.")] : [];

    private static IEnumerable<(ResourceId Id, ResourceId Home)> Services(AuditScene scene) =>
        from document in scene.Topology.Documents
        let service = s_services.FirstOrDefault(s => document.Id.IsType(s.Type))
        where service.Type is not null
        let properties = scene.Properties(document.Id)
        where service.IsBehind(properties)
        from home in Subnets(properties).Select(s => s.Parent!).Distinct()
        select (document.Id, home);

    private static IEnumerable<ResourceId> Subnets(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Subnets(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Subnets),
        JsonValueKind.String when ResourceId.TryParse(element.GetString(), out var id) && id.IsType(ResourceTypes.Subnet) => [id],
        _ => [],
    };

    // Every VNet with those that it is peered with in other regions.
    private static ILookup<ResourceId, ResourceId> Abroad(AuditScene scene) => scene.Pairs
        .Where(p => p is { Scope: PeeringScope.Global, State: PeeringPairState.Connected })
        .SelectMany(p => new[] { (At: p.VNetId, Peer: p.RemoteVNetId), (At: p.RemoteVNetId, Peer: p.VNetId) }).ToLookup(p => p.At, p => p.Peer);

    private static string Peers(ILookup<ResourceId, ResourceId> abroad, ResourceId home) => Names.Several([.. abroad[home].Order()]);
}
