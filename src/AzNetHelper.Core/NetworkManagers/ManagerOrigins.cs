using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.NetworkManagers;

/// <summary>The commands that plans of Virtual Network Manager come from: those of hubs and spokes, with a manager.</summary>
internal static class ManagerOrigins
{
    public const string Parameter = "NetworkManager";

    public static PlanOrigin Of(ManagedSpokesRequest request) => Make(PeeringOrigins.NewHubSpokePeering,
        ("Hub", request.Hub.ToString()),
        ("Spoke", Ids(request.Spokes)),
        (Parameter, request.Manager.ToString()),
        ("NetworkGroup", request.NetworkGroup),
        ("ConfigurationName", request.ConfigurationName),
        ("UseHubGateway", request.UseHubGateway),
        ("DirectConnectivity", request.DirectConnectivity),
        ("GlobalMesh", request.GlobalMesh));

    public static PlanOrigin Of(ManagedSpokesRemoval request) => Make(PeeringOrigins.RemoveHubSpokePeering,
        ("Hub", request.Hub.ToString()),
        ("Spoke", Ids(request.Spokes)),
        (Parameter, request.Manager.ToString()),
        ("AllowLoss", request.AllowLoss ? true : null));

    /// <summary>
    /// What a command with a manager has planned, as far as its plan tells it; null for other commands. The networks are still to be read.
    /// </summary>
    public static ManagedSpokesGround? GroundOf(PlanOrigin origin, Plan plan)
    {
        if (origin.Command is not (PeeringOrigins.NewHubSpokePeering or PeeringOrigins.RemoveHubSpokePeering))
        {
            return null;
        }

        try
        {
            var given = new OriginParameters(origin);
            return !given.Has(Parameter) || !ResourceId.TryParse(given.Text("Hub"), out var hub) ? null

                // A plan that was saved names everything by its id; one that a person wrote may not, and nothing of it is looked at.
                : new(Topology.Empty, hub, [.. given.Texts("Spoke").Select(ToId).OfType<ResourceId>().Distinct()], plan)
                {
                    Removes = origin.Command == PeeringOrigins.RemoveHubSpokePeering,
                    UsesHubGateway = given.Flag("UseHubGateway") ?? plan.Changes.Any(c => c.Resource.IsType(ResourceTypes.ConnectivityConfiguration)
                        && UsesGateway(plan, hub, JsonBody.Parse(c.After ?? c.Before ?? "{}"))),
                };
        }
        catch (FormatException)
        {
            // Who runs the plan does without; who makes it again tells what is wrong.
            return null;
        }
    }

    // Of the groups of a configuration that is kept, the one of the plan counts.
    private static bool UsesGateway(Plan plan, ResourceId hub, JsonObject configuration) =>
        Items(configuration, "hubs").Any(h => ToId(Text(h, "resourceId")) == hub)
        && Items(configuration, "appliesToGroups").Any(g => string.Equals(Text(g, "useHubGateway"), "True", StringComparison.OrdinalIgnoreCase)
            && plan.Changes.Any(c => c.Resource == ToId(Text(g, "networkGroupId"))));

    private static IEnumerable<JsonObject> Items(JsonObject configuration, string name) =>
        (JsonBody.At(configuration, $"properties.{name}") as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static ResourceId? ToId(string? text) => ResourceId.TryParse(text, out var id) ? id : null;

    private static PlanOrigin Make(string command, params (string Name, JsonNode? Value)[] parameters) => new(command,
        JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    private static JsonArray Ids(IEnumerable<ResourceId> ids) => new([.. ids.Select(id => (JsonNode)id.ToString())]);
}
