using System.Collections.Immutable;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>An IKE proposal as a device spells it; without integrity for GCM.</summary>
internal sealed record SpelledIke(string Encryption, string Integrity, string Prf, string Group, bool IsGcm);

/// <summary>An IPsec proposal as a device spells it; without integrity for GCM, without group for no forward secrecy.</summary>
internal sealed record SpelledIpsec(string Encryption, string Integrity, string Group, bool IsGcm);

/// <summary>The proposals of a design as a device spells them.</summary>
internal sealed record SpelledOffers(
    ImmutableArray<SpelledIke> Ike, ImmutableArray<SpelledIpsec> Ipsec, ImmutableArray<Failure> Failures)
{
    /// <summary>
    /// Of Azure's defaults those that the device can spell. A custom policy is one proposal: what cannot be spelt of it is a
    /// failure, all fields together.
    /// </summary>
    public static SpelledOffers Of(TunnelDesign design, DeviceTemplate template)
    {
        // A configuration without tunnels has nothing to spell.
        if (template.Supports.Contains("no-key"))
        {
            return new([], [], []);
        }

        var missing = new List<string>();
        var ike = design.Ike.Select(p => SpellIke(p, template, missing)).OfType<SpelledIke>().ToImmutableArray();
        var ipsec = design.Ipsec.Select(p => SpellIpsec(p, template, missing)).OfType<SpelledIpsec>().ToImmutableArray();
        return !ike.IsEmpty && !ipsec.IsEmpty ? new(ike, ipsec, [])
            : new(ike, ipsec, [new("DeviceCannotSpell", FailureKind.InvalidArgument, $"{template.Name} has nothing for "
                + $"{string.Join(", ", missing.Distinct(StringComparer.Ordinal))} of "
                + $"{(design.Policy is null ? "Azure's default proposals" : $"the policy of {design.Connection.Name} ({design.Policy})")}. "
                + "Change the policy, or choose another device.", design.Connection)]);
    }

    private static SpelledIke? SpellIke(IkeProposal proposal, DeviceTemplate template, List<string> missing)
    {
        // GCM needs no integrity; the policy's is what keys are derived with.
        var isGcm = IsGcm(proposal.Encryption);
        var encryption = Spell(template, "IkeEncryption", proposal.Encryption, missing);
        var integrity = isGcm ? string.Empty : Spell(template, "IkeIntegrity", proposal.Integrity, missing);
        var prf = Spell(template, "IkePrf", proposal.Integrity, missing, isOptional: !isGcm);
        var group = Spell(template, "DhGroup", proposal.Group, missing);
        return encryption is null || integrity is null || prf is null || group is null ? null : new(encryption, integrity, prf, group, isGcm);
    }

    private static SpelledIpsec? SpellIpsec(IpsecProposal proposal, DeviceTemplate template, List<string> missing)
    {
        var isGcm = IsGcm(proposal.Encryption);
        var encryption = Spell(template, "IpsecEncryption", proposal.Encryption, missing);
        var integrity = isGcm ? string.Empty : Spell(template, "IpsecIntegrity", proposal.Integrity, missing);
        var group = proposal.Group is "None" ? string.Empty : Spell(template, "DhGroup", proposal.Group, missing);
        return encryption is null || integrity is null || group is null ? null : new(encryption, integrity, group, isGcm);
    }

    private static string? Spell(DeviceTemplate template, string field, string value, List<string> missing, bool isOptional = false)
    {
        var spelt = template.Spell(field, value);
        if (spelt is null && !isOptional)
        {
            missing.Add($"{field} {value}");
        }

        return spelt ?? (isOptional ? string.Empty : null);
    }

    private static bool IsGcm(string name) => name.StartsWith("GCM", StringComparison.OrdinalIgnoreCase);
}
