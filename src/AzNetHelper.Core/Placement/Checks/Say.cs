namespace AzNetHelper.Placement.Checks;

/// <summary>Makes reasons; the catalogue gives them their id.</summary>
internal static class Say
{
    public static IEnumerable<PlacementReason> Nothing => [];

    public static IEnumerable<PlacementReason> That(FormattableString message, string? fix = null, string? parameter = null) =>
        [new(string.Empty, Blocks: false, FormattableString.Invariant(message)) { Fix = fix, Parameter = parameter }];

    /// <summary>What another subnet helps against, or where there can be none what else does.</summary>
    public static IEnumerable<PlacementReason> Elsewhere(
        PlacementScene scene, FormattableString message, string? parameter = null, bool isSize = false)
    {
        var said = FormattableString.Invariant(message);
        var fix = scene.NewSubnet;
        return [new(string.Empty, Blocks: false, fix is null ? $"{said} {scene.Stuck(isSize)}" : said) { Fix = fix, Parameter = parameter }];
    }

    public static string List(IEnumerable<string> names)
    {
        const int Most = 5;
        var all = names.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return all.Length <= Most ? string.Join(", ", all)
            : FormattableString.Invariant($"{string.Join(", ", all.Take(Most))} and {all.Length - Most} more");
    }
}
