namespace AzNetHelper.Rendering;

/// <summary>What is written above a drawing, and read aloud for it.</summary>
internal static class SvgWords
{
    /// <summary>How many there are of each kind that occurs.</summary>
    public static string Counts(Picture picture)
    {
        var unread = picture.Nodes.Count(n => n.IsUnread);
        var all = PictureWords.Counts(picture.Counts).Add((unread, "more that was not read", "more that were not read"));
        return string.Join(" \u00b7 ", all.Where((c, at) => at < 2 || c.Count > 0).Select(PictureWords.Counted));
    }

    /// <summary>How many VNets stand together, after a dot; those that were not read, and hubs of Virtual WAN, by themselves.</summary>
    public static string Networks(IEnumerable<PictureNode> networks)
    {
        var kinds = networks.ToLookup(n => (n.Kind, n.IsRead));
        var read = kinds[(PictureNodeKind.VirtualNetwork, true)].Count();
        var unread = kinds[(PictureNodeKind.VirtualNetwork, false)].Count();
        var all = new[]
        {
            (read, "VNet", "VNets"),
            read > 0 ? (unread, "not read", "not read") : (unread, "VNet not read", "VNets not read"),
            (kinds[(PictureNodeKind.VirtualWan, false)].Count(), "WAN hub", "WAN hubs"),
        };
        var told = string.Join(", ", all.Where(c => c.Item1 > 0).Select(PictureWords.Counted));
        return told.Length == 0 ? told : $" \u00b7 {told}";
    }

    /// <summary>The drawing in a few sentences, for who cannot see it.</summary>
    public static string Description(Picture picture)
    {
        return string.Join(' ',
        [
            $"{Counts(picture)}.",
            .. picture.Links.IsEmpty || picture.Plan is not null ? [] : new[] { $"Links by state: {States(picture)}." },
            .. picture.Way is { } way ? new[] { $"The way from {way.Source} to {way.Destination}: {way.Verdict}." } : [],
            .. picture.Plan is { } plan ? new[]
            {
                $"Before and after the plan: {plan}.", $"Links by state before: {States(picture.Side(after: false))}.",
                $"After: {States(picture.Side(after: true))}.",
            } : [],
        ]);
    }

    private static string States(Picture picture) => string.Join(", ", picture.Links.GroupBy(l => (l.Kind, l.State))
        .OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.State, StringComparer.Ordinal)
        .Select(g => FormattableString.Invariant($"{g.Key.Kind} {g.Key.State}: {g.Count()}")).DefaultIfEmpty("none"));
}
