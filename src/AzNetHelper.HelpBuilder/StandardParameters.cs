using System.Management.Automation;

namespace AzNetHelper.HelpBuilder;

internal static class StandardParameters
{
    private static readonly Dictionary<string, ParameterPlace> s_everywhere = new(StringComparer.Ordinal)
    {
        [ParameterAttribute.AllParameterSets] = new(IsMandatory: false, Position: null, ByValue: false, ByPropertyName: false),
    };

    public static IReadOnlyList<ParameterShape> ShouldProcess { get; } =
    [
        new("WhatIf", typeof(SwitchParameter))
        {
            Places = s_everywhere,
            Aliases = ["wi"],
            DefaultValue = "False",
            StandardText = "Shows what would be done, and does not do it.",
        },
        new("Confirm", typeof(SwitchParameter))
        {
            Places = s_everywhere,
            Aliases = ["cf"],
            DefaultValue = "False",
            StandardText = "Asks before each change. With -Confirm:$false nothing is asked.",
        },
    ];
}
