using System.Globalization;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What an update of a gateway changes, in words, and the gravest of what it does to people.</summary>
internal static class GatewayWords
{
    public static IEnumerable<string> Of(VpnGatewayLayout layout)
    {
        var (gateway, settings) = (layout.Existing!, layout.Settings);
        if (!layout.IsOfSku)
        {
            yield return $"{gateway.Sku} to {layout.Sku?.Name ?? settings.Sku}";
        }

        if (layout.ActiveActive != gateway.ActiveActive)
        {
            yield return layout.ActiveActive ? "active-active" : "active-standby";
        }

        if (settings.Bgp is { } speaks && speaks != gateway.EnableBgp)
        {
            yield return speaks ? "with BGP" : "without BGP";
        }

        if (settings.Asn is { } asn && asn != gateway.Asn)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"ASN {gateway.Asn} to {asn}");
        }

        if (GatewayLists.HasOtherPeeringAddresses(layout))
        {
            yield return $"BGP at {string.Join(", ", settings.BgpPeeringAddresses)}";
        }
    }

    public static ImpactStatement Impact(VpnGatewayLayout layout)
    {
        var impact = layout.ActiveActive != layout.Existing!.ActiveActive ? VpnGatewayImpacts.Instances.Of()
            : !layout.IsOfSku ? VpnGatewayImpacts.Resized.Of()
            : VpnGatewayImpacts.Bgp.Of();
        if (layout.Settings.Asn is { } asn && asn != layout.Existing.Asn && !layout.BgpEnds.IsEmpty)
        {
            impact = With(impact, VpnGatewayImpacts.AsnOfEnds.Of(string.Join(", ", layout.BgpEnds.Select(e => e.Phrase))));
        }

        return GatewayLists.Removed(layout) is { IsEmpty: false } removed
            ? With(impact, VpnGatewayImpacts.PeeringAddressesRemoved.Of(string.Join(", ", removed))) : impact;
    }

    private static ImpactStatement With(ImpactStatement one, ImpactStatement other) =>
        new((Planning.Impact)Math.Max((int)one.Kind, (int)other.Kind), $"{one.Statement} {other.Statement}");
}
