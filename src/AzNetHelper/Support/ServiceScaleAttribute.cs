using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a parameter of type string[] take how large a service is to be: a number, a hashtable of names and numbers, or texts
/// <c>name=number</c>, as plans that were saved write them. What the names mean the core says.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServiceScaleAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        null => null,
        string text => new[] { text },
        IDictionary map => map.Keys.Cast<object>().Select(k => $"{k}={Text(map[k])}").ToArray(),
        IEnumerable many => many.Cast<object?>().Select(Text).ToArray(),
        var one => new[] { Text(one) },
    };

    private static string Text(object? value) => Convert.ToString(Plain(value), CultureInfo.InvariantCulture) ?? string.Empty;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
