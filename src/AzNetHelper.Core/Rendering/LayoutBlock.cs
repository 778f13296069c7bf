using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>A box that stands in a row, with what sits in it.</summary>
internal sealed class LayoutBlock
{
    private readonly bool _isDetailed;
    private int _chipsAcross = 1;

    public LayoutBlock(PictureNode node, ImmutableArray<PictureNode> chips, bool isDetailed)
    {
        (Node, _isDetailed) = (node, isDetailed);
        Chips = [.. chips.Select(c => new LayoutChip(c))];
        Width = isDetailed ? LayoutSizes.DetailedWide : LayoutSizes.NodeWide;
        TextHigh = HighOf(Width);
        Height = TextHigh + (Chips.IsEmpty ? 0 : (Chips.Length * (LayoutSizes.ChipHigh + LayoutSizes.ChipGap)));
    }

    public PictureNode Node { get; }

    public ImmutableArray<LayoutChip> Chips { get; }

    public LayoutPorts Ports { get; } = new();

    /// <summary>True for a hub: as wide as its frame, its chips beside its words.</summary>
    public bool IsBanner { get; private set; }

    /// <summary>True for what lies outside Azure's networks, above them: its lines leave at the bottom.</summary>
    public bool LeavesDown { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    private double TextHigh { get; }

    /// <summary>How wide a hub must be: its words, and one or two of its chips.</summary>
    public double LeastBannerWidth => Chips.IsEmpty ? LayoutSizes.HubTextWide
        : LayoutSizes.HubTextWide + (Math.Min(2, Chips.Length) * ChipPitch) + LayoutSizes.Inset;

    private static double ChipPitch => LayoutSizes.ChipWide + LayoutSizes.ChipGap;

    public void Spread(double width)
    {
        (IsBanner, Width) = (true, width);
        _chipsAcross = Math.Max(1, (int)((width - LayoutSizes.HubTextWide - LayoutSizes.Inset) / ChipPitch));
        var rows = (Chips.Length + _chipsAcross - 1) / _chipsAcross;
        Height = Math.Max(
            Math.Max(LayoutSizes.HubHigh, HighOf(LayoutSizes.HubTextWide) + 6),
            (rows * (LayoutSizes.ChipHigh + LayoutSizes.ChipGap)) + (2 * LayoutSizes.Inset) - LayoutSizes.ChipGap);
    }

    /// <summary>Puts what sits in it to its place, when it has its own.</summary>
    public void Settle()
    {
        Ports.Along(X, Width, LeavesDown ? LayoutPorts.Step / 2 : 0);
        var ways = 0;
        for (var at = 0; at < Chips.Length; at++)
        {
            var (across, down) = IsBanner ? (at % _chipsAcross, at / _chipsAcross) : (0, at);
            var x = IsBanner ? X + LayoutSizes.HubTextWide + (across * ChipPitch) : X + LayoutSizes.Inset;
            var y = Y + (IsBanner ? LayoutSizes.Inset : TextHigh) + (down * (LayoutSizes.ChipHigh + LayoutSizes.ChipGap));
            var wide = IsBanner ? LayoutSizes.ChipWide : Width - (2 * LayoutSizes.Inset);
            Chips[at].Settle(new(x, y, wide, LayoutSizes.ChipHigh), leavesUpward: IsBanner && down == 0, IsBanner ? x + wide : X + Width, ref ways);
        }
    }

    // Both sides of a plan are drawn in one box.
    private double HighOf(double width) =>
        28 + (Math.Max(LinesOf(Node, width), Node.Was is { } was ? LinesOf(was, width) : 0) * LayoutSizes.LineHigh) + 3;

    private int LinesOf(PictureNode node, double width) => NodeText.Lines(node, _isDetailed, width - (2 * LayoutSizes.Inset)).Length;
}

/// <summary>What sits in a VNet.</summary>
internal sealed class LayoutChip(PictureNode node)
{
    private bool _leavesUpward;
    private double _edge;
    private int _firstWay;

    public PictureNode Node { get; } = node;

    public LayoutPorts Ports { get; } = new();

    public PictureBox Box { get; private set; }

    /// <param name="box">Its place.</param>
    /// <param name="leavesUpward">Nothing lies above it: its lines may go straight up.</param>
    /// <param name="edge">Where the gap to its right begins.</param>
    /// <param name="ways">How many lines are in that gap already.</param>
    public void Settle(PictureBox box, bool leavesUpward, double edge, ref int ways)
    {
        (Box, _leavesUpward, _edge, _firstWay) = (box, leavesUpward, edge, ways);
        if (leavesUpward)
        {
            Ports.Along(box.X, box.Width, 0);
        }
        else
        {
            Ports.Along(box.Y, box.Height, null);
            ways += Ports.Count;
        }
    }

    /// <summary>From its edge to where it may go up: one place, or two.</summary>
    public ImmutableArray<PicturePoint> Out(string port)
    {
        if (_leavesUpward)
        {
            return [new(Ports.At(port), Box.Y)];
        }

        var room = LayoutSizes.ChipGap - 4;
        var x = _edge + 2 + ((_firstWay + Ports.IndexOf(port)) * 3 % room);
        return [new(Box.X + Box.Width, Ports.At(port)), new(x, Ports.At(port))];
    }
}

/// <summary>
/// The places along an edge where lines leave it, in the order of their names; where there is room on a grid, so that lines
/// that come from above and from below do not lie on each other.
/// </summary>
internal sealed class LayoutPorts
{
    /// <summary>Of that grid.</summary>
    public const double Step = 8;

    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _order;
    private double _from;
    private double _length;
    private double? _phase;

    public int Count => _names.Count;

    public void Use(string name) => _names.Add(name);

    /// <param name="from">Where the edge begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="phase">Where the grid begins; null for none.</param>
    public void Along(double from, double length, double? phase) => (_from, _length, _phase) = (from, length, phase);

    public double At(string name)
    {
        var spacing = _length / (_names.Count + 1);
        var at = _from + (spacing * (IndexOf(name) + 1));
        return _phase is { } phase && spacing >= 2 * Step ? (Math.Round((at - phase) / Step) * Step) + phase : at;
    }

    public int IndexOf(string name)
    {
        _order ??= _names.Select((n, at) => (n, at)).ToDictionary(t => t.n, t => t.at, StringComparer.Ordinal);
        return _order[name];
    }
}
