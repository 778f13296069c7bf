using System.Collections.Immutable;
using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>A place in a plan where a secret belongs.</summary>
/// <param name="Text">What stands in its place (<see cref="SecretSlots"/>).</param>
public sealed record SecretSlot(string Text)
{
    /// <summary>The resource and the member, for example <c>c1/sharedKey</c>; not always unique in a plan.</summary>
    public string Name
    {
        get
        {
            var mark = Text.IndexOf('#', StringComparison.Ordinal);
            return $"{Text[..mark].Split('/')[^1]}/{Text[(mark + 1)..].Split('/')[^1]}";
        }
    }

    /// <summary>The slots that a plan's writes need filled.</summary>
    public static ImmutableArray<SecretSlot> In(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Changes.Where(c => c.Writes && c.After is not null).SelectMany(c => Texts(JsonBody.Parse(c.After!)))
            .Where(SecretSlots.IsSlot).Distinct(StringComparer.Ordinal).Select(t => new SecretSlot(t))];
    }

    public override string ToString() => Name;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Texts(m.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}

/// <summary>
/// The secrets of a run. The plan, its results and everything that is shown keep the slots: a secret takes its place in
/// the body of a write just before it is sent, and nowhere else.
/// </summary>
public sealed class Secrets
{
    private readonly Dictionary<string, SecureString> _bySlot = new(StringComparer.Ordinal);

    private Secrets()
    {
    }

    /// <summary>
    /// Finds the slot that each name means: the slot's text, that text without <c>secret:</c>, or resource and member
    /// (<see cref="SecretSlot.Name"/>). Every slot must get its secret, and every secret its slot; what does not is told.
    /// </summary>
    /// <returns>The secrets; null when something is amiss.</returns>
    public static Secrets? For(Plan plan, IReadOnlyDictionary<string, SecureString> given, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(steps);
        var slots = SecretSlot.In(plan);
        var secrets = new Secrets();
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

        failures.AddRange(slots.Where(s => !secrets._bySlot.ContainsKey(s.Text)).Select(s => new Failure(
            "SecretNeeded", FailureKind.InvalidArgument,
            $"The plan needs the secret '{s.Name}' ({s.Text}). Nothing was written. Give it with "
            + $"-Secret @{{ '{s.Name}' = <SecureString> }}.", s.Text)));
        failures.ForEach(steps.Fail);
        return failures.Count == 0 ? secrets : null;
    }

    /// <summary>The connection, with the slots of what is sent filled.</summary>
    public IArm Over(IArm arm) => _bySlot.Count == 0 ? arm : new FillingArm(arm, this);

    private static bool Means(SecretSlot slot, string name) => string.Equals(slot.Text, name, StringComparison.Ordinal)
        || string.Equals(slot.Text["secret:".Length..], name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(slot.Name, name, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<SecretSlot> slots) => string.Join(", ", slots.Select(s => $"'{s.Name}'"));

    private ArmWrite Fill(ArmWrite write)
    {
        var body = JsonBody.Parse(write.Body);
        return body is null || !Fill(body) ? write : write with { Body = JsonBody.WriteUtf8(body) };
    }

    private bool Fill(JsonNode? node) => node switch
    {
        JsonObject members => members.ToArray().Count(m => Filled(m.Value) is { } filled
            ? (members[m.Key] = filled) is not null : Fill(m.Value)) > 0,
        JsonArray items => Enumerable.Range(0, items.Count).ToArray().Count(i => Filled(items[i]) is { } filled
            ? (items[i] = filled) is not null : Fill(items[i])) > 0,
        _ => false,
    };

    private JsonValue? Filled(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && _bySlot.TryGetValue(text, out var secret)
            ? JsonValue.Create(new NetworkCredential(string.Empty, secret).Password)
            : null;

    private sealed class FillingArm(IArm arm, Secrets secrets) : IArm
    {
        public TimeProvider Time => arm.Time;

        public IArm For(ArmCaller caller) => new FillingArm(arm.For(caller), secrets);

        public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
            arm.GetAsync(path, apiVersion, cancellationToken);

        public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
            arm.ListAsync(path, apiVersion, cancellationToken);

        public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) =>
            arm.SendAsync(secrets.Fill(write), cancellationToken);

        public Task<ArmResponse> QueryAsync(
            string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            arm.QueryAsync(path, apiVersion, body, cancellationToken);

        public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
            arm.WaitAsync(operation, cancellationToken);
    }
}
