using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

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
}
