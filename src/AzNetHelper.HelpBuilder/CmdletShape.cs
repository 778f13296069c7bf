using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace AzNetHelper.HelpBuilder;

/// <summary>A cmdlet as its attributes declare it.</summary>
public sealed record CmdletShape(string Name, string Verb, string Noun, string TypeName)
{
    /// <summary>In the order of the help: by the parameter's place in the class, the standard ones last.</summary>
    public IReadOnlyList<ParameterShape> Parameters { get; init; } = [];

    /// <summary>The default set first.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    public IReadOnlyList<string> OutputTypes { get; init; } = [];

    public IEnumerable<ParameterShape> ParametersOf(string set) =>
        Parameters.Where(p => p.InSet(set) is not null)
            .OrderBy(p => p.InSet(set)!.Position ?? int.MaxValue)
            .ThenByDescending(p => p.InSet(set)!.IsMandatory);
}

public sealed record ParameterShape(string Name, Type Type)
{
    public IReadOnlyDictionary<string, ParameterPlace> Places { get; init; } = new Dictionary<string, ParameterPlace>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The only values that it takes; empty when it is open.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public string? DefaultValue { get; init; }

    public bool SupportsWildcards { get; init; }

    /// <summary>-WhatIf and -Confirm, whose text is always the same.</summary>
    public string? StandardText { get; init; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    public ParameterPlace? InSet(string set) =>
        Places.GetValueOrDefault(set) ?? Places.GetValueOrDefault(ParameterAttribute.AllParameterSets);

    /// <summary>Mandatory in every set, from the pipeline in any.</summary>
    public ParameterPlace Overall => new(
        Places.Values.All(p => p.IsMandatory),
        Places.Values.Select(p => p.Position).Distinct().ToArray() is [var only] ? only : null,
        Places.Values.Any(p => p.ByValue),
        Places.Values.Any(p => p.ByPropertyName));
}

/// <summary>What a parameter is within one set.</summary>
public sealed record ParameterPlace(bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    public string PositionText => Position?.ToString(CultureInfo.InvariantCulture) ?? "named";
}
