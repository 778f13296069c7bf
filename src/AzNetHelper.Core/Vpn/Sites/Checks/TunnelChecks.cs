using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Sites;

/// <summary>Rules about the gateway and about what a tunnel is made of.</summary>
internal static class TunnelChecks
{
    public static IEnumerable<Finding> Kind(SiteScene scene) => scene.Gateway is { Kind: not GatewayKind.Vpn } gateway
        ? [new(gateway.Id, $"{gateway.Name} is no VPN gateway ({gateway.Kind}). Name the VPN gateway of the VNet; New-VpnGateway makes one.", string.Empty)
            { Kind = FailureKind.InvalidArgument }]
        : [];

    public static IEnumerable<Finding> NotReady(SiteScene scene) => scene.Gateway?.ProvisioningState switch
    {
        null or ProvisioningState.Succeeded => [],
        ProvisioningState.Failed or ProvisioningState.Canceled => [new(scene.Request.Gateway, $"The last write of {scene.Gateway.Name} ended "
            + $"{scene.Gateway.ProvisioningState}; Azure takes no connection for it. Make it whole first: New-VpnGateway with the same parameters.", string.Empty)],
        var state => [new(scene.Request.Gateway, $"{scene.Gateway.Name} is {state}: something else writes it. Wait until that has ended, then run this again.",
            string.Empty) { Kind = FailureKind.ResourceBusy }],
    };

    // Not refused: whether the service has begun to refuse is for the service to say.
    public static IEnumerable<Finding> Retired(SiteScene scene) =>
        scene.Gateway is { Sku: { } sku } gateway && VpnSku.SuccessorOf(sku) is not null
            && scene.Topology.ReadAt >= TunnelRules.RetirementOfZoneless
            ? [new(gateway.Id, $"The SKU {sku} of {gateway.Name} retired on {TunnelRules.RetirementOfZoneless.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: "
                + "Azure refuses changes until the gateway has been migrated.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Limit(SiteScene scene)
    {
        var (are, made) = (scene.Tunnels.Count(), scene.Sites.Count(s => s.Connection is null));
        return made > 0 && scene.Gateway is { } gateway && TunnelRules.TunnelsOf(gateway) is { } most && are + made > most
            ? [new(gateway.Id, string.Create(CultureInfo.InvariantCulture, $"{gateway.Name} ({(TunnelRules.IsPolicyBased(gateway) ? "policy-based" : gateway.Sku)}) "
                + $"would have {are + made} tunnels; it carries {most}. Remove one, or use a gateway that carries more."), string.Empty)
                { Kind = FailureKind.LimitsExceeded }]
            : [];
    }

    // Some of them may be known from their group, and no more.
    public static IEnumerable<Finding> Unlisted(SiteScene scene) =>
        scene.Topology.ConnectionsGapOf(scene.Request.Gateway) is not null
            && scene.Sites.Any(s => s.Connection is null)
            ? [new(scene.Request.Gateway, $"The tunnels of {scene.Request.Gateway.Name} could not be listed: whether it has one with this device already, and how many "
                + "it has, is not known.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> NoPolicy(SiteScene scene) => scene.Gateway is { IsBasic: true } gateway && scene.Request.IpsecPolicy?.Own is not null
        ? [new(gateway.Id, $"{gateway.Name} has the SKU Basic, which takes no custom policy. Leave -IpsecPolicy out: the device must take Azure's default.",
            string.Empty)] : [];

    public static IEnumerable<Finding> Policy(SiteScene scene) =>
        from problem in scene.Request.IpsecPolicy?.Problems() ?? []
        select new Finding(scene.Request.Gateway, problem, string.Empty) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Protocol(SiteScene scene) =>
        scene is { Gateway: { } gateway, Request.Protocol: { } protocol } && !TunnelRules.Allows(gateway, protocol)
            ? [new(gateway.Id, $"{gateway.Name} ({(TunnelRules.IsPolicyBased(gateway) ? "policy-based" : "route-based, Basic")}) does not speak {protocol}. "
                + "Leave -Protocol out.", string.Empty)] : [];

    public static IEnumerable<Finding> ProtocolFixed(SiteScene scene) =>
        from site in scene.Sites
        where scene.Request.Protocol is { } wanted && site.Connection?.Protocol is { } has && !string.Equals(wanted, has, StringComparison.OrdinalIgnoreCase)
        select new Finding(site.ConnectionId, $"The connection {site.ConnectionId.Name} speaks {site.Connection!.Protocol}, which cannot change. "
            + $"Remove it first: Remove-VpnGatewayConnection -Connection '{site.ConnectionId}'.", site.Group);

    public static IEnumerable<Finding> SelectorsWithoutPolicy(SiteScene scene) =>
        from site in scene.Sites
        where site is { UsesSelectors: true, Policy: null } && Selectors(site) == 0
        select new Finding(site.ConnectionId, "Policy-based traffic selectors need a custom policy, or selectors of their own: give -IpsecPolicy, "
            + "or -TrafficSelector.", site.Group);

    public static IEnumerable<Finding> SelectorsUnused(SiteScene scene) =>
        from site in scene.Sites
        where site is { UsesSelectors: false } && scene.Request.TrafficSelectors is { IsEmpty: false }
        select new Finding(site.ConnectionId, "Traffic selectors are of no use without policy-based traffic selectors: give -UsePolicyBasedTrafficSelectors, too.",
            site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Dpd(SiteScene scene) =>
        scene.Request.DpdTimeoutSeconds is { } seconds and not 0 and (< TunnelRules.LeastDpdSeconds or > TunnelRules.MostDpdSeconds)
            ? [new(scene.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
                $"{seconds} seconds are no time for dead peer detection: {TunnelRules.LeastDpdSeconds} to {TunnelRules.MostDpdSeconds}, or 0 for Azure's 45."),
                string.Empty) { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> Key(SiteScene scene) => scene.Request.KeyProblem is { } problem
        ? [new(scene.Request.Gateway, $"{problem} Give another key, or none for one that is made.", string.Empty) { Kind = FailureKind.InvalidArgument }] : [];

    public static IEnumerable<Finding> OtherKey(SiteScene scene) =>
        from site in scene.Sites
        where scene.Request.OtherKeys.Contains(site.ConnectionId)
        select new Finding(site.ConnectionId, $"The connection {site.ConnectionId.Name} is there and has another key than the one given. Leave -SharedKey out "
            + $"to keep that one, or change it: Reset-VpnSharedKey -Connection '{site.ConnectionId}'.", site.Group);

    private static int Selectors(PlannedSite site) => site.Request.TrafficSelectors?.Length ?? site.Connection?.TrafficSelectors.Length ?? 0;
}
