using System.Globalization;
using AzNetHelper.Arm;

namespace AzNetHelper.Audit.Rules;

/// <summary>Many names in a sentence: the first ones, and how many more.</summary>
internal static class Names
{
    public static string Several(IReadOnlyCollection<ResourceId> ids) => Several([.. ids.Select(i => i.Name)]);

    public static string Several(IReadOnlyCollection<string> names) => names.Count <= 3 ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more");
}
