using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// What the addresses of both ends have in common. What is inside the VNet is reached there and nowhere else: its own routes are
/// the longer ones. A default route is forced tunnelling, and a wider prefix of a site is how sites are usually told (10.0.0.0/8):
/// of both only what the VNet holds itself is not reached.
/// </summary>
internal static class SpaceDiagnosis
{
    /// <summary>What the tunnel leads nowhere for, in a sentence; null for nothing.</summary>
    public static string? Unreached(ConnectionEvidence evidence) =>
        evidence is { NearSpace: { } near, FarSpace: { } far } && Overlap.Between(near, Narrow(evidence, near, far)) is { IsEmpty: false } common
            ? $"Both ends hold the same addresses ({string.Join("; ", common)}): no route leads there through the tunnel." : null;

    /// <summary>What the VNet keeps from a site with wider prefixes, in a sentence; null for nothing.</summary>
    public static string? Shadowed(ConnectionEvidence evidence)
    {
        if (evidence is not { NearSpace: { } near, FarSpace: { } far })
        {
            return null;
        }

        var wider = far.Where(p => !p.IsDefault).Except(Narrow(evidence, near, far)).Order()
            .Select(p => $"{string.Join(", ", near.Where(p.Contains).Order())} of {p}").Where(s => s[0] != ' ').ToArray();
        return wider.Length == 0 ? null
            : $"{string.Join("; ", wider)} is the VNet's own, and not reached through the tunnel; the rest is.";
    }

    // Two VNets with a common address do not reach each other: the answer stays at home. Of a site that is so for what lies in
    // the VNet.
    private static IEnumerable<IPPrefix> Narrow(ConnectionEvidence evidence, ImmutableArray<IPPrefix> near, ImmutableArray<IPPrefix> far) =>
        far.Where(p => !p.IsDefault && (evidence.Here.Kind == ConnectionKind.Vnet2Vnet || near.Any(n => n.Contains(p))));
}
