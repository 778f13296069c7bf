using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

/// <summary>
/// The keys of connections that a run needs and that nobody gave. Azure is asked each time just before a key is sent: a
/// connection of the pair that has one decides, so a run that was killed between the two halves is finished with the key of
/// the half that it made. Only where no half has a key one is made, once. For a key that takes the place of another, the half
/// decides that an earlier run of the same plan has given its new key, as the journal tells.
/// </summary>
internal sealed class SharedKeySource : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SecureString>> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<SecureString> _read = [];
    private readonly ImmutableDictionary<string, ImmutableArray<Change>> _users;

    private readonly ImmutableHashSet<ResourceId> _made;

    public SharedKeySource(Plan plan)
    {
        _users = plan.Changes.SelectMany(c => SecretSlot.In(c).Distinct().Select(s => (Slot: s, User: c)))
            .GroupBy(u => u.Slot.Text, StringComparer.Ordinal)
            .ToImmutableDictionary(g => g.Key, g => g.Select(u => u.User).ToImmutableArray(), StringComparer.Ordinal);
        _made = [.. plan.Changes.Where(c => c.Kind == ChangeKind.Create).Select(c => c.Resource)];
    }

    /// <summary>What earlier runs of the plan did; null for none.</summary>
    public RunJournal? Journal { get; set; }

    /// <summary>
    /// Whether the run can make the key: that of a new connection, and a new key that both ends are given. A new key of one
    /// end alone would be known to Azure and to nobody else.
    /// </summary>
    public bool CanMake(SecretSlot slot) => slot.IsSharedKey
        || (slot.IsNewKey && _users[slot.Text].Select(u => u.Resource).Distinct().Skip(1).Any());

    /// <summary>The key for a write that is about to be sent.</summary>
    /// <exception cref="ArmException">A key that is there cannot be read.</exception>
    public async Task<SecureString> OfAsync(IArm arm, SecretSlot slot, CancellationToken cancellation)
    {
        var holders = slot.IsSharedKey ? Holders(slot)
            : _users[slot.Text].Where(u => Journal?.HasActed(u) == true).Select(u => u.Resource);
        foreach (var holder in holders)
        {
            if (await ReadAsync(arm, holder, cancellation) is { } key)
            {
                return key;
            }
        }

        return _keys.GetOrAdd(slot.Text, _ => new(() => ConnectionKey.Secure(SharedKey.Generate()))).Value;
    }

    /// <summary>Why the key that is given, or those that are there, cannot be the one key of the slot; null when they can.</summary>
    public async Task<Failure?> ConflictAsync(IArm arm, SecretSlot slot, SecureString? given, CancellationToken cancellation)
    {
        (ResourceId Holder, SecureString Key)? first = null;
        foreach (var holder in Holders(slot))
        {
            if (await ReadAsync(arm, holder, cancellation) is not { } key)
            {
                continue;
            }

            if (given is not null && !ConnectionKey.Same(given, key))
            {
                return ConnectionKey.Differs(holder);
            }

            if (first is { } one && !ConnectionKey.Same(one.Key, key))
            {
                return new("SharedKeysDiffer", FailureKind.InvalidOperation, $"The connections {one.Holder} and {holder} have different keys, "
                    + "so their tunnel cannot come up. Nothing was written. Reset-VpnSharedKey gives both the same.", holder);
            }

            first ??= (holder, key);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values.Where(k => k.IsValueCreated).Select(k => k.Value).Concat(_read))
        {
            key.Dispose();
        }
    }

    private IEnumerable<ResourceId> Holders(SecretSlot slot) =>
        _users[slot.Text].Select(u => u.Resource).Prepend(slot.Resource!).Distinct();

    private async Task<SecureString?> ReadAsync(IArm arm, ResourceId holder, CancellationToken cancellation)
    {
        // Who makes a connection need not be allowed to read keys, and without that right even a key that is not there is 403.
        if (_made.Contains(holder) && (await FoundResource.ReadAsync(arm, holder, cancellation)).Body is null)
        {
            return null;
        }

        var key = await ConnectionKey.ReadAsync(arm, holder, cancellation);
        if (key is not null)
        {
            _read.Add(key);
        }

        return key;
    }
}
