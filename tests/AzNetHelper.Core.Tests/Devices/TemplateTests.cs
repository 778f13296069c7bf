using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>The language of templates: what it makes of a body, and what it says of a wrong one.</summary>
public sealed class TemplateTests
{
    private const string Head = "template Mine\nsupports route-based ikev2\nsetting wan eth0 the way out\nspell IkeEncryption AES256=a AES128=b~c\n"
        + "spell IkeIntegrity SHA256=s SHA1=t\nspell DhGroup DHGroup2=2\nspell IpsecEncryption AES256=a\nspell IpsecIntegrity SHA1=t\nescape \"=\\\" \\=\\\\\n";

    [Theory]
    [InlineData("{{connection}} {{wan}}", "to-berlin eth0\n")]
    [InlineData("{{#each tunnels}}\nt {{peer}} {{index}}\n{{/each}}", "t 198.51.100.1 1\nt 198.51.100.2 2\n")]
    [InlineData("{{#each tunnels}}{{peer}}{{#unless last}}, {{/unless}}{{/each}}", "198.51.100.1, 198.51.100.2\n")]
    [InlineData("{{#each tunnels}}\n{{#each azurePrefixes}}\n{{peer}} {{network}} {{mask}} {{wildcard}}\n{{/each}}\n{{/each}}",
        "198.51.100.1 10.1.0.0 255.255.0.0 0.0.255.255\n198.51.100.1 10.2.0.0 255.255.0.0 0.0.255.255\n"
        + "198.51.100.2 10.1.0.0 255.255.0.0 0.0.255.255\n198.51.100.2 10.2.0.0 255.255.0.0 0.0.255.255\n")]
    [InlineData("{{#if bgp}}\nyes\n{{else}}\nno\n{{/if}}\nend", "no\nend\n")]
    [InlineData("  {{#if activeActive}}  \ntwo\n\t{{/if}}", "two\n")]
    [InlineData("a\n{{! nobody reads this }}\nb {{! nor this }}c", "a\nb c\n")]
    [InlineData("{{#each selectors}}x{{/each}}{{#unless selectors}}none{{/unless}}", "none\n")]
    [InlineData("{{#each ike}}{{encryption}}/{{integrity}};{{/each}}", "a/s;a/t;b c/s;b c/t;\n")]
    [InlineData("one brace { and } stay", "one brace { and } stay\n")]
    public void Bodies_are_rendered(string body, string expected) => Assert.Equal(expected, Render(body).Files[0].Text);

    [Fact]
    public void Keys_are_escaped_as_the_template_says_and_never_rendered_again()
    {
        var files = Render("{{! }}{{keyNotice}}\nk \"{{key|escape}}\" {{key|hex}}", key: "a\"b\\{{connection}}").Files;
        Assert.EndsWith("k \"a\\\"b\\\\{{connection}}\" 0x6122625C7B7B636F6E6E656374696F6E7D7D\n", files[0].Text, StringComparison.Ordinal);
        Assert.True(files[0].HoldsKey && files[0].IsOwnersOnly);
    }

    [Theory]
    [InlineData("a\n{{nothing}}", 13, "There is no name 'nothing' here. Names: activeActive, apipa,")]
    [InlineData("{{#if bgp}}\n{{#each tunnels}}\n{{/if}}", 14, "{{#each tunnels}} of line 13 is")]
    [InlineData("{{#if bgp}}\nx", 12, "has no {{/if}}")]
    [InlineData("{{/if}}", 12, "belongs to nothing")]
    [InlineData("{{else}}", 12, "belongs to nothing")]
    [InlineData("{{#each connection}}x{{/each}}", 12, "'connection' is no list")]
    [InlineData("{{tunnels}}", 12, "use it with #each")]
    [InlineData("{{bgp}}", 12, "use it with #if")]
    [InlineData("{{peer}}", 12, "There is no name 'peer' here")]
    [InlineData("{{connection|upper}}", 12, "one of escape, hex")]
    [InlineData("{{connection", 12, "no }}")]
    [InlineData("{{a b}}", 12, "is none of")]
    [InlineData("{{#if bgp}}{{nothing}}{{/if}}", 12, "There is no name 'nothing'")]
    [InlineData("{{key}}", 11, "{{keyNotice}}")]
    public void A_wrong_body_is_told_with_its_line(string body, int line, string says)
    {
        var problem = Assert.Throws<TemplateException>(() => DeviceTemplates.Parse("mine.template", $"{Head}\n=== file a.conf\n{body}\n"));
        Assert.StartsWith($"mine.template({line}): ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidTemplate", problem.ToFailure().Id);
    }

    [Theory]
    [InlineData("supports everything", 2, "route-based, policy-based")]
    [InlineData("setting wan", 2, "a default")]
    [InlineData("setting bgp x y", 2, "a name of its own")]
    [InlineData("spell Colour AES256=a", 2, "IkeEncryption")]
    [InlineData("spell DhGroup DHGroup2", 2, "AES256=aes256")]
    [InlineData("name-limit 3", 2, "from 8")]
    [InlineData("whatever x", 2, "none of template, title")]
    [InlineData("title", 2, "needs something")]
    [InlineData("=== thing", 2, "file NAME")]
    [InlineData("=== file x if connection", 2, "no flag")]
    [InlineData("=== key-file x\ntext", 2, "{{key}}")]
    [InlineData("title x", 0, "There is no file")]
    [InlineData("=== file x\ntext", 0, "no-key")]
    public void A_wrong_head_is_told_with_its_line(string directive, int line, string says)
    {
        var problem = Assert.Throws<TemplateException>(() => DeviceTemplates.Parse("mine.template", $"template Mine\n{directive}\n"));
        Assert.Equal(line, problem.Line);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_of_one_s_own_stands_beside_the_others_or_in_their_place()
    {
        var folder = Directory.CreateTempSubdirectory("devices");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "mine.template"), $"{Head}\n=== file a\n{{{{keyNotice}}}} {{{{key}}}}\n");
            File.WriteAllText(Path.Combine(folder.FullName, "frr.template"), $"{Head.Replace("Mine", "frr")}\n=== file a\n{{{{keyNotice}}}} {{{{key}}}}\n");
            var templates = DeviceTemplates.Load(Path.Combine(DeviceEstate.Root(), "module", "devices"), [folder.FullName]);
            Assert.Equal(DeviceEstate.Templates.All.Length + 1, templates.All.Length);
            Assert.StartsWith(folder.FullName, templates.Find("FRR").Template!.File, StringComparison.Ordinal);
            Assert.Contains("CiscoAsa", templates.Find("Fritz").Failure!.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_template_says_what_it_is_and_how_it_was_checked() => Assert.All(DeviceEstate.Templates.All, t =>
    {
        Assert.Equal(t.Name + DeviceTemplates.Extension, Path.GetFileName(t.File));
        Assert.NotEmpty(t.Title);
        Assert.NotEmpty(t.Vendor);
        Assert.NotEmpty(t.Checked);
    });

    private static DeviceConfiguration Render(string body, string? key = null)
    {
        var text = body.Contains("{{key", StringComparison.Ordinal) ? body : body + "\n=== file b\n{{keyNotice}} {{key}}";
        var template = DeviceTemplates.Parse("mine.template", $"{Head}\n=== file a.conf\n{text}\n");
        var design = new DeviceEstate { ActiveActive = true }.Design();
        var (configuration, failures) = ConfigurationWriter.Write(design, template, DeviceEstate.Options(key));
        Assert.Empty(failures);
        return configuration!;
    }
}
