using System.Text;
using AzNetHelper.Devices;
using AzNetHelper.Tests.Devices.Syntax;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>
/// The text for each device and each kind of connection: what the vendor's syntax allows, and what was read through once
/// (tests/data/devices; AZNETHELPER_REWRITE=1 writes it anew).
/// </summary>
public sealed class ConfigurationTests
{
    public static TheoryData<string, string> Suited()
    {
        var suited = new TheoryData<string, string>();
        foreach (var template in DeviceEstate.Templates.All)
        {
            foreach (var (name, estate) in ConfigurationCases.All)
            {
                if (ConfigurationWriter.Write(estate.Design(), template, new()).Configuration is not null)
                {
                    suited.Add(template.Name, name);
                }
            }
        }

        return suited;
    }

    [Theory]
    [MemberData(nameof(Suited))]
    public void Is_what_was_read_through(string device, string name)
    {
        var configuration = ConfigurationCases.All[name].Write(device);
        var folder = Path.Combine(DeviceEstate.Root(), "tests", "data", "devices", $"{device}-{name}");
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
        Assert.All(ConfigurationCases.All[name].Write(device).Files, f => Assert.Null(DeviceSyntax.Problem(f.Name, f.Text)));

    // A grammar that takes everything proves nothing.
    [Theory]
    [InlineData("CiscoIosXe", "group 2", "group 3")]
    [InlineData("CiscoIosXe", "  address 198", " address 198")]
    [InlineData("CiscoIosXe", "mode tunnel", "mode tunell")]
    [InlineData("CiscoAsa", "integrity sha256", "integrity sha-256")]
    [InlineData("CiscoAsa", "nameif", "name-if")]
    [InlineData("FortiGate", "set dhgrp 2", "set dhgrp 24")]
    [InlineData("FortiGate", "    next\nend", "end")]
    [InlineData("FortiGate", "to-berlin-1\"", "to-berlin-and-much-more\"")]
    [InlineData("JuniperSrx", "group2", "group3")]
    [InlineData("JuniperSrx", "ike policy to-berlin proposals to-berlin-1", "ike policy to-berlin proposals to-rome-1")]
    public void The_checkers_refuse_what_is_wrong(string device, string right, string wrong)
    {
        var file = Assert.Single(ConfigurationCases.All["plain"].Write(device).Files);
        Assert.Contains(right, file.Text, StringComparison.Ordinal);
        Assert.NotNull(DeviceSyntax.Problem(file.Name, file.Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("dh-group=ecp384", "dh-group=ecp385")]
    [InlineData("secret=\"", "secret=\"$")]
    [InlineData(" tunnel=yes", " tunnel")]
    [InlineData("/ip ipsec peer remove [find where name=\"to-berlin-2\"]\n", "")]
    [InlineData("/ip firewall mangle remove [find where comment=\"Azure to-berlin\"]\n", "")]
    [InlineData("auth-algorithms=null", "auth-algorithms=sha256")]
    public void The_checker_of_RouterOS_refuses_what_is_wrong(string right, string wrong)
    {
        var file = Assert.Single(ConfigurationCases.All["pairs"].Write("MikroTik").Files);
        Assert.NotNull(DeviceSyntax.Problem(file.Name, file.Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_the_key_every_file_has_a_placeholder_that_is_none()
    {
        Assert.NotNull(SharedKey.Problem(ConfigurationWriter.Placeholder));
        Assert.All(DeviceEstate.Templates.All.Where(t => !t.Supports.Contains("no-key")), template =>
        {
            var estate = ConfigurationCases.All[template.Supports.Contains("route-based") ? "plain" : "pairs"];
            var files = estate.Write(template.Name, key: null).Files;
            Assert.DoesNotContain(files, f => f.HoldsKey);
            var file = Assert.Single(files, f => f.Text.Contains(ConfigurationWriter.Placeholder, StringComparison.Ordinal));
            Assert.Equal([ConfigurationWriter.Placeholder], DeviceSyntax.Keys(file.Name, file.Text));
            Assert.DoesNotContain(ConfigurationWriter.HoldsKeyNotice, file.Text, StringComparison.Ordinal);
        });
    }

    // IOS and FRR refuse "permit 192.168.7.7/32 le 32", and a route map that names no list denies everything.
    [Theory]
    [InlineData("CiscoAsa")]
    [InlineData("CiscoIosXe")]
    [InlineData("FortiGate")]
    [InlineData("Frr")]
    public void A_single_address_is_a_range_of_nothing_longer(string device)
    {
        var file = Assert.Single(new DeviceEstate { Bgp = true, SitePrefixes = ["192.168.7.7/32"] }.Write(device).Files);
        Assert.Null(DeviceSyntax.Problem(file.Name, file.Text));
        Assert.DoesNotContain("le 32", file.Text, StringComparison.Ordinal);
        var more = Assert.Single(new DeviceEstate { Bgp = true, SitePrefixes = ["192.168.7.0/31"] }.Write(device).Files);
        Assert.Contains("le 32", more.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FortiGate", "DHGroup24", "DhGroup DHGroup24")]
    [InlineData("MikroTik", "DHGroup24", "DhGroup DHGroup24")]
    public void A_value_that_the_device_has_not_is_one_clear_failure(string device, string group, string says)
    {
        var estate = new DeviceEstate
        {
            Policy = ConfigurationCases.Strong with { DhGroup = group, PfsGroup = "PFS24" }, PolicyBasedSelectors = device == "MikroTik",
        };
        var (configuration, failures) = ConfigurationWriter.Write(estate.Design(), DeviceEstate.Templates.Find(device).Template!, new());
        Assert.Null(configuration);
        var failure = Assert.Single(failures);
        Assert.Equal("DeviceCannotSpell", failure.Id);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "MikroTik", "usePolicyBasedTrafficSelectors")]
    [InlineData("pairs", "CiscoAsa", "pairs of prefixes")]
    [InlineData("bgp", "OPNsense", "BGP")]
    [InlineData("plain", "Frr", "BGP off")]
    public void A_device_that_does_not_suit_is_one_clear_failure(string name, string device, string says)
    {
        var (_, failures) = ConfigurationWriter.Write(
            ConfigurationCases.All[name].Design(), DeviceEstate.Templates.Find(device).Template!, new());
        var failure = Assert.Single(failures);
        Assert.Equal("DeviceNotSuited", failure.Id);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_device_does_not_take_is_refused_without_being_told()
    {
        var (_, failures) = ConfigurationWriter.Write(new DeviceEstate().Design(),
            DeviceEstate.Templates.Find("CiscoIosXe").Template!, DeviceEstate.Options("what?is"));
        var failure = Assert.Single(failures);
        Assert.Equal("KeyNotSpellable", failure.Id);
        Assert.Contains("character 5", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("what?is", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "x", "SettingNotKnown")]
    [InlineData("wan", "eth0; reboot", "InvalidSetting")]
    [InlineData("firstTunnel", "many", "InvalidSetting")]
    public void Settings_are_checked(string name, string value, string id)
    {
        var (_, failures) = ConfigurationWriter.Write(new DeviceEstate().Design(),
            DeviceEstate.Templates.Find("StrongSwan").Template!, DeviceEstate.Options(null, (name, value)));
        Assert.Equal(id, Assert.Single(failures).Id);
    }

    [Fact]
    public void Settings_are_written()
    {
        var text = new DeviceEstate().Write("StrongSwan", null, ("WAN", "ens3"), ("firsttunnel", "7"))
            .Files.Aggregate(new StringBuilder(), (b, f) => b.Append(f.Text)).ToString();
        Assert.Contains("if_id_out = 7", text, StringComparison.Ordinal);
        Assert.Contains("ip link add xfrm7 type xfrm dev ens3 if_id 7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eth0", text, StringComparison.Ordinal);
    }

    // A line that is no comment makes Junos refuse the whole file.
    [Theory]
    [InlineData("! Cisco\nhostname a\n", "!")]
    [InlineData("\n  # Juniper\nset system\n! not this\n", "#")]
    [InlineData("set vpn ipsec\n", "#")]
    public void The_notice_above_Azure_s_script_is_a_comment_of_its_language(string script, string sign) =>
        Assert.Equal(sign, AzureScriptExport.CommentSign(script));

    [Theory]
    [InlineData("to-berlin", 64, "to-berlin")]
    [InlineData("to.berlin", 64, "to-berlin-")]
    [InlineData("9to5", 64, "c9to5-")]
    [InlineData("connection-to-berlin", 13, "connecti-")]
    public void Names_are_cut_and_stay_different(string name, int most, string start)
    {
        var cut = ConfigurationScope.Short(name, most);
        Assert.StartsWith(start, cut, StringComparison.Ordinal);
        Assert.True(cut.Length <= most, cut);
        Assert.NotEqual(cut, ConfigurationScope.Short(name + "x", most));
    }
}
