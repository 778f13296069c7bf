using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The secrets that gateways share with RADIUS servers. No GET and no list shows them; a PUT without one takes it away; a call of its
/// own tells them. A loaded document, which never holds one, is taken to have one.
/// </summary>
internal sealed class RadiusSecrets
{
    private const string Secret = "radiusServerSecret";

    private readonly HashSet<ResourceId> _loaded = [];

    public void Loaded(ResourceId gateway) => _loaded.Add(gateway);

    /// <summary>A PUT of the gateway says what its secrets are from now on.</summary>
    public void Written(ResourceId gateway) => _loaded.Remove(gateway);

    /// <summary>What listRadiusSecrets answers: a row for each server.</summary>
    public IEnumerable<JsonObject> Of(ResourceId gateway, JsonObject document) =>
        from server in ClientShape.RadiusServers(ClientShape.Of(document))
        let address = server.Text("radiusServerAddress")
        select new JsonObject
        {
            ["radiusServerAddress"] = address,
            [Secret] = server.Text(Secret) is { Length: > 0 } secret ? secret
                : _loaded.Contains(gateway) ? Assumed(gateway, address!) : string.Empty,
        };

    /// <summary>Takes the secrets out of a document that is shown.</summary>
    public static void Hide(JsonObject document)
    {
        if (ClientShape.Of(document) is not { } clients)
        {
            return;
        }

        clients.Remove(Secret);
        foreach (var server in clients.Objects("radiusServers"))
        {
            server.Remove(Secret);
        }
    }

    private static string Assumed(ResourceId gateway, string address) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{gateway.ToString().ToUpperInvariant()} {address}")))[..24];
}
