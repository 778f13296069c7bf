using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What documents do not tell: how a service and a subnet's endpoints stood before a write that is still under way, and
/// which rules mean a subnet that has gone since. A rule does not come back with a new subnet of the same name
/// (learn.microsoft.com/azure/storage/common/storage-network-security).
/// </summary>
internal sealed class ServiceBook
{
    private readonly Dictionary<ResourceId, JsonObject?> _before = [];
    private readonly Dictionary<ResourceId, string[]> _endpoints = [];
    private readonly HashSet<(ResourceId Holder, ResourceId Subnet)> _inert = [];

    /// <summary>A write of a service begins.</summary>
    public void Begin(ResourceId id, JsonObject? before) => _before[id] = before?.DeepClone().AsObject();

    public void End(ResourceId id) => _before.Remove(id);

    /// <summary>True while a write is under way; how the resource was before it, null where it is new.</summary>
    public bool IsChanging(ResourceId id, out JsonObject? before) => _before.TryGetValue(id, out before);

    /// <summary>A write of a subnet begins: the endpoints that count now, until it ends.</summary>
    public void BeginSubnet(ResourceId id, JsonObject? existing) =>
        _endpoints.TryAdd(id, [.. Endpoints(existing).Where(e => e.State is null or "Succeeded").Select(e => e.Service)]);

    public void EndSubnet(ResourceId id) => _endpoints.Remove(id);

    /// <summary>The endpoints that counted before the write that is under way; null where none is.</summary>
    public IReadOnlyList<string>? EndpointsBefore(ResourceId subnet) => _endpoints.GetValueOrDefault(subnet);

    public void Gone(ResourceId holder, ResourceId subnet) => _inert.Add((holder, subnet));

    /// <summary>The rules of a service were written: they mean the subnets that are there now.</summary>
    public void Renewed(ResourceId holder) => _inert.RemoveWhere(r => r.Holder == holder);

    public bool IsInert(ResourceId holder, ResourceId subnet) => _inert.Contains((holder, subnet));

    public static IEnumerable<(string Service, string? State, string[] Locations)> Endpoints(JsonObject? subnet) =>
        subnet.Object("properties").Objects("serviceEndpoints").Where(e => e.Text("service") is not null)
            .Select(e => (e.Text("service")!, e.Text("provisioningState"), e.Texts("locations").ToArray()));
}
