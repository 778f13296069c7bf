using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>The words of a node: layout counts their lines, and what draws writes them.</summary>
internal static class NodeText
{
    /// <summary>With so many VNets, all of what is known about each still reads well on one page.</summary>
    private const int FewNetworks = 24;
    private const int MostLines = 5;

    /// <summary>True where a node shows every line, false where a name and the first prefix have to do.</summary>
    public static bool IsDetailed(Picture picture) =>
        picture.View == PictureView.Hub || picture.Nodes.Count(n => n.IsNetwork) <= FewNetworks;

    /// <summary>What it is: of a VNet its role.</summary>
    public static string WordOf(PictureNode node) => node.Role switch
    {
        PictureRole.Hub => "Hub",
        PictureRole.Isolated => "Isolated",
        _ => PictureWords.Of(node.Kind),
    };

    /// <summary>The lines under the name of a node, as they are: whoever draws them shortens them.</summary>
    public static ImmutableArray<string> Lines(PictureNode node, bool isDetailed, double width)
    {
        if (!node.IsRead)
        {
            return [$"{PictureWords.Of(node.Kind)}, not read"];
        }

        if (isDetailed)
        {
            var what = $"{WordOf(node)} \u00b7 {node.Region}";
            string[] head = string.IsNullOrEmpty(node.Region) ? [WordOf(node)]
                : TextWidth.Of(what, LayoutSizes.Small) <= width ? [what] : [WordOf(node), node.Region];
            return node.Lines.Length <= MostLines ? [.. head, .. node.Lines]
                : [.. head, .. node.Lines.Take(MostLines - 1), FormattableString.Invariant($"and {node.Lines.Length - MostLines + 1} more")];
        }

        var first = node.IsNetwork ? node.Lines.FirstOrDefault() ?? "No prefix" : WordOf(node);
        var rest = node.IsNetwork
            ? node.Lines.Length > 1 ? FormattableString.Invariant($" +{node.Lines.Length - 1}") : string.Empty
            : node.Lines.IsEmpty ? string.Empty : $" \u00b7 {node.Lines[0]}";
        var longer = $"{first}{rest} \u00b7 {node.Region}";
        return [!string.IsNullOrEmpty(node.Region) && TextWidth.Of(longer, LayoutSizes.Small) <= width ? longer : first + rest];
    }

    /// <summary>The one line under the name of what sits in a VNet: its sign says gateway already.</summary>
    public static string Line(PictureNode chip)
    {
        var word = chip.Kind == PictureNodeKind.ExpressRouteGateway ? "ExpressRoute" : PictureWords.Of(chip.Kind);
        return !chip.IsRead ? $"{word}, not read" : chip.Lines.IsEmpty ? word : $"{word} \u00b7 {chip.Lines[0]}";
    }

    /// <summary>All there is to say about a node, a line each.</summary>
    public static IEnumerable<string> All(PictureNode node) =>
    [
        $"{WordOf(node)} {node.Label}{(node.IsRead ? string.Empty : ", not read")}",
        .. node.Region is { Length: > 0 } region ? new[] { region } : [],
        .. node.Lines,
        .. node.Id is { } id ? new[] { id.ToString() } : [],
        .. node.Changes.Select(c => $"{node.Mark}: {c}"),
    ];
}
