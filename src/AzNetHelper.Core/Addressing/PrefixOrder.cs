namespace AzNetHelper.Addressing;

/// <summary>
/// The order of many prefixes, that of <see cref="IPPrefix.CompareTo"/>: by family, then by first address, then the wider
/// one first; equal ones stay as they stand. A radix sort over those bytes of the keys that differ at all: in IPv4 at most
/// four and the length, in IPv6 those in which the networks differ.
/// </summary>
internal static class PrefixOrder
{
    // Below this, counting bytes costs more than comparing prefixes.
    private const int FewPrefixes = 192;

    /// <summary>The places of the prefixes in ascending order of the prefixes.</summary>
    public static int[] Of(ReadOnlySpan<IPPrefix> prefixes)
    {
        var order = new int[prefixes.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return prefixes.Length < FewPrefixes ? Compare(prefixes, order) : new RadixSort(order).Sort(prefixes);
    }

    private static int[] Compare(ReadOnlySpan<IPPrefix> prefixes, int[] order)
    {
        var keys = prefixes.ToArray();
        Array.Sort(order, (a, b) => keys[a].CompareTo(keys[b]) is var c && c != 0 ? c : a.CompareTo(b));
        return order;
    }

    // A key as three words, the last ones first: length and family are one word, in bytes that never share a digit.
    private enum Word
    {
        Length,
        Low,
        High,
        Family,
    }

    // Bytes of a word that stand side by side, and where they go in the digits of a pass.
    private readonly record struct Run(Word Word, int Shift, ulong Mask, int To);

    private sealed class RadixSort(int[] order)
    {
        private const int BitsOfWord = 64;
        private readonly ulong[] _digits = new ulong[order.Length];
        private readonly ulong[] _spareDigits = new ulong[order.Length];
        private readonly int[] _spareOrder = new int[order.Length];

        public int[] Sort(ReadOnlySpan<IPPrefix> prefixes)
        {
            var current = new Columns(order, _digits);
            var spare = new Columns(_spareOrder, _spareDigits);
            var runs = Differing(prefixes);
            for (var at = 0; at < runs.Count;)
            {
                // So many bytes as fit one word; the next ones are fetched in the order that these made.
                var (end, width) = (at, 0);
                while (end < runs.Count && width + 8 <= BitsOfWord)
                {
                    runs[end] = runs[end] with { To = width };
                    width += 8;
                    end++;
                }

                Fill(prefixes, current, Joined(runs[at..end]));
                for (var shift = 0; shift < width; shift += 8)
                {
                    Pass(current, spare, shift);
                    (current, spare) = (spare, current);
                }

                at = end;
            }

            return current.Order;
        }

        // One byte each, from the last one of the key to the first.
        private static List<Run> Differing(ReadOnlySpan<IPPrefix> prefixes)
        {
            Span<ulong> any = stackalloc ulong[4];
            Span<ulong> all = stackalloc ulong[4];
            any.Clear();
            all.Fill(ulong.MaxValue);
            foreach (ref readonly var prefix in prefixes)
            {
                for (var w = Word.Length; w <= Word.Family; w++)
                {
                    var word = WordOf(prefix, w);
                    any[(int)w] |= word;
                    all[(int)w] &= word;
                }
            }

            var runs = new List<Run>();
            for (var w = Word.Length; w <= Word.Family; w++)
            {
                for (var shift = 0; shift < BitsOfWord; shift += 8)
                {
                    if ((((any[(int)w] ^ all[(int)w]) >> shift) & 0xff) != 0)
                    {
                        runs.Add(new(w, shift, 0xff, 0));
                    }
                }
            }

            return runs;
        }

        // Neighbouring bytes of one word are fetched at once.
        private static Run[] Joined(List<Run> bytes)
        {
            var joined = new List<Run>();
            foreach (var run in bytes)
            {
                if (joined.Count > 0 && joined[^1] is var last && last.Word == run.Word && run.Shift - last.Shift == run.To - last.To)
                {
                    joined[^1] = last with { Mask = last.Mask | (0xffUL << (run.To - last.To)) };
                }
                else
                {
                    joined.Add(run);
                }
            }

            return [.. joined];
        }

        private static void Fill(ReadOnlySpan<IPPrefix> prefixes, Columns into, ReadOnlySpan<Run> runs)
        {
            var (places, digits) = (into.Order, into.Digits);
            for (var i = 0; i < digits.Length; i++)
            {
                ref readonly var prefix = ref prefixes[places[i]];
                var word = 0UL;
                foreach (ref readonly var run in runs)
                {
                    word |= ((WordOf(prefix, run.Word) >> run.Shift) & run.Mask) << run.To;
                }

                digits[i] = word;
            }
        }

        private static ulong WordOf(in IPPrefix prefix, Word word) => word switch
        {
            Word.High => (ulong)(prefix.Bits >> BitsOfWord),
            Word.Low => (ulong)prefix.Bits,
            Word.Length => (ulong)prefix.Length,
            _ => prefix.IsIPv6 ? 1UL : 0,
        };

        // Stable: what stands first among equals is placed first.
        private static void Pass(Columns from, Columns to, int shift)
        {
            Span<int> next = stackalloc int[256];
            next.Clear();
            foreach (var digits in from.Digits)
            {
                next[(byte)(digits >> shift)]++;
            }

            var at = 0;
            foreach (ref var start in next)
            {
                (start, at) = (at, at + start);
            }

            var (fromDigits, fromOrder, toDigits, toOrder) = (from.Digits, from.Order, to.Digits, to.Order);
            for (var i = 0; i < fromDigits.Length; i++)
            {
                var place = next[(byte)(fromDigits[i] >> shift)]++;
                toDigits[place] = fromDigits[i];
                toOrder[place] = fromOrder[i];
            }
        }

        private readonly record struct Columns(int[] Order, ulong[] Digits);
    }
}
