using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

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

    /// <summary>What the connections lead to, by the members that say so: a plan rests on it.</summary>
    public required string Before { get; init; }

    public IEnumerable<(ResourceId Connection, SecureString Key)> Ends =>
        Second is null ? [(First, FirstKey)] : [(First, FirstKey), (Second, SecondKey!)];

    /// <summary>False where the keys of both connections are known to differ: the tunnel cannot be up.</summary>
    public bool IsConsistent => SecondKey is null || ConnectionKey.Same(FirstKey, SecondKey);

    /// <summary>The group of a plan's changes.</summary>
    public string Group => First.ToString();

    public void Dispose()
    {
        FirstKey.Dispose();
        SecondKey?.Dispose();
    }

    public override string ToString() => Who;
}
