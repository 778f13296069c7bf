using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Asks a gateway which clients are connected by point-to-site: getVpnClientConnectionHealth, a POST that changes nothing (arm-protocol
/// 1.4), answered with a row for each.
/// </summary>
internal static class SessionReader
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = ResourceTypes.VirtualNetworkGateway + "/getVpnClientConnectionHealth/action";

    // A gateway that does not tell in this time is not waited for: then it is not known who is connected, which is said.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Who is connected, or why that is not known: an answer that was lost ends nothing that can be done without it.</summary>
    /// <exception cref="ArmException">Azure does not accept the sign-in.</exception>
    public static async Task<(ImmutableArray<P2SSession>? Sessions, string? Why)> AskAsync(IArm arm, ResourceId gateway, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            var operation = await arm.SendAsync(
                new(ArmVerb.Post, $"{gateway}/getVpnClientConnectionHealth", ResourceTypes.ApiVersion(gateway)), both.Token).ConfigureAwait(false);
            var answer = await arm.WaitAsync(operation, both.Token).ConfigureAwait(false);
            using var json = JsonTape.Read(answer.Body);
            return json.Root.Member("value").ValueKind == JsonValueKind.Array
                ? (json.Root.All("value", row => P2SSession.Read(gateway, row)), null) : (null, "the answer has no list of clients");
        }
        catch (ArmException e) when (e.Status == 0 || Harvest.LeavesGap(e))
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, "it did not tell in time");
        }
        catch (JsonException)
        {
            return (null, "the answer could not be understood");
        }
    }
}
