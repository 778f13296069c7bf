using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>The command that plans of ExpressRoute gateways come from.</summary>
internal static class ExpressRouteGatewayOrigins
{
    public const string NewExpressRouteGateway = "New-ExpressRouteGateway";

    public static PlanOrigin Of(ExpressRouteGatewayRequest request)
    {
        var settings = request.Settings;
        return new(NewExpressRouteGateway, JsonBody.Write(new JsonObject(new (string Name, JsonNode? Value)[]
        {
            ("VNet", request.Network.ToString()), ("Name", request.Gateway.Name), ("ResourceGroupName", request.Gateway.ResourceGroup),
            ("Sku", settings.Sku), ("MinScaleUnit", settings.MinScaleUnit), ("MaxScaleUnit", settings.MaxScaleUnit),
            ("AllowRemoteVNetTraffic", settings.AllowRemoteVNetTraffic), ("GatewaySubnetPrefix", settings.SubnetPrefix?.ToString()),
            ("ExtendAddressSpace", settings.ExtendAddressSpace ? true : null), ("Location", settings.Location),
            ("Tag", settings.Tags.IsEmpty ? null : new JsonArray([.. settings.Tags.Select(t => (JsonNode)$"{t.Key}={t.Value}")])),
        }.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)))));
    }

    /// <summary>The plan made anew from the live state. Null when it cannot be made: why was told as failures.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var given = new OriginParameters(origin);
        var names = new ExpressRouteGatewayNames(given.Need("VNet"), given.Need("Name"), new(given.Need("Sku"))
        {
            MinScaleUnit = (int?)given.Number("MinScaleUnit"),
            MaxScaleUnit = (int?)given.Number("MaxScaleUnit"),
            AllowRemoteVNetTraffic = given.Flag("AllowRemoteVNetTraffic"),
            SubnetPrefix = given.Text("GatewaySubnetPrefix") is { } prefix ? IPPrefix.Parse(prefix) : null,
            ExtendAddressSpace = given.Flag("ExtendAddressSpace") ?? false,
            Location = given.Text("Location"),
            Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(
                t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.OrdinalIgnoreCase),
        })
        {
            ResourceGroup = given.Text("ResourceGroupName"),
        };
        return await ExpressRouteGatewayGround.ReadAsync(arm, names, subscriptionIds, steps, stop).ConfigureAwait(false) is { } ground
            ? await ground.PlanAsync(arm, steps, stop).ConfigureAwait(false) : null;
    }
}
