using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

/// <summary>
/// The secrets of a run. The plan, its results and everything that is shown keep the slots: a secret takes its place in
/// the body of a write just before it is sent, and nowhere else. Keys of connections that nobody gave are those of the half
/// that is there, or are made (<see cref="SharedKeySource"/>).
/// </summary>
public sealed class Secrets : IDisposable
{
    private readonly Dictionary<string, SecureString> _bySlot = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SecretSlot> _slots;
    private readonly SharedKeySource _keys;

    private Secrets(Plan plan, ImmutableArray<SecretSlot> slots) => (_slots, _keys) = (slots, new(plan));

    /// <summary>
    /// Finds the slot that each name means: the slot's text, that text without <c>secret:</c>, or resource and member
    /// (<see cref="SecretSlot.Name"/>). Every secret must get its slot, and every slot its secret, unless it is a key that
    /// the run can make; what is amiss is told.
    /// </summary>
    /// <returns>The secrets; null when something is amiss.</returns>
    public static Secrets? For(Plan plan, IReadOnlyDictionary<string, SecureString> given, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(steps);
        var slots = SecretSlot.In(plan);
        var secrets = new Secrets(plan, slots);
        var failures = new List<Failure>();
        foreach (var (name, value) in given)
        {
            var meant = slots.Where(s => Means(s, name)).ToArray();
            if (meant is [var slot] && secrets._bySlot.TryAdd(slot.Text, value))
            {
                continue;
            }

            failures.Add(meant.Length == 0
                ? new("SecretUnknown", FailureKind.InvalidArgument, $"The plan has no slot '{name}'. "
                    + (slots.IsEmpty ? "It needs no secret." : $"Its slots: {Names(slots)}."), name)
                : new("SecretAmbiguous", FailureKind.InvalidArgument, meant.Length == 1
                    ? $"Two secrets are given for '{meant[0].Text}'."
                    : $"'{name}' may mean {string.Join(" or ", meant.Select(m => $"'{m.Text}'"))}. Give the whole name.", name));
        }

        failures.AddRange(slots.Where(secrets.IsMissing).Select(s => new Failure("SecretNeeded", FailureKind.InvalidArgument,
            $"The plan needs the secret '{s.Name}' ({s.Text}). Nothing was written. Give it with "
            + $"-Secret @{{ '{s.Name}' = <SecureString> }}.", s.Text)));
        failures.AddRange(slots.Select(secrets.Unfit).OfType<Failure>());
        failures.ForEach(steps.Fail);
        return failures.Count == 0 ? secrets : null;
    }

    /// <summary>One key for every connection that a plan makes, or gives a new key, by the names of their slots.</summary>
    public static IReadOnlyDictionary<string, SecureString> ForConnections(Plan plan, SecureString key) =>
        SecretSlot.In(plan).Where(s => s.IsSharedKey || s.IsNewKey).ToDictionary(s => s.Text, _ => key, StringComparer.Ordinal);

    /// <summary>The MD5 key of a circuit's private peering that was given, by the name of its slot; empty where the plan sends none.</summary>
    public static IReadOnlyDictionary<string, SecureString> ForPeering(Plan plan, SecureString key) =>
        SecretSlot.In(plan).Where(s => s.IsPeeringKey).ToDictionary(s => s.Text, _ => key, StringComparer.Ordinal);

    /// <summary>The key of a circuit's authorization that was given, by the name of its slot; empty where the plan needs none.</summary>
    public static IReadOnlyDictionary<string, SecureString> ForAuthorization(Plan plan, SecureString key) =>
        SecretSlot.In(plan).Where(s => s.IsGivenAuthorizationKey).ToDictionary(s => s.Text, _ => key, StringComparer.Ordinal);

    /// <summary>
    /// Compares the keys that are given with those that connections of the plan have already, before the first write; what
    /// does not fit is told. Reads only.
    /// </summary>
    /// <returns>False when something does not fit.</returns>
    /// <exception cref="ArmException">A key that is there cannot be read.</exception>
    public async Task<bool> FitAsync(IArm arm, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var fits = true;
        foreach (var slot in _slots.Where(s => s.IsSharedKey))
        {
            if (await _keys.ConflictAsync(arm, slot, _bySlot.GetValueOrDefault(slot.Text), cancellationToken) is { } conflict)
            {
                steps.Fail(conflict);
                fits = false;
            }
        }

        return fits;
    }

    /// <summary>The connection, with the slots of what is sent filled.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="journal">What earlier runs of the plan did; null for none.</param>
    public IArm Over(IArm arm, RunJournal? journal = null)
    {
        _keys.Journal = journal;
        return _slots.IsEmpty ? arm : new FillingArm(arm, this);
    }

    /// <summary>Forgets the keys that the run made or read.</summary>
    public void Dispose() => _keys.Dispose();

    /// <summary>The secret of a slot, now that it is to be sent; null for a text that is no slot of the plan.</summary>
    internal async Task<SecureString?> OfAsync(IArm arm, string text, CancellationToken cancellation) =>
        _bySlot.TryGetValue(text, out var given) ? given
        : _slots.FirstOrDefault(s => string.Equals(s.Text, text, StringComparison.Ordinal)) is { } slot && _keys.CanMake(slot)
            ? await _keys.OfAsync(arm, slot, cancellation)
        : _slots.FirstOrDefault(s => s.IsReadAuthorizationKey && string.Equals(s.Text, text, StringComparison.Ordinal)) is { } authorization
            ? await AuthorizationKey.ReadAsync(arm, authorization.Resource!, cancellation)
        : null;

    private bool IsMissing(SecretSlot slot) => !_bySlot.ContainsKey(slot.Text) && !_keys.CanMake(slot) && !slot.IsReadAuthorizationKey;

    private Failure? Unfit(SecretSlot slot) => !_bySlot.TryGetValue(slot.Text, out var key) ? null
        : (slot.IsSharedKey || slot.IsNewKey) && ConnectionKey.Problem(key) is { } problem
            ? new("SharedKeyInvalid", FailureKind.InvalidArgument, $"{problem} Nothing was written. Give another key, "
                + "or none for one that is made.", slot.Resource!)
        : slot.IsPeeringKey && PeeringKeyRules.Problem(key) is { } unfit
            ? new("PeeringKeyUnfit", FailureKind.InvalidArgument, $"{unfit} Nothing was written.", slot.Resource!)
        : null;

    private static bool Means(SecretSlot slot, string name) => string.Equals(slot.Text, name, StringComparison.Ordinal)
        || string.Equals(slot.Text["secret:".Length..], name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(slot.Name, name, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<SecretSlot> slots) => string.Join(", ", slots.Select(s => $"'{s.Name}'"));
}
