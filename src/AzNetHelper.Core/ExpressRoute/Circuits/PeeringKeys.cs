using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>The MD5 keys of peerings: where they stand, and whether a document shows them.</summary>
internal static class PeeringKeys
{
    public const string Private = "AzurePrivatePeering";

    /// <summary>What a peering that is there is written with, since Azure does not show its key.</summary>
    public const string Said = "with its values and -SharedKey, or -NoSharedKey where the sessions have none";

    /// <summary>The id of the private peering of a circuit.</summary>
    public static ResourceId PrivateOf(ResourceId circuit) => circuit.Child("peerings", Private);

    /// <summary>The slot of a peering's key.</summary>
    public static string Slot(ResourceId peering) => SecretSlots.Name($"{peering}", SecretSlots.SharedKeyPointer);

    /// <summary>True where the document of the circuit shows the peering's key, so that it is sent on as it is.</summary>
    public static bool Shows(Topology topology, ResourceId circuit, string peering) =>
        All(topology, circuit).Any(p => CircuitSku.Is((string?)p["name"], peering) && JsonBody.At(p, "properties.sharedKey") is JsonValue);

    /// <summary>The peerings as the document of the circuit holds them.</summary>
    public static IEnumerable<JsonObject> All(Topology topology, ResourceId circuit) => topology.Document(circuit) is { } document
        && JsonBody.At(JsonBody.Parse(document.Json), "properties.peerings") is JsonArray peerings ? peerings.OfType<JsonObject>() : [];
}
