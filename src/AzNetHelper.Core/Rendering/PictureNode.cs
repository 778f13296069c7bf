using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Rendering;

/// <summary>What a node is.</summary>
public enum PictureNodeKind
{
    VirtualNetwork,

    /// <summary>What stands for a hub of Virtual WAN: the VNet that Microsoft keeps for it.</summary>
    VirtualWan,
    VpnGateway,
    ExpressRouteGateway,

    /// <summary>A gateway of a kind that this module does not model, or that was not read.</summary>
    OtherGateway,
    Firewall,

    /// <summary>A network interface that passes on what is not for it.</summary>
    Appliance,
    LoadBalancer,
    Circuit,

    /// <summary>An on-premises site.</summary>
    Site,

    /// <summary>The point-to-site clients of a gateway.</summary>
    ClientPool,

    /// <summary>VNets that Virtual Network Manager joins without peerings.</summary>
    ConnectedGroup,
}

/// <summary>What a VNet is to its neighbours.</summary>
public enum PictureRole
{
    /// <summary>No VNet.</summary>
    None,
    Hub,
    Spoke,

    /// <summary>A VNet that nothing leads out of: no peering, no connected group, no connection and no clients of a gateway in it.</summary>
    Isolated,

    /// <summary>A VNet that something leads out of, and that gathers around no hub.</summary>
    Peer,
}

/// <summary>Something that is drawn.</summary>
/// <param name="Key">Unique in its picture, of <c>a</c> to <c>z</c>, digits and <c>_</c>; made of its name, so that it stays when others come or go.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">Its name, as it is: any characters.</param>
public sealed record PictureNode(string Key, PictureNodeKind Kind, string Label)
{
    /// <summary>The resource; of clients their gateway; null for a connected group.</summary>
    public ResourceId? Id { get; init; }

    /// <summary>The key of the VNet that it sits in; null for what sits in none, or in one that nothing tells of.</summary>
    public string? Host { get; init; }

    public PictureRole Role { get; init; }

    /// <summary>False for what is known only because something that was read points at it.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>The region as Azure writes it in ids, for example <c>westeurope</c>; null where it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>What to know at a glance: prefixes, SKU, provider; a line each.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    public PictureMark Mark { get; init; }

    /// <summary>What a plan does to it: a line each.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>How it was before the plan, where that changes it; null otherwise.</summary>
    internal PictureNode? Was { get; init; }

    /// <summary>True for what was not read on either side of a plan: it is in no count.</summary>
    internal bool IsUnread => !IsRead && Was is not { IsRead: true };

    public bool IsNetwork => Kind is PictureNodeKind.VirtualNetwork or PictureNodeKind.VirtualWan;

    public override string ToString() => $"{Kind} {Label}";
}
