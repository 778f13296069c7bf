using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.AddressSpaces;

/// <summary>Who holds addresses.</summary>
internal enum HolderKind
{
    VNet,

    /// <summary>A local network gateway.</summary>
    Site,

    /// <summary>The on-premises side of an ExpressRoute circuit.</summary>
    Circuit,

    /// <summary>The point-to-site clients of a gateway.</summary>
    ClientPool,
}

/// <summary>Something that holds addresses; a gateway holds those of its clients.</summary>
internal sealed record AddressHolder(HolderKind Kind, ResourceId Id)
{
    public bool IsOnPremises => Kind is HolderKind.Site or HolderKind.Circuit;

    /// <summary>What it is, with its name.</summary>
    public string Phrase => Kind switch
    {
        HolderKind.VNet => Id.Name,
        HolderKind.Site => $"the site {Id.Name}",
        HolderKind.Circuit => $"the on-premises side of {Id.Name}",
        _ => $"the client pool of {Id.Name}",
    };

    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>A prefix and who holds it.</summary>
internal readonly record struct AddressClaim(AddressHolder Holder, IPPrefix Prefix);
