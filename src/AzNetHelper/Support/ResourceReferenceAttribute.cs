using System.Collections;
using System.Management.Automation;
using AzNetHelper.Arm;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a parameter of type string or string[] take a resource as text (an id, <c>group/name</c>, a bare name) or as an
/// object: ours, Az's, or anything with a ResourceId or Id. Text is handed on as given; the core finds what it names.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceReferenceAttribute : ArgumentTransformationAttribute
{
    // Objects of Get-AzResource carry both; ResourceId is the one that cannot mean anything else.
    private static readonly string[] IdMembers = ["ResourceId", "Id"];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        null => null,
        string text => text,
        IDictionary map => Reference(map),
        IEnumerable many => many.Cast<object?>().Select(Reference).ToArray(),
        var one => Reference(one),
    };

    private static string Reference(object? value) => Plain(value) switch
    {
        string text => text,
        ResourceId id => id.ToString(),
        IDictionary map => FromMap(map) ?? throw Refusal(map),
        null => throw new ArgumentTransformationMetadataException("A resource is expected, and null was given."),
        var other => FromMembers(other) ?? throw Refusal(other),
    };

    private static string? FromMap(IDictionary map) =>
        IdMembers.Select(name => IdText(map[name])).FirstOrDefault(id => id is not null);

    private static string? FromMembers(object value)
    {
        var members = PSObject.AsPSObject(value).Properties;
        return IdMembers.Select(name => IdText(members[name]?.Value)).FirstOrDefault(id => id is not null);
    }

    private static string? IdText(object? value) => Plain(value) switch
    {
        string { Length: > 0 } text => text,
        ResourceId id => id.ToString(),
        _ => null,
    };

    // Objects that PowerShell made itself (PSCustomObject) are their own base object: their members are on the wrapper.
    private static object? Plain(object? value) =>
        value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;

    private static ArgumentTransformationMetadataException Refusal(object value) => new(
        $"'{value}' ({value.GetType().Name}) names no resource: give an id, 'group/name', a name, "
        + "or an object with a ResourceId or Id.");
}
