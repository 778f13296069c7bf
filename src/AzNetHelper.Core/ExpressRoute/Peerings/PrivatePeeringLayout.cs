using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>Somebody who holds addresses that links must leave alone, or should.</summary>
/// <param name="Who">In words.</param>
/// <param name="Id">The resource.</param>
/// <param name="Prefix">What it holds.</param>
/// <param name="IsOnPremises">True for what lies behind a device: links may well be cut out of it.</param>
internal sealed record AddressUser(string Who, ResourceId Id, IPPrefix Prefix, bool IsOnPremises);

/// <summary>A private peering that is wanted, laid over what there is.</summary>
internal sealed class PrivatePeeringLayout
{
    public PrivatePeeringLayout(Topology topology, PrivatePeeringRequest request)
    {
        (Topology, Request) = (topology, request);
        Circuit = topology.Circuits.FirstOrDefault(c => c.Id == request.Circuit);
        Existing = Circuit?.PrivatePeering;
        Users = [.. Everybody()];
        IPv4 = Links(request.IPv4, CircuitLinkPlan.Of(Existing?.PrimaryPrefix, Existing?.SecondaryPrefix));

        // IPv6 that was switched off stays so until somebody asks for IPv6.
        IPv6 = Existing is { HasIPv6: false } && request.IPv6.IsNothing ? null
            : Links(request.IPv6, CircuitLinkPlan.Of(Existing?.PrimaryPrefixIPv6, Existing?.SecondaryPrefixIPv6));
    }

    public Topology Topology { get; }

    public PrivatePeeringRequest Request { get; }

    /// <summary>The circuit; null where it does not exist or may not be read.</summary>
    public ExpressRouteCircuit? Circuit { get; }

    /// <summary>The private peering that is there; null for none.</summary>
    public CircuitPeering? Existing { get; }

    /// <summary>The id of the peering: its own where it is there under another name.</summary>
    public ResourceId Id => Existing is { Name.Length: > 0 } there ? Request.Circuit.Child("peerings", there.Name) : PeeringKeys.PrivateOf(Request.Circuit);

    /// <summary>Who holds addresses, other than this peering.</summary>
    public ImmutableArray<AddressUser> Users { get; }

    /// <summary>The IPv4 links as they are to be; null where they cannot be told.</summary>
    public CircuitLinkPlan? IPv4 { get; }

    /// <summary>The IPv6 links as they are to be; null for none, for those that are off and stay so, and where they cannot be told.</summary>
    public CircuitLinkPlan? IPv6 { get; }

    public bool ChangesAsn => Existing is { } there && there.PeerAsn != Request.PeerAsn;

    public bool ChangesVlan => Existing is { } there && there.VlanId != Request.VlanId;

    public bool ChangesIPv4 => Existing is { } there && IPv4 is { } links && (links.Primary.Prefix != there.PrimaryPrefix || links.Secondary.Prefix != there.SecondaryPrefix);

    public bool ChangesIPv6 => Existing is { } there && IPv6 is { } links
        && (links.Primary.Prefix != there.PrimaryPrefixIPv6 || links.Secondary.Prefix != there.SecondaryPrefixIPv6 || !there.HasIPv6);

    /// <summary>True where the peering has no IPv6 that is on, and gets it.</summary>
    public bool AddsIPv6 => ChangesIPv6 && Existing is { HasIPv6: false };

    /// <summary>True where the peering is Disabled: whoever asks for it wants it on.</summary>
    public bool SwitchesOn => Existing is { IsEnabled: false };

    public bool IsFailed => Existing?.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;

    public bool ChangesSettings => ChangesAsn || ChangesVlan || ChangesIPv4 || ChangesIPv6 || SwitchesOn;

    /// <summary>True for a peering that is there and is to be written.</summary>
    public bool Changes => Existing is not null && (ChangesSettings || IsFailed || (Request.ReplacesKey && Request.Key != PeeringKey.Unsaid));

    /// <summary>True where a PUT would not send on the key that the peering may have.</summary>
    public bool LosesKey => Changes && Request.Key == PeeringKey.Unsaid && !PeeringKeys.Shows(Topology, Request.Circuit, Existing!.Name);

    /// <summary>The connections that use the circuit, as far as they are known.</summary>
    public IEnumerable<GatewayConnection> Connections => Topology.Connections.Where(c => c.Circuit == Request.Circuit).OrderBy(c => c.Id);

    // What is there already within the block is kept: the command that made it finds it again.
    private CircuitLinkPlan? Links(LinkWish wish, CircuitLinkPlan? there)
    {
        if (wish.From is { } block)
        {
            return CircuitLinkPlan.Problem(block) is not null ? null
                : there is not null && block.Contains(there.Primary.Prefix) && block.Contains(there.Secondary.Prefix) ? there
                : CircuitLinkPlan.In(block, Users.Where(u => !(u.IsOnPremises && u.Prefix.Contains(block))).Select(u => u.Prefix));
        }

        return wish.IsNothing ? there : CircuitLinkPlan.Of(wish.Primary, wish.Secondary);
    }

    private IEnumerable<AddressUser> Everybody()
    {
        var networks = Topology.VirtualNetworks.SelectMany(n => n.AddressSpace.Select(p => new AddressUser($"the VNet {n.Name}", n.Id, p, false)));
        var pools = Topology.Gateways.SelectMany(g => g.ClientPool.Select(p => new AddressUser($"the clients of {g.Name}", g.Id, p, false)));
        var links = Topology.Circuits.SelectMany(c => (c.Peerings ?? []).Where(p => c.Id != Request.Circuit || !p.IsPrivate).SelectMany(p =>
            new[] { p.PrimaryPrefix, p.SecondaryPrefix, p.PrimaryPrefixIPv6, p.SecondaryPrefixIPv6 }.OfType<IPPrefix>()
                .Select(a => new AddressUser($"the peering {p.Name} of the circuit {c.Name}", c.Id, a, false))));
        var sites = Topology.LocalNetworkGateways.SelectMany(s => s.AddressSpace.Select(p => new AddressUser($"the site {s.Name}", s.Id, p, true)));
        var behind = Topology.ExpressRoutePrefixes.SelectMany(c => c.Value.Select(p => new AddressUser($"what lies behind the circuit {c.Key.Name}", c.Key, p, true)));

        // 0.0.0.0/0 is a way out, and nobody's address.
        return networks.Concat(pools).Concat(links).Concat(sites).Concat(behind).Where(u => !u.Prefix.IsDefault).OrderBy(u => u.Id).ThenBy(u => u.Prefix);
    }
}
