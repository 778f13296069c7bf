using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>The command that plans of connections with circuits come from.</summary>
internal static class ExpressRouteConnectionOrigins
{
    public const string NewExpressRouteConnection = "New-ExpressRouteConnection";

    // A key that was given is no parameter here: whoever runs the plan gives it as the secret that the plan asks for.
    public static PlanOrigin Of(ExpressRouteConnectionRequest request) => new(NewExpressRouteConnection, JsonBody.Write(new JsonObject(
        new (string Name, JsonNode? Value)[]
        {
            ("Gateway", request.Gateway.ToString()), ("Circuit", request.Circuit.ToString()), ("Name", request.Name),
            ("ResourceGroupName", request.ResourceGroupName), ("RoutingWeight", request.RoutingWeight), ("FastPath", request.FastPath),
            ("AllowEgressChange", request.AllowEgressChange ? true : null),
            ("Tag", request.Tags.IsEmpty ? null : new JsonArray([.. request.Tags.Select(t => (JsonNode)$"{t.Key}={t.Value}")])),
        }.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    /// <summary>The plan made anew from the live state. Null when it cannot be made: why was told as failures.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="plan">The plan as it was saved.</param>
    /// <param name="origin">What made it.</param>
    /// <param name="subscriptionIds">Where names are looked for.</param>
    /// <param name="steps">Where failures go.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static async Task<Plan?> RemakeAsync(
        IArm arm, Plan plan, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var given = new OriginParameters(origin);
        return (await ExpressRouteConnectionGround.ReadAsync(arm, given.Need("Gateway"), given.Need("Circuit"), (gateway, circuit) => new(gateway, circuit)
        {
            Name = given.Text("Name"),
            ResourceGroupName = given.Text("ResourceGroupName"),
            RoutingWeight = (int?)given.Number("RoutingWeight"),
            FastPath = given.Flag("FastPath"),
            AllowEgressChange = given.Flag("AllowEgressChange") ?? false,
            HasKey = plan.Changes.SelectMany(SecretSlot.In).Any(s => s.IsGivenAuthorizationKey),
            Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(
                t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.OrdinalIgnoreCase),
        }, subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
    }
}
