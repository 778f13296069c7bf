namespace AzNetHelper.Rendering;

/// <summary>What a tree calls things.</summary>
internal static class TreePhrases
{
    public static string Of(PictureNode node) => node switch
    {
        { Role: PictureRole.Hub } => "hub",
        { Role: PictureRole.Spoke } => "spoke",
        { Role: PictureRole.Isolated } => $"{PictureWords.Within(node.Kind)}, joined with none",
        { Kind: PictureNodeKind.ConnectedGroup } => "of Virtual Network Manager",
        _ => PictureWords.Within(node.Kind),
    };

    public static string Of(PictureMark mark) => mark switch
    {
        PictureMark.Added => "added by the plan",
        PictureMark.Changed => "changed by the plan",
        PictureMark.Removed => "removed by the plan",
        _ => string.Empty,
    };

    /// <summary>True for a link that does not carry all that it should, as far as that is known.</summary>
    public static bool IsTroubled(PictureLink link) => link.Health is not (PictureHealth.Good or PictureHealth.Unknown);

    /// <summary>How many there are of each kind, those that there are; what was not read is in none of them.</summary>
    public static string Of(PictureCounts counts) => string.Join(", ",
        PictureWords.Counts(counts).Where(c => c.Count > 0).Select(PictureWords.Counted).DefaultIfEmpty("nothing"));
}
