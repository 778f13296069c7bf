using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>
/// The way of a link through channels and lanes, which hold no boxes, so that it crosses none: from the end whose lines run
/// together to the other, where it leaves them.
/// </summary>
internal sealed class LayoutRoute
{
    private readonly PictureLink _link;
    private readonly string _owner;
    private readonly LayoutEnd _from;
    private readonly LayoutEnd _to;

    public LayoutRoute(PictureLink link, string owner, LayoutEnd from, LayoutEnd to)
    {
        (_link, _owner, _from, _to) = (link, owner, from, to);
        var inside = from.Frame == to.Frame && from.Chip is null && from.Block == from.Frame.Hub && to.Row > from.Row;
        IsStraight = inside && to.Chip is null && to.Row == from.Row + 1;
        HangsFromTrunk = inside && !IsStraight;
        _to.Ports.Use(link.Key);
        if (IsStraight)
        {
            return;
        }

        _to.Channel.Use(owner);
        if (HangsFromTrunk)
        {
            from.Frame.HasTrunk = true;
            return;
        }

        _from.Ports.Use(owner);
        _from.Channel.Use(owner);
        if (_from.Channel != _to.Channel)
        {
            _from.Frame.Lane.Use(owner);
            _to.Frame.Lane.Use(owner);
        }
    }

    /// <summary>True for a spoke right under its hub.</summary>
    private bool IsStraight { get; }

    /// <summary>True for a spoke further down.</summary>
    private bool HangsFromTrunk { get; }

    private bool LeavesFrame => _from.Frame != _to.Frame;

    /// <summary>How many pieces at the far end are of this link alone.</summary>
    public int OwnPieces => Far.Length;

    /// <summary>The key of the end where links run together.</summary>
    public string Owner => _owner;

    /// <summary>The strip between frames that each end's lane leads to: the upper frame's downwards, the lower one's upwards.</summary>
    private int NearChannel => _from.Frame.Shelf + (_from.Frame.Shelf < _to.Frame.Shelf ? 1 : 0);

    private int FarChannel => _to.Frame.Shelf + (_to.Frame.Shelf < _from.Frame.Shelf ? 1 : 0);

    private ImmutableArray<PicturePoint> Far => _to.Out(_link.Key);

    /// <summary>Takes its tracks between frames, when it is known where these stand.</summary>
    public void Claim(LayoutPage page)
    {
        if (!LeavesFrame)
        {
            return;
        }

        page.Channels[NearChannel].Use(_owner);
        page.Channels[FarChannel].Use(_owner);
        if (NearChannel != FarChannel)
        {
            page.Lane.Use(_owner);
        }
    }

    /// <summary>The corners from the link's first end to its second.</summary>
    public ImmutableArray<PicturePoint> Points(LayoutPage page)
    {
        ImmutableArray<PicturePoint> points = [.. Corners(page)];
        return _owner == _link.From ? points : [.. points.Reverse()];
    }

    private IEnumerable<PicturePoint> Corners(LayoutPage page)
    {
        var far = Far.Reverse().ToImmutableArray();
        var at = _to.Channel;
        if (IsStraight || HangsFromTrunk)
        {
            var hub = _from.Block.Y + _from.Block.Height;
            if (IsStraight)
            {
                return [new(far[0].X, hub), .. far];
            }

            var x = _from.Frame.TrunkX;
            return [new(x, hub), new(x, at.At(_owner)), new(far[0].X, at.At(_owner)), .. far];
        }

        var near = _from.Out(_owner);
        var first = new PicturePoint(near[^1].X, _from.Channel.At(_owner));
        var last = new PicturePoint(far[0].X, at.At(_owner));
        if (_from.Channel == at)
        {
            return [.. near, first, last, .. far];
        }

        return [.. near, first, .. Between(page, first.Y, last.Y), last, .. far];
    }

    private IEnumerable<PicturePoint> Between(LayoutPage page, double first, double last)
    {
        var (lane, other) = (_from.Frame.Lane.At(_owner), _to.Frame.Lane.At(_owner));
        if (!LeavesFrame)
        {
            return [new(lane, first), new(lane, last)];
        }

        var (up, down) = (page.Channels[NearChannel].At(_owner), page.Channels[FarChannel].At(_owner));
        PicturePoint[] between = NearChannel == FarChannel ? [] : [new(page.Lane.At(_owner), up), new(page.Lane.At(_owner), down)];
        return [new(lane, first), new(lane, up), .. between, new(other, down), new(other, last)];
    }
}

/// <summary>One end of a link: a box in a row of a frame, or what sits in it.</summary>
internal sealed record LayoutEnd(LayoutFrame Frame, int Row, LayoutBlock Block, LayoutChip? Chip)
{
    public LayoutPorts Ports => Chip?.Ports ?? Block.Ports;

    private bool LeavesDown => Frame.Rows[Row].LeavesDown;

    /// <summary>The channel that its lines go to.</summary>
    public LayoutCorridor Channel => Frame.Channels[LeavesDown ? Row + 1 : Row];

    public ImmutableArray<PicturePoint> Out(string port) =>
        Chip?.Out(port) ?? [new(Block.Ports.At(port), LeavesDown ? Block.Y + Block.Height : Block.Y)];

    public static LayoutEnd Of(LayoutFrame frame, string node)
    {
        var (row, block, chip) = frame.Find(node);
        return new(frame, row, block, chip);
    }
}
