using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>
/// The one write that changes the key of a connection: <c>PUT .../sharedkey</c> (recorded-behaviour 5.4). A PUT of the connection
/// itself keeps the key that is there.
/// </summary>
internal static class SharedKeyWrite
{
    /// <summary>True for a change that calls for the key of a connection, whoever made it and however the call is spelt.</summary>
    public static bool Is(Change change) => change is { Kind: ChangeKind.Action, Action: { } action }
        && string.Equals(action.Trim('/').Split('/')[0], ConnectionKey.Path, StringComparison.OrdinalIgnoreCase);

    public static Change Of(ResourceId connection, SharedKeyTunnel tunnel) => Of(connection, $"Change the shared key of '{connection.Name}'", SecretSlots.OfNewKey(tunnel.First)) with
    {
        Group = tunnel.Group,
        Impact = ConnectionImpacts.Say([tunnel.Second is null ? ConnectionImpacts.DeviceKey : ConnectionImpacts.Key], tunnel.Who),
    };

    /// <summary>
    /// Gives a connection the key back that it had. The slot is another one, so that a journal takes it for what it is: another
    /// write, after which that of the new key counts no longer.
    /// </summary>
    public static Change Back(ResourceId connection) =>
        Of(connection, $"Put the shared key of '{connection.Name}' back", SecretSlots.OfPreviousKey(connection));

    private static Change Of(ResourceId connection, string summary, string slot) => new(connection, ChangeKind.Action, summary)
    {
        Key = $"sharedkey:{connection}".ToLowerInvariant(),
        Action = ConnectionKey.Path,
        ActionVerb = ArmVerb.Put,
        After = JsonBody.Write(new JsonObject { ["value"] = slot }),
        Lanes = [connection],
    };
}
