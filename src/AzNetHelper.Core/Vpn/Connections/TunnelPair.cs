using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>One end of a tunnel between two gateways: the connection at one of them.</summary>
/// <param name="Id">The connection that is there, or is to be made.</param>
/// <param name="Near">The gateway that it belongs to.</param>
/// <param name="Far">The gateway that it leads to.</param>
/// <param name="Existing">The connection as it was read; null where it is to be made.</param>
internal sealed record TunnelHalf(ResourceId Id, VirtualNetworkGateway Near, VirtualNetworkGateway Far, GatewayConnection? Existing)
{
    /// <summary>Several connections that lead from the one gateway to the other, where no name says which is meant.</summary>
    public ImmutableArray<GatewayConnection> Rivals { get; init; } = [];

    /// <summary>The name that was asked for; null for none.</summary>
    public string? Asked { get; init; }
}

/// <summary>Both ends of a tunnel that is asked for.</summary>
internal sealed record TunnelPair(VNetToVNetRequest Request, TunnelHalf First, TunnelHalf Second)
{
    // A connection's name may have 80 characters (InvalidResourceName).
    private const int HashLength = 8;

    public IEnumerable<TunnelHalf> Halves => [First, Second];

    /// <summary>Whether BGP is to be on: what was asked for, else what a half that is there says.</summary>
    public bool Bgp => Request.EnableBgp ?? Halves.Any(h => h.Existing?.EnableBgp == true);

    /// <summary>The half whose key the pair has: the one that is there.</summary>
    public ResourceId KeyHolder => Halves.FirstOrDefault(h => h.Existing is not null)?.Id ?? First.Id;

    public bool IsMade => Halves.Any(h => h.Existing is null);

    public string Group => Request.Group;

    /// <summary>The two ends; null where a gateway was not read.</summary>
    public static TunnelPair? Of(Topology topology, VNetToVNetRequest request)
    {
        return Gateway(request.Gateway1) is { } one && Gateway(request.Gateway2) is { } other
            ? new(request, Half(one, other, request.Name1), Half(other, one, request.Name2)) : null;

        VirtualNetworkGateway? Gateway(ResourceId id) => topology.Gateways.FirstOrDefault(g => g.Id == id);

        TunnelHalf Half(VirtualNetworkGateway near, VirtualNetworkGateway far, string? name)
        {
            GatewayConnection[] there = [.. topology.Connections.Where(c => c.Kind == ConnectionKind.Vnet2Vnet && c.Gateway == near.Id && c.OtherGateway == far.Id)
                .OrderBy(c => c.Id)];
            var named = name is null ? null : Array.Find(there, c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
            var existing = named ?? there.FirstOrDefault();
            return new(existing?.Id ?? NewId(near, far, name, request.ResourceGroupName), near, far, existing)
            {
                Rivals = named is null && there.Length > 1 ? [.. there] : [],
                Asked = name,
            };
        }
    }

    /// <summary>The id of a connection that is made: in the group of its gateway, unless told.</summary>
    public static ResourceId NewId(VirtualNetworkGateway near, VirtualNetworkGateway far, string? name, string? group) =>
        ResourceId.ForResource(near.Id.SubscriptionId, group ?? near.Id.ResourceGroup!, ResourceTypes.Connection, name ?? Fit($"{near.Name}-to-{far.Name}", far.Id));

    private static string Fit(string name, ResourceId far) => name.Length <= NetworkName.MaxLength ? name
        : $"{name[..(NetworkName.MaxLength - HashLength - 1)].TrimEnd('-', '.', '_')}-" + Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(far.ToString().ToLowerInvariant())))[..HashLength].ToLowerInvariant();
}
