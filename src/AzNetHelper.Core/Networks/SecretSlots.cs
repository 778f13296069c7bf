using System.Collections.Frozen;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// Members that hold secrets, and the slot that stands for one in everything that leaves the process: the text
/// <c>secret:{resource id}#{JSON pointer of the member}</c>, for example
/// <c>secret:/subscriptions/.../connections/c1#/properties/sharedKey</c>. The name is the same each time the same
/// resource is exported, so that a secret can be supplied for it later.
/// </summary>
public static class SecretSlots
{
    internal const string SharedKeyPointer = "/properties/sharedKey";
    internal const string NewKeyPointer = "/newSharedKey";
    internal const string AuthorizationKeyPointer = "/properties/authorizationKey";
    internal const string PreviousKeyPointer = "/previousSharedKey";
    internal const string Prefix = "secret:";

    // Member names of Microsoft.Network's published schema that hold secrets, wherever they stand. The service echoes
    // shared keys and authorization keys in clear (recorded behaviour, api-versions 2019 to 2022).
    private static readonly FrozenSet<string> Members = new[]
    {
        "sharedKey", "preSharedKey", "authorizationKey", "radiusServerSecret", "serviceKey", "activationKey",
        "password",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A circuit that its provider has not been given yet answers this instead of a key; knowing it matters.
    private static readonly string NoKeyYet = Guid.Empty.ToString();

    /// <summary>The name of the slot for a member.</summary>
    /// <param name="resource">The id of the resource; the document's type where it has none.</param>
    /// <param name="pointer">The JSON pointer of the member in its document (RFC 6901).</param>
    public static string Name(string resource, string pointer) => $"{Prefix}{resource}#{pointer}";

    /// <summary>
    /// The slot of the key that a connection is made with. Both connections of two gateways hold one and the same slot.
    /// </summary>
    public static string OfSharedKey(ResourceId connection) => Name($"{connection}", SharedKeyPointer);

    /// <summary>
    /// The slot of a key that takes the place of the one that a connection has. Both connections of two gateways hold one
    /// and the same slot.
    /// </summary>
    public static string OfNewKey(ResourceId connection) => Name($"{connection}", NewKeyPointer);

    /// <summary>
    /// The slot of the key that lets a gateway of another subscription be linked with a circuit: of the circuit's authorization where the run
    /// reads it there, of the connection where a person gives it.
    /// </summary>
    public static string OfAuthorizationKey(ResourceId resource) => Name($"{resource}", AuthorizationKeyPointer);

    /// <summary>The slot of the key that a connection had, for the write that gives it back.</summary>
    internal static string OfPreviousKey(ResourceId connection) => Name($"{connection}", PreviousKeyPointer);

    /// <summary>A document with the slots of its secrets in their place; as it is where it holds none.</summary>
    /// <param name="resource">Whose document it is.</param>
    /// <param name="document">JSON.</param>
    internal static string Hide(ResourceId resource, string document) =>
        Members.Any(m => document.Contains($"\"{m}\"", StringComparison.OrdinalIgnoreCase))
            ? CanonicalJson.WithoutSecrets(resource, document) : document;

    /// <summary>True for the text of a slot.</summary>
    public static bool IsSlot(string? text) => text is not null
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.IndexOf('#', StringComparison.Ordinal) is > 0 and var mark
        && text.AsSpan(mark + 1).StartsWith("/")
        && (ResourceId.TryParse(text[Prefix.Length..mark], out _)
            || text.AsSpan(Prefix.Length).StartsWith(ExtraDocument.TypePrefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a member of this name with this value must not leave the process.</summary>
    public static bool IsSecret(string member, JsonElement value) => Members.Contains(member) && value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False => false,
        JsonValueKind.String when !CanonicalJson.HoldsSurrogateEscape(value) =>
            value.GetString() is { Length: > 0 } text
            && !IsSlot(text) && !string.Equals(text, NoKeyYet, StringComparison.Ordinal),
        _ => true,
    };
}
