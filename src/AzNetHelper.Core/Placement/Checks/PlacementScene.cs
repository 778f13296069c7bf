using System.Collections.Immutable;
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

    public IEnumerable<DeployedResource> Own => Occupancy.Resources.Where(IsOwn);

    public IEnumerable<DeployedResource> Others => Occupancy.Resources.Where(r => !IsOwn(r));

    public bool IsDelegated => Subnet.Delegations.Any(d => DelegationChecks.IsTo(Service, d));

    /// <summary>True where the subnet is to be kept and the service lives in it.</summary>
    public bool IsLivedIn => Request.IsKept && Own.Any();

    /// <summary>
    /// The command that makes a subnet for the service in the same VNet, under a name that is free. Where a VNet has one such subnet
    /// only: after that one is deleted, if it is empty; a question about it, if it is another one; null if something lives in it.
    /// </summary>
    public string? NewSubnet => Only switch
    {
        null => Command,
        { } other when other.Id != Subnet.Id =>
            $"Test-VNetServicePlacement -Service {Service.Service} -Subnet '{Network.ResourceGroup}/{Network.Name}/{other.Name}'",
        _ => Occupancy.IsEmpty ? $"az network vnet subnet delete --ids '{Subnet.Id}'; {Command}" : null,
    };

    /// <summary>What is to be done where no other subnet can be made.</summary>
    /// <param name="isSize">True where a wider prefix would do.</param>
    public string Stuck(bool isSize) => $"A VNet has one {Service.SubnetName ?? $"subnet for {Service.Title}"} only: "
        + $"{Say.List(Occupancy.Resources.Select(r => r.ToString()))} must be removed from it first{(isSize ? ", or its prefix changed" : string.Empty)}.";

    public string Update(string what) => $"az network vnet subnet update --ids '{Subnet.Id}' {what}";

    // The one subnet of the VNet that can be the service's; null where there may be others, or it is still to be made.
    private Subnet? Only => Service.SubnetName is { } name
        ? Network.Subnets.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        : Service.OnePerNetwork ? Network.Subnets.FirstOrDefault(s => s.Delegations.Any(d => DelegationChecks.IsTo(Service, d))) : null;

    private string Command => $"New-VNetServiceSubnet -Service {Service.Service} -VNet '{Network.ResourceGroup}/{Network.Name}'"
        + (ServiceSubnetRequest.OtherName(Network, Service, Subnet.Name) is { } free ? $" -Name {free}" : string.Empty)
        + (Subnet.Delegations.FirstOrDefault(d => DelegationChecks.IsTo(Service, d)) is { } to
            && (Service.Delegation != DelegationRule.Required || !to.Equals(Service.DelegatedTo[0], StringComparison.OrdinalIgnoreCase))
            ? $" -Delegation {to}" : string.Empty)
        + Given(Service.SecurityGroup, "NetworkSecurityGroup", Subnet.NetworkSecurityGroup)
        + Given(Service.RouteTable, "RouteTable", Subnet.RouteTable) + Scale;

    // What it must have, the new one takes from the one that is there.
    private static string Given(AttachmentRule rule, string parameter, ResourceId? there) =>
        rule == AttachmentRule.Required ? $" -{parameter} {(there is null ? "<id>" : $"'{there}'")}" : string.Empty;

    // Clusters, workspaces and environments are not listed themselves: what they put there is, from groups that Azure manages. In a
    // subnet that is the service's, by delegation or link, Azure lets nobody else put these (subnet-delegation-overview).
    private bool IsOwn(DeployedResource resource) => Service.Owns(resource.Type)
        || (Service.IsDedicated && resource.By == DeployedBy.IPConfiguration && Parts.Contains(resource.Type, StringComparer.OrdinalIgnoreCase)
            && (IsDelegated || Occupancy.Resources.Any(r => r.By == DeployedBy.ServiceLink && Service.Owns(r.Type))));

    private static readonly ImmutableArray<string> Parts =
        [ResourceTypes.NetworkInterface, ResourceTypes.LoadBalancer, "Microsoft.Compute/virtualMachineScaleSets"];

    private string Scale => Request.Scale is not { Values.IsEmpty: false } scale ? string.Empty
        : $" -Scale @{{ {string.Join("; ", scale.Values.Select(v => FormattableString.Invariant($"{v.Key} = {v.Value}")))} }}";

    public RouteTable? Table => Subnet.RouteTable is { } id ? Topology.RouteTable(id) : null;
}
