using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Reading;

namespace AzNetHelper.Vpn;

/// <summary>
/// Compares the shared keys of both ends, each read by its own call (GET /sharedkey, recorded-behaviour 5.4). Only whether they
/// are the same is kept.
/// </summary>
internal sealed class KeyComparison(IArm arm)
{
    public async Task<ConnectionEvidence> AddAsync(ConnectionEvidence evidence, CancellationToken stop)
    {
        if (evidence.There is not { } there || evidence.Here.UsesCertificates || there.UsesCertificates)
        {
            return evidence;
        }

        var (one, why) = await ReadAsync(evidence.Here.Id, stop).ConfigureAwait(false);
        var (other, reason) = await ReadAsync(there.Id, stop).ConfigureAwait(false);
        using (one)
        using (other)
        {
            return one is not null && other is not null
                ? evidence with { KeysEqual = ConnectionKey.Same(one, other) }
                : evidence with { Unread = [.. evidence.Unread, .. new[] { why, reason }.OfType<string>()] };
        }
    }

    private async Task<(SecureString? Key, string? Why)> ReadAsync(ResourceId connection, CancellationToken stop)
    {
        try
        {
            return await ConnectionKey.ReadAsync(arm, connection, stop).ConfigureAwait(false) is { } key
                ? (key, null) : (null, $"{connection.Name} has no shared key that Azure shows.");
        }
        catch (ArmException e) when (Harvest.LeavesGap(e) || e.Is("InvalidAnswer"))
        {
            return (null, $"The shared key of {connection.Name} was not read ({e.Code}).");
        }
    }
}
