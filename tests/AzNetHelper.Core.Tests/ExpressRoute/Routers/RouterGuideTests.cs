using System.Text;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Tests.Devices;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>docs/expressroute-routers.md lists every template, ability and name as they are (AZNETHELPER_REWRITE=1 brings it up to date).</summary>
public sealed class RouterGuideTests
{
    private static readonly string s_file = Path.Combine(DeviceEstate.Root(), "docs", "expressroute-routers.md");

    [Fact]
    public void The_guide_lists_what_there_is()
    {
        var page = File.ReadAllText(s_file).ReplaceLineEndings("\n");
        var expected = DeviceGuideTests.Replaced(page, "| device | what | two tags | IPv6 | checked |\n| --- | --- | --- | --- | --- |\n", Routers());
        expected = DeviceGuideTests.Replaced(expected, "| name | kind | meaning |\n| --- | --- | --- |\n", DeviceGuideTests.Words(RouterLanguage.Circuits.Words));
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            File.WriteAllText(s_file, expected);
        }

        Assert.Equal(File.ReadAllText(s_file).ReplaceLineEndings("\n"), expected);
        Assert.All(RouterLanguage.Circuits.Abilities, a => Assert.Contains($"`{a.Word}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_guide_is_a_template()
    {
        var page = File.ReadAllText(s_file).ReplaceLineEndings("\n");
        var start = page.IndexOf("```text\n", StringComparison.Ordinal) + 8;
        var template = DeviceTemplates.Parse("guide", page[start..page.IndexOf("```", start, StringComparison.Ordinal)], RouterLanguage.Circuits);
        var (configuration, failures) = RouterWriter.Write(new RouterEstate().Design(), template, DeviceEstate.Options("a-key"), hasKey: true);
        Assert.Empty(failures);
        Assert.EndsWith("port port1 tag 100 address 192.168.15.17/30\nbgp 192.168.15.18 as 12076 key a-key\nport port2 tag 100 address 192.168.15.21/30\n"
            + "bgp 192.168.15.22 as 12076 key a-key\nannounce 172.20.0.0/16\n", configuration!.Files[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template Mine\nspell DhGroup DHGroup2=2", 2, "nothing to spell")]
    [InlineData("template Mine\nsupports bgp", 2, "qinq, ipv6")]
    [InlineData("template Mine\ninterface-limit 3", 2, "from 8")]
    [InlineData("template Mine\nsupports no-key\n=== file a\n{{tunnels}}", 4, "There is no name 'tunnels'")]
    [InlineData("template Mine\nsupports no-key\n=== file a\nx", 0, "setting primaryInterface")]
    public void What_is_wrong_with_a_template_is_told_in_words_of_circuits(string text, int line, string says)
    {
        var problem = Assert.Throws<TemplateException>(() => DeviceTemplates.Parse("mine", text, RouterLanguage.Circuits));
        Assert.Equal(line, problem.Line);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_template_says_what_it_is_and_how_it_was_checked() => Assert.All(RouterEstate.Templates.All, t =>
    {
        Assert.Equal(t.Name + DeviceTemplates.Extension, Path.GetFileName(t.File));
        Assert.True(t.Title.Length > 0 && t.Vendor.Length > 0 && t.Checked.Length > 0, t.Name);
    });

    private static string Routers()
    {
        var rows = new StringBuilder();
        foreach (var t in RouterEstate.Templates.All)
        {
            rows.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| {t.Name} | {t.Title} | {(t.Supports.Contains("qinq") ? "yes" : "no")} | {(t.Supports.Contains("ipv6") ? "yes" : "no")} | {t.Checked} |\n");
        }

        return rows.ToString();
    }
}
