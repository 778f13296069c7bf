using System.Globalization;
using System.Text;
using System.Text.Json;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Reads a journal from its beginning. The last line may be torn: its writer was killed. What the next run writes says how
/// long the torn piece is, so that damage anywhere else is told from it.
/// </summary>
internal sealed class JournalReader(string name, ReadOnlyMemory<byte> bytes)
{
    private int _line;

    /// <summary>How many bytes at the end are no whole line.</summary>
    public int Torn { get; private set; }

    /// <summary>True when the last byte ends a line, or there is none.</summary>
    public bool EndsLine => bytes.IsEmpty || bytes.Span[^1] == '\n';

    /// <summary>True when the first line is still to be written.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Reads every record into the state.</summary>
    /// <exception cref="JournalException">It is no journal, of a newer version, or damaged.</exception>
    public void ReadInto(JournalState state)
    {
        var rest = bytes;
        if (!ReadHeader(ref rest))
        {
            return;
        }

        while (!rest.IsEmpty)
        {
            var begin = bytes.Length - rest.Length;
            var line = Next(ref rest);
            if (JournalLines.Parse(line.Span) is null)
            {
                if (!PassTorn(begin, ref rest))
                {
                    throw Damaged("it is no JSON object");
                }
            }
            else if (!state.TryApply(Read(line)))
            {
                throw Damaged("it speaks of a write that is not under way");
            }
        }
    }

    // Several runs may have been killed in the middle of their first line.
    private bool PassTorn(int begin, ref ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var (at, before, line) = (bytes.Length - rest.Length, rest, _line);
            var next = Next(ref rest);
            if (JournalLines.Parse(next.Span) is not null)
            {
                // It is read again, as a line like any other.
                var isAcknowledged = Read(next) is RunRecord run && run.Torn == at - 1 - begin;
                (rest, _line) = (before, line);
                return isAcknowledged;
            }
        }

        Torn = bytes.Length - begin - (EndsLine ? 1 : 0);
        return true;
    }

    private JournalRecord Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JournalLines.Read(line.Span);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw Damaged(e.Message, e);
        }
    }

    private bool ReadHeader(ref ReadOnlyMemory<byte> rest)
    {
        // Killed before its first line was whole.
        if (Encoding.UTF8.GetBytes(JournalLines.Header).AsSpan().StartsWith(bytes.Span) && bytes.Length < JournalLines.Header.Length)
        {
            (IsNew, Torn) = (true, bytes.Length);
            return false;
        }

        var header = JournalLines.Parse(Next(ref rest).Span);
        if (header is null || Text("format") != "AzNetHelper journal")
        {
            throw new JournalException(name, "NotAJournal", FailureKind.InvalidData,
                $"{name} is no journal, and it is not empty. Nothing was written. Give a journal, or a name that is not taken.");
        }

        return Text("version")?.Split('.') is ["1", ..] ? true
            : throw new JournalException(name, "JournalVersion", FailureKind.InvalidData,
                $"The journal {name} has the version {Text("version")}, which this module does not know. Nothing was written. "
                + "Use the module that wrote it, or a newer one.");

        string? Text(string member) =>
            header[member] is { } node && node.GetValueKind() == JsonValueKind.String ? (string?)node : null;
    }

    private ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> rest)
    {
        _line++;
        var end = rest.Span.IndexOf((byte)'\n');
        var line = end >= 0 ? rest[..end] : rest;
        rest = end >= 0 ? rest[(end + 1)..] : default;
        return line;
    }

    private JournalException Damaged(string why, Exception? inner = null) => new(name, "JournalDamaged", FailureKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"Line {_line} of the journal {name} cannot be read: {why}. Nothing was written. ")
        + "What it says cannot be relied on: keep it aside, and run without it or with a new one.", inner);
}
