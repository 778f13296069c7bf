using System.Text;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>docs/vpn-devices.md lists every template, ability and name as they are (AZNETHELPER_REWRITE=1 brings it up to date).</summary>
public sealed class DeviceGuideTests
{
    private static readonly string s_file = Path.Combine(DeviceEstate.Root(), "docs", "vpn-devices.md");

    [Fact]
    public void The_guide_lists_what_there_is()
    {
        var page = File.ReadAllText(s_file).ReplaceLineEndings("\n");
        var expected = Replaced(page, "| device | what | selectors | IKE | BGP | checked |\n| --- | --- | --- | --- | --- | --- |\n", Devices());
        expected = Replaced(expected, "| name | kind | meaning |\n| --- | --- | --- |\n", Words(Vocabulary.Root));
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            File.WriteAllText(s_file, expected);
        }

        Assert.Equal(File.ReadAllText(s_file).ReplaceLineEndings("\n"), expected);
        Assert.All(DeviceTemplate.Abilities, a => Assert.Contains($"`{a.Word}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_guide_is_a_template()
    {
        var page = File.ReadAllText(s_file).ReplaceLineEndings("\n");
        var start = page.IndexOf("```text\n", StringComparison.Ordinal) + 8;
        var template = DeviceTemplates.Parse("guide", page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);
        var (configuration, failures) = ConfigurationWriter.Write(new DeviceEstate().Design(), template, DeviceEstate.Options("a\"b"));
        Assert.Empty(failures);
        Assert.Contains("tunnel 1 peer 198.51.100.1 via eth0 key \"a\\\"b\"\n  route 10.1.0.0 255.255.0.0\n", configuration!.Files[0].Text, StringComparison.Ordinal);
    }

    internal static string Replaced(string page, string header, string rows)
    {
        var start = page.IndexOf(header, StringComparison.Ordinal) + header.Length;
        Assert.True(start >= header.Length);
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal);
        return page[..start] + rows + (end < 0 ? string.Empty : page[(end + 1)..]);
    }

    private static string Devices() => string.Concat(DeviceEstate.Templates.All.Select(t => $"| {t.Name} | {t.Title} | "
        + $"{Joined(t, ("route-based", "any to any"), ("policy-based", "pairs"))} | {Joined(t, ("ikev1", "1"), ("ikev2", "2"))} | "
        + $"{(t.Supports.Contains("bgp") ? "yes" : "no")} | {t.Checked} |\n"));

    private static string Joined(DeviceTemplate template, params (string Ability, string Text)[] abilities) =>
        string.Join(", ", abilities.Where(a => template.Supports.Contains(a.Ability)).Select(a => a.Text));

    internal static string Words(IEnumerable<Word> words)
    {
        var rows = new StringBuilder();
        foreach (var word in words)
        {
            Row(word.Name, word);
            foreach (var inner in word.Inner.Where(w => w.Meaning.Length > 0))
            {
                Row($"{word.Name}: {inner.Name}", inner);
            }
        }

        foreach (var word in Vocabulary.OfEach)
        {
            Row($"every list: {word.Name}", word);
        }

        return rows.ToString();

        void Row(string name, Word word) =>
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {name} | {word.Kind.ToString().ToLowerInvariant()} | {word.Meaning} |\n");
    }
}
