using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>The command that plans of VNet-to-VNet connections come from.</summary>
internal static class VNetToVNetOrigins
{
    public const string NewVNetToVNetConnection = "New-VNetToVNetConnection";

    public static PlanOrigin Of(VNetToVNetRequest request) => new(NewVNetToVNetConnection, JsonBody.Write(new JsonObject(
        new (string Name, JsonNode? Value)[]
        {
            ("Gateway1", request.Gateway1.ToString()), ("Gateway2", request.Gateway2.ToString()), ("Name1", request.Name1), ("Name2", request.Name2),
            ("ResourceGroupName", request.ResourceGroupName), ("EnableBgp", request.EnableBgp), ("RoutingWeight", request.RoutingWeight),
            ("IpsecPolicy", request.IpsecPolicy is { } policy ? policy.ToText() : null),
            ("Tag", request.Tags.IsEmpty ? null : new JsonArray([.. request.Tags.Select(t => (JsonNode)$"{t.Key}={t.Value}")])),
        }.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    /// <summary>What tunnels are planned on anew, all that were planned together.</summary>
    /// <exception cref="FormatException">An origin does not say what is needed.</exception>
    public static Task<VNetToVNetGround?> ReadAsync(
        IArm arm, IReadOnlyList<PlanOrigin> origins, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var given = origins.Select(o => new OriginParameters(o)).ToArray();
        return VNetToVNetGround.ReadAsync(arm, [.. given.Select(g => (g.Need("Gateway1"), g.Need("Gateway2")))],
            (one, other, i) => Request(one, other, given[i]), subscriptionIds, steps, stop);
    }

    private static VNetToVNetRequest Request(ResourceId one, ResourceId other, OriginParameters given) => new(one, other)
    {
        Name1 = given.Text("Name1"),
        Name2 = given.Text("Name2"),
        ResourceGroupName = given.Text("ResourceGroupName"),
        EnableBgp = given.Flag("EnableBgp"),
        RoutingWeight = (int?)given.Number("RoutingWeight"),
        IpsecPolicy = given.Text("IpsecPolicy") is { } policy ? IpsecPolicyText.Parse(policy) : null,
        Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(
            t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.Ordinal),
    };
}
