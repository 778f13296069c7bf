using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

/// <summary>
/// Something below a resource that a plan may call. A plan comes from a file, too, and a call is not held against a body's rules: what
/// is not in this list, because no planner makes it, is no part of a plan.
/// </summary>
/// <param name="Type">The type of the resource.</param>
/// <param name="Name">What is called.</param>
/// <param name="Verb">How.</param>
/// <param name="Takes">What it is called with, in words.</param>
internal sealed record PlannedAction(string Type, string Name, ArmVerb Verb, string Takes)
{
    private Func<JsonObject?, bool> Fits { get; init; } = static _ => false;

    public static ImmutableArray<PlannedAction> All { get; } =
    [
        new(ResourceTypes.Connection, ConnectionKey.Path, ArmVerb.Put, "one member 'value', the slot of a new key") { Fits = IsNewKey },
    ];

    /// <summary>Why a change is none of them; null for one that is, and for what is no action.</summary>
    public static string? Fault(Change change)
    {
        if (change.Kind != ChangeKind.Action)
        {
            return null;
        }

        var known = All.FirstOrDefault(a => change.Resource.IsType(a.Type) && string.Equals(a.Name, change.Action, StringComparison.OrdinalIgnoreCase));
        return known is null ? $"calls '{change.Action}' of {change.Resource.Type}, which no command of this module plans."
            : known.Verb != change.ActionVerb ? $"calls '{known.Name}' with {change.ActionVerb}; it is called with {known.Verb}."
            : !known.Fits(change.After is null ? null : JsonBody.Parse(change.After)) ? $"calls '{known.Name}' with something else than {known.Takes}."
            : null;
    }

    private static bool IsNewKey(JsonObject? body) => body is { Count: 1 } && body["value"] is JsonValue value && value.TryGetValue<string>(out var text)
        && Networks.SecretSlots.IsSlot(text) && new SecretSlot(text).IsNewKey;
}
