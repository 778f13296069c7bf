namespace AzNetHelper.HelpBuilder;

/// <summary>Reads one source strictly: sections known, in their order, none twice.</summary>
public sealed class HelpPageReader(string file)
{
    private static readonly string[] s_sections =
        ["Synopsis", "Description", "Parameters", "Examples", "Inputs", "Outputs", "Notes", "Links"];

    private readonly List<HelpError> _errors = [];

    public IReadOnlyList<HelpError> Errors => _errors;

    public HelpPage Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var titles = MarkdownLines.Split(MarkdownLines.Read(text), 1).ToArray();
        if (titles.Length != 2 || HasText(titles[0]))
        {
            Error(1, "HELP001", "The first line is '# ' and the cmdlet's name, and there is no other heading of that level.");
            return new(file, string.Empty);
        }

        var title = titles[1];
        var sections = Sections(title);
        return new(file, title.Heading)
        {
            Synopsis = string.Join(' ', Paragraphs("Synopsis")),
            Description = Paragraphs("Description"),
            Parameters = [.. Entries("Parameters").Select(Parameter)],
            Examples = [.. Entries("Examples").Select(Example)],
            Inputs = [.. Items("Inputs").Select(Type)],
            Outputs = [.. Items("Outputs").Select(Type)],
            Notes = Paragraphs("Notes"),
            Links = [.. Items("Links").Select(Link)],
        };

        IReadOnlyList<MarkdownLine> Lines(string name) => sections.TryGetValue(name, out var block) ? block.Lines : [];

        IReadOnlyList<string> Paragraphs(string name) => MarkdownLines.Paragraphs(Lines(name));

        IEnumerable<MarkdownLine> Items(string name) => Lines(name).Where(l => l.Text.Length > 0);

        IEnumerable<MarkdownBlock> Entries(string name)
        {
            var blocks = MarkdownLines.Split(Lines(name), 3).ToArray();
            if (HasText(blocks[0]))
            {
                Error(blocks[0].Lines.First(l => l.Text.Length > 0).Number, "HELP002", $"Text of '{name}' stands below a '### ' heading.");
            }

            return blocks.Skip(1);
        }
    }

    private static bool HasText(MarkdownBlock block) => block.Lines.Any(l => l.Text.Length > 0);

    private Dictionary<string, MarkdownBlock> Sections(MarkdownBlock title)
    {
        var sections = new Dictionary<string, MarkdownBlock>(StringComparer.Ordinal);
        var blocks = MarkdownLines.Split(title.Lines, 2).ToArray();
        if (HasText(blocks[0]))
        {
            Error(blocks[0].Lines.First(l => l.Text.Length > 0).Number, "HELP002", "Text stands below a '## ' heading.");
        }

        var last = -1;
        foreach (var block in blocks.Skip(1))
        {
            var order = Array.IndexOf(s_sections, block.Heading);
            if (order < 0)
            {
                Error(block.Line, "HELP003", $"There is no section '{block.Heading}'. Sections are: {string.Join(", ", s_sections)}.");
            }
            else if (order <= last)
            {
                Error(block.Line, "HELP003", $"Section '{block.Heading}' is out of order or twice. The order is: {string.Join(", ", s_sections)}.");
            }

            last = Math.Max(last, order);
            sections[block.Heading] = block;
        }

        return sections;
    }

    private HelpEntry Parameter(MarkdownBlock block)
    {
        if (!block.Heading.StartsWith('-'))
        {
            Error(block.Line, "HELP004", $"The heading of a parameter is '### -Name', not '### {block.Heading}'.");
        }

        return new(block.Heading.TrimStart('-'), block.Line, MarkdownLines.Paragraphs(block.Lines));
    }

    private HelpExample Example(MarkdownBlock block)
    {
        var fences = block.Lines.Where(l => l.IsFence).ToArray();
        if (fences.Length != 2 || fences[0].Text != "```powershell" || !block.Lines.Any(l => l.InFence && l.Text.Length > 0))
        {
            Error(block.Line, "HELP005", $"Example '{block.Heading}' has exactly one block that begins with ```powershell and holds its code.");
        }

        var code = string.Join('\n', block.Lines.Where(l => l.InFence).Select(l => l.Text));
        return new(block.Heading, block.Line, code, MarkdownLines.Paragraphs(block.Lines.Where(l => !l.InFence && !l.IsFence)));
    }

    private TypeNote Type(MarkdownLine line)
    {
        var item = line.Text.StartsWith("- ", StringComparison.Ordinal) ? line.Text[2..].Split(':', 2) : [];
        if (item.Length != 2 || item.Any(string.IsNullOrWhiteSpace))
        {
            Error(line.Number, "HELP006", "A type is one line: '- Full.Type.Name: what it is.'");
            return new(string.Empty, string.Empty);
        }

        return new(item[0].Trim(' ', '`'), item[1].Trim());
    }

    private HelpLink Link(MarkdownLine line)
    {
        var text = line.Text.StartsWith("- ", StringComparison.Ordinal) ? line.Text[2..].Trim() : string.Empty;
        if (MarkdownLines.Link().Match(text) is { Success: true } link && link.Length == text.Length)
        {
            return new(link.Groups["text"].Value, link.Groups["address"].Value);
        }

        if (text.Length == 0 || text.Contains(' ', StringComparison.Ordinal))
        {
            Error(line.Number, "HELP007", "A link is one line: '- Get-Other' or '- [text](address)'.");
        }

        return new(text, string.Empty);
    }

    private void Error(int line, string code, string message) => _errors.Add(new(file, line, code, message));
}
