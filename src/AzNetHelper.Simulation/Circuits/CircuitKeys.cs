using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Which connection has redeemed which authorization of a circuit (expressroute-howto-linkvnet-arm).</summary>
internal static class CircuitKeys
{
    private const string User = "connectionResourceUri";
    private const string Status = "authorizationUseStatus";

    // What the service says of an authorization, whatever is sent.
    private static readonly string[] Kept = ["authorizationKey", Status, User];

    public static IEnumerable<JsonObject> Of(JsonObject? circuit) => circuit.Object("properties").Objects("authorizations");

    public static JsonObject? Find(JsonObject? circuit, string key) =>
        Of(circuit).FirstOrDefault(a => string.Equals(a.Object("properties").Text("authorizationKey"), key, StringComparison.OrdinalIgnoreCase));

    /// <summary>What an authorization shows while it is made, and keeps afterwards.</summary>
    public static void Begin(JsonObject properties, JsonObject? before)
    {
        foreach (var member in Kept)
        {
            properties.Remove(member);
            if (before?[member] is { } kept)
            {
                properties[member] = kept.DeepClone();
            }
        }

        properties.Default(Status, "Available");
    }

    /// <summary>The key comes when it is made, with nobody who uses it (recorded).</summary>
    public static void Finish(JsonObject properties, Ids ids)
    {
        properties.Default("authorizationKey", ids.NextGuid().ToString("D"));
        properties.Default(User, string.Empty);
    }

    /// <summary>A connection with a key uses the authorization from when it is written.</summary>
    public static void Redeem(Cloud cloud, ResourceId connection, JsonObject document)
    {
        if (CircuitShape.CircuitOf(document) is { } circuit && document.Object("properties").Text("authorizationKey") is { Length: > 0 } key
            && Find(cloud.Estate.Find(circuit), key) is { } authorization)
        {
            authorization.Properties()[User] = connection.ToString();
            authorization.Properties()[Status] = "InUse";
            cloud.Circuits.Connections.Permit(connection);
            cloud.Touch(circuit);
        }
    }

    /// <summary>A connection that is gone has given its authorization back.</summary>
    public static void Release(Cloud cloud, ResourceId connection, JsonObject? document)
    {
        if (CircuitShape.CircuitOf(document) is { } circuit && Of(cloud.Estate.Find(circuit))
            .FirstOrDefault(a => Json.Same(a.Object("properties").Text(User), connection.ToString())) is { } authorization)
        {
            authorization.Properties()[User] = string.Empty;
            authorization.Properties()[Status] = "Available";
            cloud.Touch(circuit);
        }
    }

    /// <summary>An authorization that is taken back ends the link that was made with it (expressroute-howto-linkvnet-arm).</summary>
    public static void Revoke(Cloud cloud, JsonObject? authorization)
    {
        if (ResourceId.TryParse(authorization.Object("properties").Text(User), out var connection))
        {
            cloud.Circuits.Connections.Revoke(connection);
        }
    }
}
