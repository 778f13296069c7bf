using System.Text.Json.Nodes;
using AzNetHelper.Arm;
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

    private static PlanOrigin Make(string command, params (string Name, JsonNode? Value)[] parameters) => new(command,
        JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    private static JsonArray Ids(IEnumerable<ResourceId> ids) => new([.. ids.Select(id => (JsonNode)id.ToString())]);
}
