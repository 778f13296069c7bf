using AzNetHelper.Devices;
using AzNetHelper.Tests.Devices;
using AzNetHelper.Tests.Devices.Syntax;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>
/// The text for each router and each kind of circuit: what the vendor's syntax allows, and what was read through once
/// (tests/data/routers; AZNETHELPER_REWRITE=1 writes it anew).
/// </summary>
public sealed class RouterTests
{
    public static TheoryData<string, string> Suited()
    {
        var suited = new TheoryData<string, string>();
        foreach (var template in RouterEstate.Templates.All)
        {
            foreach (var name in RouterCases.All.Keys.Where(n => n != "qinq" || template.Supports.Contains("qinq")))
            {
                suited.Add(template.Name, name);
            }
        }

        return suited;
    }

    [Theory]
    [MemberData(nameof(Suited))]
    public void Is_what_was_read_through(string device, string name)
    {
        var configuration = RouterCases.All[name].Write(device);
        var folder = Path.Combine(DeviceEstate.Root(), "tests", "data", "routers", $"{device}-{name}");
        var files = configuration.Files.Select(f => (f.Name, f.Text))
            .Append(("steps.txt", string.Concat(configuration.NextSteps.Select(s => s + "\n")))).ToArray();
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            Directory.CreateDirectory(folder);
            Array.ForEach(files, f => File.WriteAllText(Path.Combine(folder, f.Item1), f.Item2));
        }

        Assert.Equal(files.Select(f => f.Item1).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(files, f => Assert.Equal(File.ReadAllText(Path.Combine(folder, f.Item1)).ReplaceLineEndings("\n"), f.Item2));
    }

    [Theory]
    [MemberData(nameof(Suited))]
    public void Is_what_the_vendor_s_syntax_allows(string device, string name) =>
        Assert.All(RouterCases.All[name].Write(device).Files, f => Assert.Null(DeviceSyntax.Problem(f.Name, f.Text)));

    // A grammar that takes everything proves nothing.
    [Theory]
    [InlineData("CiscoIosXe", "encapsulation dot1Q 100", "encapsulation dot1q 100")]
    [InlineData("CiscoIosXe", "fall-over bfd", "fallover bfd")]
    [InlineData("CiscoIosXe", "  maximum-paths", " maximum-paths")]
    [InlineData("CiscoIosXr", "end-set", "endset")]
    [InlineData("CiscoIosXr", "10.0.0.0/8 le 32,", "10.0.0.0/8 le 32")]
    [InlineData("CiscoIosXr", "192.168.0.0/16 le 32\n", "192.168.0.0/16 le 32,\n")]
    [InlineData("CiscoIosXr", "  endif\nend-policy", "end-policy")]
    [InlineData("Arista", "encapsulation dot1q vlan 100", "encapsulation dot1q 100")]
    [InlineData("Arista", "warning-limit 80 percent", "warning-limit 80%")]
    [InlineData("JunosMx", "vlan-id 100", "vlan 100")]
    [InlineData("JunosMx", "term own then reject", "term own then drop")]
    [InlineData("JunosMx", "import er-contoso-primary-in\n", "import er-contoso-first-in\n")]
    [InlineData("Bird", "ipv4 table 'er-contoso_table'", "ipv4 table 'er-contoso_other'")]
    [InlineData("Bird", "action restart", "action stop")]
    [InlineData("Bird", "hold time 180", "holdtime 180")]
    [InlineData("Bird", "10.0.0.0/8+, ", "10.0.0.0/8+ ")]
    [InlineData("Bird", "export filter 'er-contoso_primary_out'", "export filter 'er-contoso_out'")]
    public void The_checkers_refuse_what_is_wrong(string device, string right, string wrong)
    {
        var file = RouterCases.All["plain"].Write(device).Files.Single(f => !f.Name.EndsWith(".sh", StringComparison.Ordinal));
        Assert.Contains(right, file.Text, StringComparison.Ordinal);
        Assert.NotNull(DeviceSyntax.Problem(file.Name, file.Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_the_key_every_router_has_a_placeholder_and_without_keys_nothing() => Assert.All(RouterEstate.Templates.All, template =>
    {
        var text = RouterCases.All["plain"].Write(template.Name, key: null).Files.Single(f => !f.Name.EndsWith(".sh", StringComparison.Ordinal));
        Assert.False(text.HoldsKey || text.IsOwnersOnly);
        Assert.Equal([ConfigurationWriter.Placeholder], DeviceSyntax.Keys(text.Name, text.Text));
        var none = RouterCases.All["nokey"].Write(template.Name).Files.Single(f => !f.Name.EndsWith(".sh", StringComparison.Ordinal));
        Assert.DoesNotContain(ConfigurationWriter.Placeholder, none.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", none.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("authentication-key", none.Text, StringComparison.Ordinal);
    });
}
