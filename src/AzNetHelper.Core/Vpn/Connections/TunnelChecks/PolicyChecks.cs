using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>Rules about a custom IPsec/IKE policy.</summary>
internal static class PolicyChecks
{
    public static IEnumerable<Finding> Supported(TunnelScene scene) => EndChecks.Each(scene, (tunnel, gateway) =>
        tunnel.Writes && gateway.IsBasic && Wanted(tunnel.Pair) is not null
            ? $"{gateway.Name} has the SKU Basic, which takes no custom policy. Leave out -IpsecPolicy, or make the gateway with another SKU." : null);

    public static IEnumerable<Finding> Valid(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        let problems = tunnel.Pair.Request.IpsecPolicy?.Problems() ?? []
        where !problems.IsEmpty
        select new Finding(tunnel.Pair.First.Id, $"Azure does not take the policy: {string.Join(' ', problems)}", tunnel.Group)
        {
            Kind = FailureKind.InvalidArgument,
        };

    public static IEnumerable<Finding> Differ(TunnelScene scene) =>
        from tunnel in scene.Tunnels
        let first = tunnel.Pair.First.Existing
        let second = tunnel.Pair.Second.Existing
        where tunnel.Pair.Request.IpsecPolicy is null && first is not null && second is not null && first.IpsecPolicy != second.IpsecPolicy
        select new Finding(first.Id, $"The connections '{first.Name}' ({Say(first.IpsecPolicy)}) and '{second.Name}' ({Say(second.IpsecPolicy)}) have "
            + "different policies, so their tunnel does not come up. -IpsecPolicy gives both the same.", tunnel.Group);

    private static IpsecPolicy? Wanted(TunnelPair pair) =>
        (pair.Request.IpsecPolicy ?? pair.Halves.Select(h => h.Existing?.IpsecPolicy).FirstOrDefault(p => p is not null))?.Own;

    private static string Say(IpsecPolicy? policy) => policy?.ToString() ?? "Azure's default";
}
