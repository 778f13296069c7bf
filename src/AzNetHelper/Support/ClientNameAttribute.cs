using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>
/// Takes names. An object without a property for them, for example a row of a file with other columns, would become a name by its
/// text; it is refused instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClientNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        null => null,
        string name => new[] { name },
        IEnumerable many => many.Cast<object?>().Select(one => Name(Plain(one))).ToArray(),
        var one => new[] { Name(one) },
    };

    private static string Name(object? given) => given switch
    {
        string name => name,
        null => string.Empty,
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        var other => throw new ArgumentTransformationMetadataException(
            $"'{other}' is no name. Give texts, or objects with a property Name or ClientName, such as the rows that Import-Csv reads."),
    };

    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
