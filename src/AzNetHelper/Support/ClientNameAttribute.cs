using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>
/// Takes names, and of an object its property ClientName or Name. A row of a file with other columns would become a name by its
/// text, @{User=alice}; it is refused instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClientNameAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] NameProperties = ["ClientName", "Name"];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        null => null,
        IEnumerable many and not string => many.Cast<object?>().Select(Name).ToArray(),
        _ => new[] { Name(inputData) },
    };

    private static string Name(object? given) => Plain(given) switch
    {
        null => string.Empty,
        string name => name,
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        var other => NameProperties.Select(p => PSObject.AsPSObject(given).Properties[p]?.Value?.ToString()).FirstOrDefault(n => n is not null)
            ?? throw new ArgumentTransformationMetadataException($"'{other}' is no name and has none. Give texts, or objects with a property "
                + $"{string.Join(" or ", NameProperties)}, such as the rows that Import-Csv reads."),
    };

    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
