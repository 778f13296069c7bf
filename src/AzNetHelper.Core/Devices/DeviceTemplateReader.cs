using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Devices.Templates;

namespace AzNetHelper.Devices;

/// <summary>
/// Reads a template file: directives, one a line, up to the first line that begins with <c>===</c>; then the files of the
/// configuration, each under such a line, and the next steps.
/// </summary>
internal sealed class DeviceTemplateReader(string file, TemplateLanguage language)
{
    private const string Mark = "===";

    private readonly Dictionary<string, ImmutableDictionary<string, string>> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<char, string> _escapes = [];
    private readonly List<TemplateSetting> _settings = [];
    private readonly List<TemplateFile> _files = [];
    private DeviceTemplate _template = new() { Name = string.Empty, File = file };

    /// <exception cref="TemplateException">The text is no template.</exception>
    public DeviceTemplate Read(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        var body = Array.FindIndex(lines, l => l.StartsWith(Mark, StringComparison.Ordinal));
        var head = body < 0 ? lines.Length : body;
        for (var i = 0; i < head; i++)
        {
            if (lines[i].Trim() is { Length: > 0 } line && line[0] != '#')
            {
                Directive(line, i + 1);
            }
        }

        var parser = new TemplateParser(file, language.Words, _settings.Select(s => s.Name).ToHashSet(StringComparer.Ordinal));
        for (var start = head; start < lines.Length;)
        {
            var next = Array.FindIndex(lines, start + 1, l => l.StartsWith(Mark, StringComparison.Ordinal));
            var end = next < 0 ? lines.Length : next;
            Section(parser, lines[start][Mark.Length..].Trim(), start + 1, [.. WithoutBlankEnd(lines[(start + 1)..end])]);
            start = end;
        }

        return Whole();
    }

    private DeviceTemplate Whole() =>
        _template.Name.Length == 0 ? throw At(0, "There is no line 'template NAME'.")
        : _files.Count == 0 ? throw At(0, $"There is no file: a line '{Mark} file NAME' and the text below it.")
        : _template.Supports.Contains("no-key") == _files.Exists(f => f.HasKey)
            ? throw At(0, "Either a file has {{key}} in it, or the template 'supports no-key'.")
        : language.RequiredSettings.FirstOrDefault(r => !_settings.Exists(s => s.Name == r)) is { } missing
            ? throw At(0, $"There is no line 'setting {missing} DEFAULT MEANING'.")
        : _template with
        {
            Spellings = _spellings.ToImmutableDictionary(StringComparer.Ordinal),
            Escapes = _escapes.ToImmutableDictionary(),
            Settings = [.. _settings],
            Files = [.. _files],
        };

    private void Directive(string line, int number)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (line, string.Empty) : (line[..space], line[(space + 1)..].Trim());
        if (rest.Length == 0)
        {
            throw At(number, $"'{word}' needs something behind it.");
        }

        string[] parts = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (word)
        {
            case "template":
                _template = char.IsAsciiLetter(rest[0]) && rest.All(char.IsAsciiLetterOrDigit) ? _template with { Name = rest }
                    : throw At(number, $"The name '{rest}' is to be letters and digits.");
                break;
            case "title":
                _template = _template with { Title = rest };
                break;
            case "vendor":
                _template = _template with { Vendor = rest };
                break;
            case "checked":
                _template = _template with { Checked = rest };
                break;
            case "supports":
                var unknown = parts.FirstOrDefault(p => !language.Abilities.Any(a => a.Word == p));
                _template = unknown is null ? _template with { Supports = [.. parts] } : throw At(number,
                    $"'{unknown}' is none of {string.Join(", ", language.Abilities.Select(a => a.Word))}.");
                break;
            case "name-limit":
                _template = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most >= 8
                    ? _template with { NameLimit = most } : throw At(number, "name-limit takes a number from 8.");
                break;
            case "interface-limit":
                _template = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var longest) && longest >= 8
                    ? _template with { InterfaceLimit = longest } : throw At(number, "interface-limit takes a number from 8.");
                break;
            case "refuse":
                _template = _template with { RefusedInKeys = rest };
                break;
            case "setting":
                Setting(parts, number);
                break;
            case "spell":
                Spell(parts, number);
                break;
            case "escape":
                foreach (var part in parts)
                {
                    _escapes[part[0]] = part.Length > 2 && part[1] == '=' ? part[2..] : throw At(number, $"'{part}' is not like \"=\\\".");
                }

                break;
            default:
                throw At(number, $"'{word}' is none of template, title, vendor, checked, supports, name-limit, interface-limit, refuse, setting, spell, escape.");
        }
    }

    private void Setting(string[] parts, int number)
    {
        if (parts.Length < 3 || !parts[0].All(char.IsAsciiLetterOrDigit) || _settings.Exists(s => s.Name == parts[0])
            || language.Words.Concat(language.Words.SelectMany(w => w.Inner)).Concat(Vocabulary.OfEach).Any(w => w.Name == parts[0]))
        {
            throw At(number, "A setting is a name of its own, a default without blanks, and what it means.");
        }

        _settings.Add(new(parts[0], parts[1], string.Join(' ', parts[2..])));
    }

    private void Spell(string[] parts, int number)
    {
        if (!language.SpelledFields.Contains(parts[0], StringComparer.Ordinal))
        {
            throw At(number, language.SpelledFields.IsEmpty ? "There is nothing to spell for these devices."
                : $"'{parts[0]}' is none of {string.Join(", ", language.SpelledFields)}.");
        }

        var table = _spellings.GetValueOrDefault(parts[0], ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase));
        foreach (var pair in parts[1..])
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            table = mark > 0 && mark < pair.Length - 1 ? table.SetItem(pair[..mark], pair[(mark + 1)..].Replace('~', ' '))
                : throw At(number, $"'{pair}' is not like AES256=aes256.");
        }

        _spellings[parts[0]] = table;
    }

    private void Section(TemplateParser parser, string title, int number, List<string> lines)
    {
        string[] words = title.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["steps"])
        {
            _template = _template with { Steps = parser.Parse(lines, number + 1) };
            return;
        }

        if (words is not (["file" or "key-file", _] or ["file" or "key-file", _, "if", _]))
        {
            throw At(number, $"Behind {Mark} stands 'file NAME', 'key-file NAME', either with 'if FLAG', or 'steps'.");
        }

        if (words.Length == 4 && !language.Words.Any(w => w.Name == words[3] && w.Kind == WordKind.Flag))
        {
            throw At(number, $"'{words[3]}' is no flag.");
        }

        var body = parser.Parse(lines, number + 1);
        var hasKey = Names(body).Contains("key", StringComparer.Ordinal);
        if (hasKey && !Names(body).Contains("keyNotice", StringComparer.Ordinal))
        {
            throw At(number, "A file that has {{key}} has {{keyNotice}} in a comment: it says whether the file is to be kept secret.");
        }

        if (words[0] == "key-file" && !hasKey)
        {
            throw At(number, "A key-file has {{key}} in it.");
        }

        // A file name is one line.
        ImmutableArray<TemplateNode> name = [.. parser.Parse([words[1]], number).Select(n => n is TextNode t ? new TextNode(t.Text.TrimEnd('\n')) : n)];
        _files.Add(new(name, words.Length == 4 ? words[3] : null, words[0] == "key-file", hasKey, body));
    }

    private static IEnumerable<string> Names(ImmutableArray<TemplateNode> nodes) => nodes.SelectMany(n => n switch
    {
        ValueNode value => [value.Name],
        EachNode each => Names(each.Body),
        ChoiceNode choice => Names(choice.Then).Concat(Names(choice.Else)),
        _ => Enumerable.Empty<string>(),
    });

    private static IEnumerable<string> WithoutBlankEnd(string[] lines) => lines.Take(Array.FindLastIndex(lines, l => l.Trim().Length > 0) + 1);

    private TemplateException At(int line, string problem) => new(file, line, problem);
}
