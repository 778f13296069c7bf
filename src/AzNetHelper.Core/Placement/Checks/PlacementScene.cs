using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement.Checks;

/// <summary>What the checks look at: a subnet that is there, or as it would be.</summary>
internal sealed record PlacementScene(Topology Topology, VirtualNetwork Network, Subnet Subnet, PlacementRequest Request)
{
    public ServiceRequirement Service => Request.Service;

    public SubnetOccupancy Occupancy { get; } = SubnetOccupancy.Of(Subnet, Request.Usage);

    /// <summary>The addresses that the service takes.</summary>
    public long Needed => Math.Max(Request.Scale?.Addresses ?? 0, Request.Scale is null ? Service.LeastAddresses : 0);

    public string Name => $"{Network.Name}/{Subnet.Name}";

    public IEnumerable<DeployedResource> Own => Occupancy.Resources.Where(r => Service.Owns(r.Type));

    public IEnumerable<DeployedResource> Others => Occupancy.Resources.Where(r => !Service.Owns(r.Type));

    /// <summary>The command that makes a subnet for the service in the same VNet.</summary>
    public string NewSubnet => $"New-VNetServiceSubnet -Service {Service.Service} -VNet '{Network.ResourceGroup}/{Network.Name}'{Scale}";

    public string Update(string what) => $"az network vnet subnet update --ids '{Subnet.Id}' {what}";

    private string Scale => Request.Scale is not { Values.IsEmpty: false } scale ? string.Empty
        : $" -Scale @{{ {string.Join("; ", scale.Values.Select(v => FormattableString.Invariant($"{v.Key} = {v.Value}")))} }}";

    public RouteTable? Table => Subnet.RouteTable is { } id ? Topology.RouteTable(id) : null;
}
