using System.Text;

namespace AzNetHelper.SimulationServer.Tests.Remedies;

/// <summary>A command of the Azure CLI as a remedy has it: words, then options.</summary>
internal sealed record AzCommand(string Words, IReadOnlyDictionary<string, string[]> Options)
{
    public string this[string option] => Options[option].Single();

    public bool Has(string option) => Options.ContainsKey(option);

    /// <summary>The commands of a remedy, which stand behind each other.</summary>
    public static IReadOnlyList<string> Split(string remedy) => remedy.Split("; ", StringSplitOptions.None);

    /// <summary>The words of a command line as a shell reads them: single quotes, and double ones around a command.</summary>
    public static IReadOnlyList<string> Arguments(string line)
    {
        var arguments = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        foreach (var c in line)
        {
            if (c == quote || (quote is null && c is '\'' or '"'))
            {
                quote = quote is null ? c : null;
            }
            else if (quote is null && c == ' ')
            {
                arguments.Add(word.ToString());
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        Assert.Null(quote);
        arguments.Add(word.ToString());
        return arguments;
    }

    public static AzCommand Parse(string line)
    {
        var arguments = Arguments(line);
        Assert.Equal("az", arguments[0]);
        var words = arguments.Skip(1).TakeWhile(a => !a.StartsWith('-')).ToArray();
        var options = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? current = null;
        foreach (var argument in arguments.Skip(1 + words.Length))
        {
            if (argument.StartsWith('-'))
            {
                options.Add(argument, current = []);
            }
            else
            {
                current!.Add(argument);
            }
        }

        return new(string.Join(' ', words), options.ToDictionary(o => o.Key, o => o.Value.ToArray(), StringComparer.Ordinal));
    }
}
