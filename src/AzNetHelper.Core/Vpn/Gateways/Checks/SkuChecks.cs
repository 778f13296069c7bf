using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about SKUs and generations (azure-network-rules 4.1 and 4.2; gateway-sku-upgrade).</summary>
internal static class SkuChecks
{
    public static IEnumerable<Finding> Unknown(VpnGatewayLayout layout) =>
        VpnSku.Find(layout.Settings.Sku) is null && VpnSku.SuccessorOf(layout.Settings.Sku) is null
            ? [Wrong(layout, $"'{layout.Settings.Sku}' is no SKU of a VPN gateway. One of {string.Join(", ", VpnSku.Names)}.")]
            : [];

    public static IEnumerable<Finding> Retired(VpnGatewayLayout layout)
    {
        if (layout.Existing is { } gateway && VpnSku.SuccessorOf(gateway.Sku) is { } instead)
        {
            // Until it is moved to another SKU it takes no other change (gateway-sku-consolidation).
            if (layout.IsOfSku && GatewayBody.Differences(layout).After.Count > 0)
            {
                yield return new(gateway.Id,
                    $"{gateway.Name} has the SKU {gateway.Sku}, which is retired and takes no changes any more. "
                    + $"Give -Sku {instead} to move it there.", string.Empty);
            }

            if (layout.IsOfSku)
            {
                yield break;
            }
        }

        if (VpnSku.SuccessorOf(layout.Settings.Sku) is { } replacement)
        {
            yield return Wrong(layout,
                $"Gateways of the SKU {layout.Settings.Sku} cannot be made any more. Give -Sku {replacement} instead.");
        }
    }

    public static IEnumerable<Finding> Generation(VpnGatewayLayout layout) =>
        layout.Settings is { Generation: { } generation, Sku: var sku } && VpnSku.Find(sku) is { } other && VpnSku.Find(sku, generation) is null
            ? [Wrong(layout, string.Create(CultureInfo.InvariantCulture,
                $"{other.Name} is not offered in generation {generation}; it is in {string.Join(" and ", Generations(sku))}."))]
            : [];

    public static IEnumerable<Finding> GenerationFixed(VpnGatewayLayout layout) =>
        layout is { Existing.Generation: { } present, Settings.Generation: { } wanted } && present != wanted
            ? [Wrong(layout, string.Create(CultureInfo.InvariantCulture,
                $"{layout.Request.Gateway.Name} is of generation {present}, which cannot be changed. Leave -Generation out, or make the gateway anew."))]
            : [];

    public static IEnumerable<Finding> Resize(VpnGatewayLayout layout)
    {
        if (layout.Existing is not { } gateway || layout.IsOfSku || VpnSku.Find(layout.Settings.Sku) is not { } wanted)
        {
            yield break;
        }

        if (gateway.IsBasic || wanted.IsBasic)
        {
            yield return new(gateway.Id,
                $"{gateway.Name} is {gateway.Sku} and cannot become {wanted.Name}: nothing is resized from or to Basic. "
                + "Remove it (Remove-VpnGateway) and make it anew.", string.Empty);
        }
        else if (gateway.Generation is { } generation && VpnSku.Find(wanted.Name, generation) is null)
        {
            yield return new(gateway.Id, string.Create(CultureInfo.InvariantCulture,
                $"{gateway.Name} is of generation {generation}, which has no {wanted.Name}; a gateway stays in its generation. It can become "
                + $"{string.Join(", ", VpnSku.Offered.Where(s => s.Generation == generation && !s.IsBasic).Select(s => s.Name))}."), string.Empty);
        }
        else if (VpnSku.SuccessorOf(gateway.Sku) is not null && !VpnSku.IsResizedToSuccessor(gateway.Sku))
        {
            yield return new(gateway.Id, $"{gateway.Name} is {gateway.Sku}: it is moved to an AZ SKU by Azure's own migration "
                + "(gateway-sku-upgrade, \"Migrate Only\"), not resized.", string.Empty);
        }
    }

    public static IEnumerable<Finding> Basic(VpnGatewayLayout layout)
    {
        if (!layout.IsBasic)
        {
            yield break;
        }

        var settings = layout.Settings;
        string[] asked =
        [
            .. settings.Bgp is true ? ["BGP (-Asn, -BgpPeeringAddress, -EnableBgp)"] : Array.Empty<string>(),
            .. layout.ActiveActive ? ["-ActiveActive"] : Array.Empty<string>(),
            .. settings.Zones is { IsEmpty: false } ? ["-Zone"] : Array.Empty<string>(),
            .. layout.Others.Any(g => g.Kind == GatewayKind.ExpressRoute)
                ? ["an ExpressRoute gateway beside it"] : Array.Empty<string>(),
        ];
        if (asked.Length > 0)
        {
            yield return Wrong(layout,
                $"A Basic gateway does not go with {string.Join(", ", asked)}. Give -Sku VpnGw1AZ or a larger one.");
        }
    }

    private static IEnumerable<int> Generations(string sku) =>
        VpnSku.Offered.Where(s => string.Equals(s.Name, sku, StringComparison.OrdinalIgnoreCase)).Select(s => s.Generation);

    private static Finding Wrong(VpnGatewayLayout layout, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Kind = FailureKind.InvalidArgument };
}
