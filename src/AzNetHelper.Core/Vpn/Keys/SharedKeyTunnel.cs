using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>A tunnel whose key is to change, with the keys that its connections have now. They are held in memory alone.</summary>
/// <param name="First">The connection that was named: it gets the new key first.</param>
/// <param name="Second">The connection of the other gateway; null where the other end is a device.</param>
/// <param name="Kind">VNet-to-VNet or site-to-site.</param>
/// <param name="Who">The two ends, in words.</param>
internal sealed record SharedKeyTunnel(ResourceId First, ResourceId? Second, ConnectionKind Kind, string Who) : IDisposable
{
    /// <summary>The key of the first connection.</summary>
    public required SecureString FirstKey { get; init; }

    /// <summary>The key of the second connection; null where there is none.</summary>
    public SecureString? SecondKey { get; init; }

    /// <summary>What the connections lead to, by the members that say so: a plan rests on it. Null where a plan is there already.</summary>
    public string? Before { get; init; }

    public IEnumerable<(ResourceId Connection, SecureString Key)> Ends =>
        Second is null ? [(First, FirstKey)] : [(First, FirstKey), (Second, SecondKey!)];

    /// <summary>False where the keys of both connections are known to differ: the tunnel cannot be up.</summary>
    public bool IsConsistent => SecondKey is null || ConnectionKey.Same(FirstKey, SecondKey);

    /// <summary>The group of a plan's changes.</summary>
    public string Group { get; init; } = First.ToString();

    /// <summary>Reads the keys that the connections have now.</summary>
    /// <returns>The tunnel, or why there is none. The caller disposes of it.</returns>
    /// <exception cref="ArmException">A key cannot be read.</exception>
    public static async Task<(SharedKeyTunnel? Tunnel, Failure? Failure)> ReadAsync(IArm arm, ResourceId one, ResourceId? other, string who, CancellationToken stop)
    {
        var first = await ConnectionKey.ReadAsync(arm, one, stop).ConfigureAwait(false);
        var second = other is null ? null : await ConnectionKey.ReadAsync(arm, other, stop).ConfigureAwait(false);
        if (first is not null && (other is null || second is not null))
        {
            return (new(one, other, other is null ? ConnectionKind.IPsec : ConnectionKind.Vnet2Vnet, who) { FirstKey = first, SecondKey = second }, null);
        }

        var none = first is null ? one : other!;
        first?.Dispose();
        second?.Dispose();
        return (null, new("NoSharedKey", FailureKind.InvalidOperation, $"{none} has no shared key: certificates take its place, or it was never built whole.", none));
    }

    public void Dispose()
    {
        FirstKey.Dispose();
        SecondKey?.Dispose();
    }

    public override string ToString() => Who;
}
