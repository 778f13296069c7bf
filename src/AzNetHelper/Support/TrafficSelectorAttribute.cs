using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a parameter take pairs of traffic selectors: ours, a text <c>local=remote</c> with prefixes between commas, or anything
/// with Local and Remote (a hashtable), or LocalAddressRanges and RemoteAddressRanges (Az's objects).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TrafficSelectorAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] LocalNames = ["Local", "LocalAddressRange", "LocalAddressRanges"];
    private static readonly string[] RemoteNames = ["Remote", "RemoteAddressRange", "RemoteAddressRanges"];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        null => null,
        string or IDictionary or TrafficSelector => new[] { Read(inputData) },
        IEnumerable many => many.Cast<object?>().Select(Read).ToArray(),
        _ => new[] { Read(inputData) },
    };

    private static TrafficSelector Read(object? input)
    {
        try
        {
            return Plain(input) switch
            {
                TrafficSelector selector => selector,
                string text => TrafficSelector.Parse(text),
                IDictionary map => new(Prefixes(LocalNames.Select(n => map[n])), Prefixes(RemoteNames.Select(n => map[n]))),
                { } other => new(Members(other, LocalNames), Members(other, RemoteNames)),
                null => throw new FormatException("A pair of traffic selectors is expected, and null was given."),
            } is { Local.IsEmpty: false, Remote.IsEmpty: false } read ? read
                : throw new FormatException($"'{input}' is no pair of traffic selectors: give 'local=remote', or Local and Remote.");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static ImmutableArray<IPPrefix> Members(object value, string[] names) =>
        Prefixes(names.Select(n => PSObject.AsPSObject(value).Properties[n]?.Value));

    private static ImmutableArray<IPPrefix> Prefixes(IEnumerable<object?> values) => Plain(values.FirstOrDefault(v => v is not null)) switch
    {
        null => [],
        string text => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPPrefix.Parse)],
        IEnumerable many => [.. many.Cast<object?>().Select(p => IPPrefix.Parse($"{Plain(p)}"))],
        var one => [IPPrefix.Parse($"{one}")],
    };

    private static object? Plain(object? value) =>
        value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
