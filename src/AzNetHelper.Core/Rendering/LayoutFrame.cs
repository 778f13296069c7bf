using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>What stands beside each other.</summary>
/// <param name="Blocks">From left to right, at least one.</param>
/// <param name="LeavesDown">True for what lies outside Azure's networks, above them: its lines leave at the bottom.</param>
internal sealed record LayoutRow(ImmutableArray<LayoutBlock> Blocks, bool LeavesDown)
{
    public double Height => Blocks.Max(b => b.Height);
}

/// <summary>
/// A frame in rows: what lies outside Azure's networks on top, then hubs, each as wide as the frame, then all others in a
/// grid. Above each row is a channel for lines, to the right a lane; a trunk left of the grid leads from the hub to its
/// spokes.
/// </summary>
internal sealed class LayoutFrame
{
    /// <summary>How many stand in a row, by how many there are: in steps, so that one more moves as little as can be.</summary>
    private static readonly (int Upto, int Across)[] Steps =
        [(1, 1), (2, 2), (3, 3), (8, 4), (15, 5), (30, 6), (60, 8), (110, 10), (200, 14), (500, 20), (1000, 30), (int.MaxValue, 48)];

    private readonly Dictionary<string, (int Row, LayoutBlock Block, LayoutChip? Chip)> _places = new(StringComparer.Ordinal);

    private LayoutFrame(PictureFrame frame, ImmutableArray<LayoutRow> rows, int hubRow)
    {
        (Frame, Rows, HubRow) = (frame, rows, hubRow);
        Channels = [.. Enumerable.Range(0, rows.Length + 1).Select(_ => new LayoutCorridor())];
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var block in rows[row].Blocks)
            {
                block.LeavesDown = rows[row].LeavesDown;
                _places[block.Node.Key] = (row, block, null);
                foreach (var chip in block.Chips)
                {
                    _places[chip.Node.Key] = (row, block, chip);
                }
            }
        }
    }

    public PictureFrame Frame { get; }

    public ImmutableArray<LayoutRow> Rows { get; }

    /// <summary>The row of the hub that the grid hangs from; -1 where there is none.</summary>
    public int HubRow { get; }

    public LayoutBlock? Hub => HubRow < 0 ? null : Rows[HubRow].Blocks[0];

    /// <summary>The strips above each row and below the last.</summary>
    public ImmutableArray<LayoutCorridor> Channels { get; }

    public LayoutCorridor Lane { get; } = new();

    /// <summary>True when the hub has spokes below its first row of them.</summary>
    public bool HasTrunk { get; set; }

    public double TrunkX => Box.X + LayoutSizes.Pad + 6;

    public PictureBox Box { get; private set; }

    /// <summary>Which row of frames it stands in.</summary>
    public int Shelf { get; set; }

    public IEnumerable<LayoutBlock> Blocks => Rows.SelectMany(r => r.Blocks);

    private double Indent => LayoutSizes.Pad + (HasTrunk ? LayoutSizes.ColumnGap : 0);

    public (int Row, LayoutBlock Block, LayoutChip? Chip) Find(string node) => _places[node];

    public static LayoutFrame Of(PictureFrame frame, IReadOnlyDictionary<string, PictureNode> nodes, LayoutLinks links, bool isDetailed)
    {
        var own = frame.Nodes.Select(k => nodes[k]).ToArray();
        var chips = own.Where(n => n.Host is not null && nodes.ContainsKey(n.Host)).ToLookup(n => n.Host!, StringComparer.Ordinal);
        var blocks = own.Where(n => n.Host is null || !nodes.ContainsKey(n.Host))
            .Select(n => new LayoutBlock(n, [.. chips[n.Key]], isDetailed)).ToArray();
        var hub = frame.Hub ?? links.HubOf(frame);
        var outside = blocks.Where(b => !b.Node.IsNetwork && b.Node.Key != hub).ToArray();
        var order = own.Select((n, at) => (n.Key, at)).ToDictionary(n => n.Key, n => n.at, StringComparer.Ordinal);
        LayoutRow[] banners =
        [
            .. blocks.Where(b => b.Node.IsNetwork && b.Node.Role == PictureRole.Hub && b.Node.Key != hub)
                .Select(b => new LayoutRow([b], LeavesDown: false)),
            .. blocks.Where(b => b.Node.Key == hub).Select(b => new LayoutRow([b], LeavesDown: false)),
        ];
        var inBanners = banners.Select(r => r.Blocks[0]).ToHashSet();
        var grid = blocks.Where(b => b.Node.IsNetwork && !inBanners.Contains(b)).ToArray();
        var joined = grid.Where(b => links.IsJoined(b.Node.Key) || b.Chips.Any(c => links.IsJoined(c.Node.Key))).ToArray();
        LayoutRow[] above =
        [
            .. InRows(outside.OrderBy(NearestOf).ThenBy(b => b.Node.Key, StringComparer.Ordinal), leavesDown: true),
        ];
        var hangs = hub is not null && inBanners.Any(b => b.Node.Key == hub);
        return new LayoutFrame(frame,
            [.. above, .. banners, .. InRows(links.Together(joined), leavesDown: false), .. InRows(grid.Except(joined), leavesDown: false)],
            hangs ? above.Length + banners.Length - 1 : -1).Widened(inBanners);

        int NearestOf(LayoutBlock block) => links.Others(block.Node.Key).Select(k => order.GetValueOrDefault(k, order.Count))
            .DefaultIfEmpty(order.Count).Min();
    }

    /// <summary>Gives it a place, and with it all that stands in it.</summary>
    public void Settle(double x, double y)
    {
        var (width, height) = Size();
        Box = new(x, y, width, height);
        Lane.Start = x + width - LayoutSizes.Pad - Lane.Size;
        var top = y + LayoutSizes.FrameHead;
        for (var row = 0; row <= Rows.Length; row++)
        {
            Channels[row].Start = top + Above(row);
            top += ChannelHigh(row);
            if (row == Rows.Length)
            {
                break;
            }

            var left = x + (row > HubRow && HubRow >= 0 ? Indent : LayoutSizes.Pad);
            foreach (var block in Rows[row].Blocks)
            {
                (block.X, block.Y) = (left, top);
                block.Settle();
                left += block.Width + LayoutSizes.ColumnGap;
            }

            top += Rows[row].Height;
        }
    }

    public (double Width, double Height) Size()
    {
        var content = Rows.Select((r, at) => (at > HubRow && HubRow >= 0 ? Indent : LayoutSizes.Pad) + WideOf(r)).DefaultIfEmpty(0).Max();
        return (content + (Lane.IsUsed ? LayoutSizes.Track + Lane.Size : 0) + LayoutSizes.Pad + (HasChipsAtTheEdge ? LayoutSizes.ChipGap : 0),
            LayoutSizes.FrameHead + Rows.Sum(r => r.Height) + Enumerable.Range(0, Channels.Length).Sum(ChannelHigh) + LayoutSizes.Pad);
    }

    // The lines of what sits in the last box of a row go up in the gap beside it.
    private bool HasChipsAtTheEdge => Rows.Any(r => !r.Blocks[^1].Chips.IsEmpty);

    private double ChannelHigh(int at) => (Above(at) + Channels[at].Size + Below(at)) switch
    {
        0 => at == 0 || at == Rows.Length ? 0 : LayoutSizes.RowGap,
        var high => high + (Channels[at].IsUsed ? 6 : 0),
    };

    private double Above(int at) => at > 0 && Rows[at - 1].LeavesDown && HasPorts(Rows[at - 1]) ? LayoutSizes.Stub : Channels[at].IsUsed ? 6 : 0;

    private double Below(int at) => at < Rows.Length && !Rows[at].LeavesDown && HasPorts(Rows[at]) ? LayoutSizes.Stub : 0;

    private static bool HasPorts(LayoutRow row) => row.Blocks.Any(b => b.Ports.Count > 0 || b.Chips.Any(c => c.Ports.Count > 0));

    private static double WideOf(LayoutRow row) => row.Blocks.Sum(b => b.Width + LayoutSizes.ColumnGap) - LayoutSizes.ColumnGap;

    private LayoutFrame Widened(HashSet<LayoutBlock> banners)
    {
        if (banners.Count > 0)
        {
            // With a trunk beside it the grid needs a little more; a hub covers it in any case.
            var grid = Rows.Where(r => !banners.Contains(r.Blocks[0])).Select(WideOf).DefaultIfEmpty(0).Max() + LayoutSizes.ColumnGap;
            var width = Math.Max(grid, banners.Max(b => b.LeastBannerWidth));
            foreach (var banner in banners)
            {
                banner.Spread(width);
            }
        }

        return this;
    }

    private static IEnumerable<LayoutRow> InRows(IEnumerable<LayoutBlock> blocks, bool leavesDown)
    {
        var all = blocks.ToArray();
        var across = Steps.First(s => all.Length <= s.Upto).Across;
        return all.Chunk(across).Select(c => new LayoutRow([.. c], leavesDown));
    }
}
