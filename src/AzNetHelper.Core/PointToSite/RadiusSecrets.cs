using System.Collections.Immutable;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The secrets of a gateway's RADIUS servers, which a GET does not show: listRadiusSecrets, a POST that changes nothing (arm-protocol 1.4), answered
/// with an address and a secret each.
/// </summary>
public sealed class RadiusSecrets
{
    /// <summary>What is called below the gateway.</summary>
    public const string Path = "listRadiusSecrets";

    /// <summary>The right that it takes.</summary>
    public const string Right = ResourceTypes.VirtualNetworkGateway + "/" + Path + "/action";

    private readonly ImmutableDictionary<string, string> _byAddress;

    private RadiusSecrets(ImmutableDictionary<string, string> byAddress) => _byAddress = byAddress;

    /// <summary>Reads them.</summary>
    /// <exception cref="ArmException">They cannot be read.</exception>
    public static async Task<RadiusSecrets> ReadAsync(IArm arm, ResourceId gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(gateway);
        var operation = await arm.SendAsync(new(ArmVerb.Post, $"{gateway}/{Path}", ResourceTypes.ApiVersion(gateway)), cancellationToken).ConfigureAwait(false);
        var answer = await arm.WaitAsync(operation, cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = JsonBody.Parse(answer.Body)?["value"] as JsonArray ?? [];
            return new(rows.OfType<JsonObject>().Select(r => (Address: Text(r, "radiusServerAddress"), Secret: Text(r, "radiusServerSecret")))
                .Where(r => r is { Address: not null, Secret: not null }).DistinctBy(r => r.Address, StringComparer.OrdinalIgnoreCase)
                .ToImmutableDictionary(r => r.Address!, r => r.Secret!, StringComparer.OrdinalIgnoreCase));
        }
        catch (JsonException e)
        {
            throw new ArmException(0, "InvalidAnswer", $"The answer for the RADIUS secrets of {gateway} is no JSON.", e);
        }
    }

    /// <summary>True where the server has this secret.</summary>
    public bool Holds(string address, SecureString secret) => Of(address) is { } has && string.Equals(has, ConnectionKey.Reveal(secret), StringComparison.Ordinal);

    /// <summary>The secret of a server; null where none is told. For the body of a write, and nothing else.</summary>
    internal string? Of(string address) => _byAddress.GetValueOrDefault(address);

    /// <summary>Nothing of the secrets.</summary>
    public override string ToString() => nameof(RadiusSecrets);

    private static string? Text(JsonObject row, string name) =>
        row[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
