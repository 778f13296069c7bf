using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>What a tree says of a node and of a link, in a line.</summary>
internal sealed class TreeWords(Picture picture)
{
    private readonly PictureNames _names = new(picture.Nodes);

    /// <summary>A node, with the link that leads to it from what it hangs at.</summary>
    public string Of(PictureNode node, PictureLink? link = null)
    {
        IEnumerable<string> facts = [TreePhrases.Of(node), .. node.Lines, .. new[] { node.Region, node.IsRead ? null : "not read" }.Where(t => t is { Length: > 0 }).OfType<string>()];
        return $"{Sign(node.Mark)}{_names.Of(node.Key)}: {string.Join(", ", facts)}"
            + $"{(link is null ? string.Empty : $" {Of(link)}")}{(node.Mark == PictureMark.None ? string.Empty : $" ({string.Join("; ", Changes(node.Mark, node.Changes))})")}";
    }

    /// <summary>A link that leads to what hangs elsewhere.</summary>
    public string Elsewhere(PictureLink link) => link.From == link.To
        ? $"--> no other end {Of(link)}" : $"--> {_names.Of(link.To)} {Of(link)}";

    private string Of(PictureLink link)
    {
        var trouble = TreePhrases.IsTroubled(link);
        IEnumerable<string?> facts =
        [
            trouble ? $"! {link.State}" : link.State,
            link.IsGlobal ? "global" : null,
            .. Transit(link),
            Forwarded(link),
            link.Owner is PeeringOwner.User ? null : $"written by {link.Owner}",
            link.Kind == PictureLinkKind.Connection && link.Resources.Length > 1
                ? PictureWords.Counted((link.Resources.Length, "connection", "connections")) : null,
            trouble ? link.Text : null,
            .. Changes(link.Mark, link.Changes),
        ];
        return $"[{Sign(link.Mark)}{string.Join("; ", facts.OfType<string>())}]";
    }

    private IEnumerable<string> Transit(PictureLink link)
    {
        if (link.Transit.HasFlag(PictureDirection.Forward))
        {
            yield return $"{_names.Of(link.To)} uses the gateway of {_names.Of(link.From)}";
        }

        if (link.Transit.HasFlag(PictureDirection.Backward))
        {
            yield return $"{_names.Of(link.From)} uses the gateway of {_names.Of(link.To)}";
        }
    }

    private string? Forwarded(PictureLink link) => link.Forwarded switch
    {
        PictureDirection.Both => "forwarded traffic both ways",
        PictureDirection.Forward => $"forwarded traffic to {_names.Of(link.To)}",
        PictureDirection.Backward => $"forwarded traffic to {_names.Of(link.From)}",
        _ => null,
    };

    private static string Sign(PictureMark mark) => mark switch
    {
        PictureMark.Added => "+ ",
        PictureMark.Changed => "~ ",
        PictureMark.Removed => "- ",
        _ => string.Empty,
    };

    private static IEnumerable<string> Changes(PictureMark mark, IEnumerable<string> changes) =>
        mark == PictureMark.None ? [] : changes.Prepend(TreePhrases.Of(mark));
}
