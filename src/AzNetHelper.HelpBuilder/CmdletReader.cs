using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace AzNetHelper.HelpBuilder;

/// <summary>
/// Reads cmdlets by reflection, without an engine: the tests compare its answer with the engine's own.
/// </summary>
public static class CmdletReader
{
    public static IReadOnlyList<CmdletShape> Read(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.IsDefined(typeof(CmdletAttribute), inherit: false))
            .Select(Read)
            .OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    public static CmdletShape Read(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()
            ?? throw new ArgumentException($"{type} has no [Cmdlet].", nameof(type));
        var instance = Activator.CreateInstance(type);
        var parameters = Properties(type)
            .Select(p => Parameter(p, instance))
            .Where(p => p.Places.Count > 0)
            .Concat(cmdlet.SupportsShouldProcess ? StandardParameters.ShouldProcess : [])
            .ToArray();
        return new($"{cmdlet.VerbName}-{cmdlet.NounName}", cmdlet.VerbName, cmdlet.NounName, type.FullName!)
        {
            Parameters = parameters,
            Sets = Sets(parameters, cmdlet.DefaultParameterSetName),
            OutputTypes = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(o => o.Type).Select(t => t.Name).Distinct(StringComparer.Ordinal)],
        };
    }

    // The class itself before its bases: what is special comes before what all cmdlets share.
    private static IEnumerable<PropertyInfo> Properties(Type type)
    {
        for (var t = type; t is not null && t != typeof(PSCmdlet) && t != typeof(Cmdlet); t = t.BaseType)
        {
            foreach (var property in t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .OrderBy(p => p.MetadataToken))
            {
                yield return property;
            }
        }
    }

    private static ParameterShape Parameter(PropertyInfo property, object? cmdlet)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var places = property.GetCustomAttributes<ParameterAttribute>().Where(p => !p.DontShow).ToDictionary(
            p => p.ParameterSetName,
            p => new ParameterPlace(
                p.Mandatory,
                p.Position == int.MinValue ? null : p.Position,
                p.ValueFromPipeline,
                p.ValueFromPipelineByPropertyName),
            StringComparer.OrdinalIgnoreCase);
        return new(property.Name, type)
        {
            Places = places,
            Aliases = [.. property.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames)],
            Values = Values(property, type),
            DefaultValue = places.Count == 0 ? null : DefaultValue(property, cmdlet),
            SupportsWildcards = property.IsDefined(typeof(SupportsWildcardsAttribute)),
        };
    }

    private static IReadOnlyList<string> Values(PropertyInfo property, Type type)
    {
        var element = type.IsArray ? type.GetElementType()! : type;
        return property.GetCustomAttribute<ValidateSetAttribute>() is { } set ? [.. set.ValidValues]
            : element.IsEnum ? Enum.GetNames(element)
            : [];
    }

    private static string? DefaultValue(PropertyInfo property, object? cmdlet)
    {
        var value = property.GetValue(cmdlet);
        return value switch
        {
            null => null,
            SwitchParameter or bool => value is true or SwitchParameter { IsPresent: true } ? "True" : "False",
            string text => text.Length == 0 ? null : text,
            // An enum's zero is a value like any other; a number's is what nobody set.
            Enum => value.ToString(),
            ValueType when value.Equals(Activator.CreateInstance(value.GetType())) => null,
            IEnumerable items => string.Join(", ", items.Cast<object>()) is { Length: > 0 } list ? list : null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    // A default set that no parameter names is one all the same: the cmdlet without anything special.
    private static string[] Sets(IReadOnlyList<ParameterShape> parameters, string? byDefault)
    {
        var named = parameters.SelectMany(p => p.Places.Keys).Where(s => s != ParameterAttribute.AllParameterSets);
        string[] sets = [.. (byDefault is null ? named : named.Prepend(byDefault)).Distinct(StringComparer.OrdinalIgnoreCase)];
        return sets.Length > 0 ? sets : [ParameterAttribute.AllParameterSets];
    }
}
