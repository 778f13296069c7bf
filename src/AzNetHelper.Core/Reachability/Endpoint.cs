using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability;

/// <summary>One end of a question.</summary>
public abstract record Endpoint
{
    private protected Endpoint()
    {
    }

    /// <summary>The resource that is meant: a VNet, a subnet, the gateway of a client pool, a site.</summary>
    public abstract ResourceId Id { get; }

    public sealed override string ToString() => Text;

    private protected abstract string Text { get; }
}

/// <summary>A VNet: all its subnets but those that Azure keeps for itself.</summary>
public sealed record VNetEndpoint(ResourceId VNet) : Endpoint
{
    public override ResourceId Id => VNet;

    private protected override string Text => $"{VNet.ResourceGroup}/{VNet.Name}";
}

/// <summary>A subnet, also one that Azure keeps for itself.</summary>
public sealed record SubnetEndpoint(ResourceId Subnet) : Endpoint
{
    public override ResourceId Id => Subnet;

    private protected override string Text => $"{Subnet.ResourceGroup}/{Names.Short(Subnet)}";
}

/// <summary>The point-to-site clients of a gateway.</summary>
public sealed record ClientPoolEndpoint(ResourceId Gateway) : Endpoint
{
    public const string Prefix = "pool:";

    public override ResourceId Id => Gateway;

    private protected override string Text => $"{Prefix}{Gateway.ResourceGroup}/{Gateway.Name}";
}

/// <summary>
/// An on-premises site: a local network gateway, or the on-premises side of an ExpressRoute circuit.
/// </summary>
public sealed record SiteEndpoint(ResourceId Site) : Endpoint
{
    public const string Prefix = "site:";

    public override ResourceId Id => Site;

    private protected override string Text => $"{Prefix}{Site.ResourceGroup}/{Site.Name}";
}

/// <summary>A text that names no endpoint of the topology, or more than one.</summary>
/// <param name="id">The stable error id.</param>
/// <param name="message">What is wrong and what to write instead.</param>
public sealed class EndpointException(string id, string message) : Exception(message)
{
    public const string NotFound = "EndpointNotFound";
    public const string Ambiguous = "EndpointAmbiguous";

    public string Id { get; } = id;
}

/// <summary>Subnets with fixed names that Azure keeps for itself.</summary>
internal static class ReservedSubnets
{
    public const string RouteServer = "RouteServerSubnet";

    private static readonly string[] Reserved =
    [
        Subnet.GatewaySubnetName, "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet",
        RouteServer,
    ];

    public static bool Contains(string name) => Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
}
