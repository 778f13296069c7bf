using System.Collections.Immutable;

namespace AzNetHelper.Devices.Templates;

/// <summary>
/// Reads the bodies of templates. The language has no logic beyond three things: a value, a block for each thing of a list,
/// and a block under a condition. A tag lies within one line; a line that holds one block tag, or one comment
/// <c>{{! ...}}</c>, and blanks is not part of the output. Names are looked up from the inside to the outside and checked
/// while the template is read, in branches that are not taken, too.
/// </summary>
/// <param name="file">The template's file, for messages.</param>
/// <param name="words">The names outside of lists.</param>
/// <param name="settings">The template's own names.</param>
internal sealed class TemplateParser(string file, ImmutableArray<Word> words, IReadOnlySet<string> settings)
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>What a value may go through: escaped as the template says, or as 0x and hexadecimal digits.</summary>
    public static readonly ImmutableArray<string> Filters = ["escape", "hex"];

    private readonly Stack<Block> _open = new();

    private Block Inner => _open.Peek();

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="firstLine">The number of the first one in the file.</param>
    /// <exception cref="TemplateException">They are not written in the language.</exception>
    public ImmutableArray<TemplateNode> Parse(IReadOnlyList<string> lines, int firstLine)
    {
        _open.Clear();
        _open.Push(new(string.Empty, string.Empty, firstLine, words));
        for (var i = 0; i < lines.Count; i++)
        {
            Line(lines[i], firstLine + i);
        }

        return _open.Count == 1
            ? [.. Inner.Nodes]
            : throw new TemplateException(file, Inner.Line, $"{{{{#{Inner.Word} {Inner.Name}}}}} has no {{{{/{Inner.Word}}}}}.");
    }

    private void Line(string text, int line)
    {
        var trimmed = text.Trim();
        var isAlone = trimmed.StartsWith(Open, StringComparison.Ordinal)
            && trimmed.IndexOf(Close, StringComparison.Ordinal) == trimmed.Length - Close.Length
            && (trimmed[Open.Length..].StartsWith('#') || trimmed[Open.Length..].StartsWith('/') || trimmed[Open.Length..].StartsWith('!')
                || trimmed[Open.Length..^Close.Length].Trim() is "else");
        Pieces(isAlone ? trimmed : text + "\n", line);
    }

    private void Pieces(string text, int line)
    {
        while (text.IndexOf(Open, StringComparison.Ordinal) is >= 0 and var start)
        {
            Keep(text[..start]);
            var end = text.IndexOf(Close, start, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new TemplateException(file, line, "{{ has no }} on this line.");
            }

            Tag(text[(start + Open.Length)..end].Trim(), line);
            text = text[(end + Close.Length)..];
        }

        Keep(text);
    }

    private void Keep(string text)
    {
        if (text.Length > 0)
        {
            Inner.Nodes.Add(new TextNode(text));
        }
    }

    private void Tag(string tag, int line)
    {
        string[] parts = tag.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case [['!', ..], ..]:
                break;
            case ["#each", var name]:
                _open.Push(new("each", name, line, [.. Find(name, line, WordKind.List).Inner, .. Vocabulary.OfEach]));
                break;
            case ["#if" or "#unless", var name]:
                Find(name, line, kind: null);
                _open.Push(new(parts[0][1..], name, line, []));
                break;
            case ["else"] when Inner.Word is "if" or "unless" && Inner.Then is null:
                Inner.Then = [.. Inner.Nodes];
                Inner.Nodes.Clear();
                break;
            case [['/', ..] close] when _open.Count > 1 && close[1..] == Inner.Word:
                var done = _open.Pop();
                Inner.Nodes.Add(done.ToNode());
                break;
            case [['/', ..] or ['#', ..], ..] or ["else"]:
                throw new TemplateException(file, line, $"{{{{{tag}}}}} belongs to nothing that is open here"
                    + (_open.Count > 1 ? $" ({{{{#{Inner.Word} {Inner.Name}}}}} of line {Inner.Line} is)." : ".")
                    + " Blocks are #each, #if and #unless, each with one name.");
            case [var value]:
                var piped = value.Split('|');
                if (piped.Length > 2 || (piped.Length == 2 && !Filters.Contains(piped[1], StringComparer.Ordinal)))
                {
                    throw new TemplateException(file, line, $"{{{{{tag}}}}}: behind | stands one of {string.Join(", ", Filters)}.");
                }

                Find(piped[0], line, WordKind.Text);
                Inner.Nodes.Add(new ValueNode(piped[0], piped.Length == 2 ? piped[1] : null));
                break;
            default:
                throw new TemplateException(file, line, $"{{{{{tag}}}}} is none of {{{{name}}}}, {{{{name|filter}}}}, {{{{#each name}}}}, "
                    + "{{#if name}}, {{#unless name}}, {{else}}, {{/...}} and {{! comment}}.");
        }
    }

    private Word Find(string name, int line, WordKind? kind)
    {
        var word = _open.Select(b => b.Words.FirstOrDefault(w => w.Name == name)).FirstOrDefault(w => w is not null)
            ?? (settings.Contains(name) ? new Word(name, WordKind.Text, string.Empty) : null)
            ?? throw new TemplateException(file, line, $"There is no name '{name}' here. Names: "
                + $"{string.Join(", ", _open.SelectMany(b => b.Words).Select(w => w.Name).Concat(settings).Order(StringComparer.Ordinal))}.");
        return kind is null || word.Kind == kind ? word : throw new TemplateException(file, line, kind == WordKind.List
            ? $"'{name}' is no list." : $"'{name}' is no text: use it with {(word.Kind == WordKind.List ? "#each" : "#if")}.");
    }

    private sealed record Block(string Word, string Name, int Line, ImmutableArray<Word> Words)
    {
        public List<TemplateNode> Nodes { get; } = [];

        public ImmutableArray<TemplateNode>? Then { get; set; }

        public TemplateNode ToNode() => Word is "each" ? new EachNode(Name, [.. Nodes])
            : new ChoiceNode(Name, Word is "if", Then ?? [.. Nodes], Then is null ? [] : [.. Nodes]);
    }
}
