using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Vpn;

/// <summary>
/// Asks a gateway which clients are connected by point-to-site: getVpnClientConnectionHealth, a POST that changes nothing (arm-protocol
/// 1.4), answered with a row for each. The gateway's own document need not tell their number (recorded-behaviour 4).
/// </summary>
internal static class ClientCount
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = ResourceTypes.VirtualNetworkGateway + "/getVpnClientConnectionHealth/action";

    // A gateway that does not tell in this time is not waited for: then the number is unknown, which is said.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How many there are, or why that is not known.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<(long? Clients, string? Why)> AskAsync(IArm arm, ResourceId gateway, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            var operation = await arm.SendAsync(
                new(ArmVerb.Post, $"{gateway}/getVpnClientConnectionHealth", ResourceTypes.ApiVersion(gateway)), both.Token).ConfigureAwait(false);
            var answer = await arm.WaitAsync(operation, both.Token).ConfigureAwait(false);
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("value", out var rows)
                && rows.ValueKind == JsonValueKind.Array ? (rows.GetArrayLength(), null) : (null, "the answer has no list of clients");
        }
        catch (ArmException e) when (Harvest.LeavesGap(e) || e.Status is 400 or 405 or 409)
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
