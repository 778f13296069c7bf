using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>A private peering that is wanted.</summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="PeerAsn">The AS of the customer's routers.</param>
/// <param name="VlanId">The VLAN on both links.</param>
public sealed record PrivatePeeringRequest(ResourceId Circuit, long PeerAsn, int VlanId)
{
    /// <summary>The IPv4 addresses of the links; nothing for those that are there.</summary>
    public LinkWish IPv4 { get; init; } = LinkWish.Nothing;

    /// <summary>The IPv6 addresses of the links; nothing for those that are there, or for none.</summary>
    public LinkWish IPv6 { get; init; } = LinkWish.Nothing;

    /// <summary>What is said of the MD5 key.</summary>
    public PeeringKey Key { get; init; }

    /// <summary>Why Azure or a router would not take the key that is given, without the key itself; null when they may.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>What is not known of the key that is given; null for nothing.</summary>
    public string? KeyDoubt { get; init; }

    /// <summary>True to write the key also where all else is as wanted.</summary>
    public bool ReplacesKey { get; init; }
}

/// <summary>The addresses that both links are to have, in one family.</summary>
/// <param name="Primary">The prefix of the primary link.</param>
/// <param name="Secondary">The prefix of the secondary link.</param>
/// <param name="From">A block out of which both are taken, instead.</param>
public sealed record LinkWish(IPPrefix? Primary, IPPrefix? Secondary, IPPrefix? From)
{
    public static LinkWish Nothing { get; } = new(null, null, null);

    public bool IsNothing => Primary is null && Secondary is null && From is null;
}
