using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>A place in a plan where a secret belongs.</summary>
/// <param name="Text">What stands in its place (<see cref="SecretSlots"/>).</param>
public sealed record SecretSlot(string Text)
{
    /// <summary>The resource and the member, for example <c>c1/sharedKey</c>; not always unique in a plan.</summary>
    public string Name => $"{Text[..Mark].Split('/')[^1]}/{Text[(Mark + 1)..].Split('/')[^1]}";

    /// <summary>Whose secret it is; null for one that belongs to no resource.</summary>
    public ResourceId? Resource => ResourceId.TryParse(Text[SecretSlots.Prefix.Length..Mark], out var id) ? id : null;

    /// <summary>The key that a connection is made with: one that is not given is made by the run, or is there already.</summary>
    public bool IsSharedKey => Is(SecretSlots.SharedKeyPointer);

    /// <summary>A key that takes the place of the one that a connection has.</summary>
    public bool IsNewKey => Is(SecretSlots.NewKeyPointer);

    /// <summary>The MD5 key of a circuit's peering.</summary>
    public bool IsPeeringKey => string.Equals(Text[(Mark + 1)..], SecretSlots.SharedKeyPointer, StringComparison.Ordinal)
        && Resource?.IsType(ResourceTypes.CircuitPeering) == true;

    /// <summary>The key of a circuit's authorization, which the run reads there just before it is sent.</summary>
    public bool IsReadAuthorizationKey => IsAuthorizationKey && Resource?.IsType(ResourceTypes.CircuitAuthorization) == true;

    /// <summary>The key of an authorization that the circuit's owner has handed over.</summary>
    public bool IsGivenAuthorizationKey => IsAuthorizationKey && Resource?.IsType(ResourceTypes.Connection) == true;

    private bool IsAuthorizationKey => string.Equals(Text[(Mark + 1)..], SecretSlots.AuthorizationKeyPointer, StringComparison.Ordinal);

    private int Mark => Text.IndexOf('#', StringComparison.Ordinal);

    /// <summary>The slots that a plan's writes need filled.</summary>
    public static ImmutableArray<SecretSlot> In(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Changes.Where(c => c.Writes).SelectMany(In).Distinct()];
    }

    /// <summary>The slots that a change holds, one that writes nothing included.</summary>
    internal static IEnumerable<SecretSlot> In(Change change) => change.After is null ? []
        : Texts(JsonBody.Parse(change.After)).Where(SecretSlots.IsSlot).Select(t => new SecretSlot(t));

    public override string ToString() => Name;

    private bool Is(string pointer) => string.Equals(Text[(Mark + 1)..], pointer, StringComparison.Ordinal)
        && Resource?.IsType(ResourceTypes.Connection) == true;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Texts(m.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
