using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The pre-shared keys of connections. One that nobody gave is made by the service for each connection (azure-network-rules
/// 4.4); a loaded document, which never holds a key, is taken to share one with its other end.
/// </summary>
internal sealed class SharedKeys(Cloud cloud)
{
    public const int LongestKey = 128;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly HashSet<ResourceId> _loaded = [];

    /// <summary>True for connections that have a key: those through a tunnel.</summary>
    public static bool HaveOne(JsonObject? properties) =>
        properties.Text("connectionType") is { } type && (Json.Same(type, "IPsec") || Json.Same(type, "Vnet2Vnet"))
        && !Json.Same(properties.Text("authenticationType"), "Certificate");

    public void Loaded(ResourceId connection) => _loaded.Add(connection);

    /// <summary>A PUT of the connection says what its key is from now on.</summary>
    public void Written(ResourceId connection) => _loaded.Remove(connection);

    /// <summary>The key of a connection; null when a PUT without one took it away.</summary>
    public string? Of(ResourceId id, JsonObject connection)
    {
        var properties = connection.Object("properties");
        return properties.Text("sharedKey") is { Length: > 0 } key ? key
            : _loaded.Contains(id) && HaveOne(properties) ? Assumed(id, properties)
            : null;
    }

    public static void Set(JsonObject connection, string key)
    {
        connection.Properties()["sharedKey"] = key;
        connection.Properties().Arrange("provisioningState", "resourceGuid", "packetCaptureDiagnosticState", "virtualNetworkGateway1",
            "virtualNetworkGateway2", "localNetworkGateway2", "connectionType", "connectionProtocol", "routingWeight", "sharedKey");
    }

    /// <summary>A key of letters and digits, as the service's reset makes them (recorded).</summary>
    public string Next(int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            text.Append(Alphabet[(int)(cloud.Ids.NextFraction() * Alphabet.Length)]);
        }

        return text.ToString();
    }

    // azure-network-rules 4.4: printable ASCII without space, hyphen and tilde, 1 to 128 of them.
    public static ArmError? Check(string key) =>
        key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and < '~' and not '-')
            ? null
            : VpnErrors.InvalidSharedKey.With(LongestKey);

    // The same for both halves of a pair, and for every run with one seed.
    private string Assumed(ResourceId id, JsonObject? properties)
    {
        var ends = Json.Same(properties.Text("connectionType"), "Vnet2Vnet")
            ? string.Join('|', new[] { properties.Reference("virtualNetworkGateway1"), properties.Reference("virtualNetworkGateway2") }
                .Select(e => e?.ToUpperInvariant()).Order(StringComparer.Ordinal))
            : id.ToString().ToUpperInvariant();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cloud.Options.Seed}|{ends}"));
        return string.Concat(hash.Select(b => Alphabet[b % Alphabet.Length]));
    }
}
