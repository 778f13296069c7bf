using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Export-VpnDeviceConfiguration: its files, the key, and what it refuses.</summary>
public sealed class DeviceConfigurationTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Rehearsal _rehearsal = new(new SiteEstate { ActiveActive = true, Bgp = true }.Write);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Writes_every_file_and_says_what_is_left_to_do()
    {
        var run = _rehearsal.RunWell("""
            $e = Export-VpnDeviceConfiguration to-berlin ./out -Device StrongSwan, Frr -Setting @{ wan = 'ens3' }
            $e | ForEach-Object { "$($_.Device) $($_.HoldsKey) $($_.Files.Length) $($_.KeyFiles.Length) $($_.Connection.Name) $($_.NextSteps.Length -gt 0) $($_.Path)" }
            """);
        var folder = Path.Combine(_rehearsal.Folder, "out");
        Assert.Equal([$"StrongSwan False 4 1 to-berlin True {folder}", $"Frr False 1 0 to-berlin True {folder}/to-berlin.frr.conf"], run.Texts);
        Assert.Equal(["to-berlin-interfaces.sh", "to-berlin-routes.sh", "to-berlin.conf", "to-berlin.frr.conf", "to-berlin.secrets.conf"], Names("out"));
        Assert.Contains("xfrm41 type xfrm dev ens3", Text("out/to-berlin-interfaces.sh"), StringComparison.Ordinal);
        Assert.Contains("remote_addrs = 198.51.100.2", Text("out/to-berlin.conf"), StringComparison.Ordinal);
        Assert.Contains("neighbor 10.1.255.5 remote-as 65515", Text("out/to-berlin.frr.conf"), StringComparison.Ordinal);
        Assert.Contains("<put-the-shared-key-here>", Text("out/to-berlin.secrets.conf"), StringComparison.Ordinal);
        Assert.DoesNotContain(Key(), string.Concat(Names("out").Select(n => Text("out/" + n))), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, Mode("out/to-berlin.secrets.conf"));
        Assert.NotEqual(OwnerOnly, Mode("out/to-berlin.conf"));
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("-IncludeSharedKey")]
    [InlineData("-SharedKey $key")]
    public void The_key_is_written_to_a_file_of_its_owner_alone_and_shown_nowhere(string how)
    {
        var key = how.StartsWith("-Include", StringComparison.Ordinal) ? Key() : "Given_By_Hand1";
        var run = _rehearsal.RunWell($$"""
            $key = [System.Net.NetworkCredential]::new('', 'Given_By_Hand1').SecurePassword
            $e = Export-VpnDeviceConfiguration to-berlin ./b.ios -Device CiscoIosXe {{how}} -Verbose -Debug
            $e | Out-Host
            "$($e.HoldsKey) $($e.KeyFiles)"
            """);
        Assert.Contains($"pre-shared-key {key}\n", Text("b.ios"), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, Mode("b.ios"));
        Assert.StartsWith("True", run.Texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain(run.Texts.Concat(_rehearsal.Engine.Host.Lines), t => t.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_are_replaced_with_Force_alone_and_files_of_keys_never()
    {
        _rehearsal.RunWell("$null = Export-VpnDeviceConfiguration to-berlin ./o -Device StrongSwan; $null = Export-VpnDeviceConfiguration to-berlin ./c.asa -Device CiscoAsa -IncludeSharedKey");
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "o", "to-berlin.secrets.conf"), "filled in");
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "o", "to-berlin.conf"), "old");
        var router = Text("c.asa");

        Assert.All(_rehearsal.Run("Export-VpnDeviceConfiguration to-berlin ./o -Device StrongSwan").Errors, e => Assert.Contains("Exists,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal("old", Text("o/to-berlin.conf"));
        var kept = _rehearsal.RunWell("$null = Export-VpnDeviceConfiguration to-berlin ./o -Device StrongSwan -Force -WarningVariable w; \"$w\"");
        Assert.Contains("to-berlin.secrets.conf is there already and was left as it is", kept.Texts[0], StringComparison.Ordinal);
        Assert.NotEqual("old", Text("o/to-berlin.conf"));
        Assert.Equal("filled in", Text("o/to-berlin.secrets.conf"));

        Assert.All(new[] { "./o -Device StrongSwan -Force -IncludeSharedKey", "./c.asa -Device CiscoAsa -Force", "./c.asa -Device CiscoAsa -Force -IncludeSharedKey" }, to =>
            Assert.StartsWith("KeyFileExists,", Assert.Single(_rehearsal.Run($"Export-VpnDeviceConfiguration to-berlin {to}").Errors).FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal("filled in", Text("o/to-berlin.secrets.conf"));
        Assert.Equal(router, Text("c.asa"));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(_rehearsal.RunWell("Export-VpnDeviceConfiguration to-berlin ./new/ -Device StrongSwan, JuniperSrx -IncludeSharedKey -WhatIf").Output);
        Assert.Empty(Directory.GetDirectories(_rehearsal.Folder));
    }

    [Fact]
    public void A_saved_topology_gives_the_same_text_without_a_session()
    {
        _rehearsal.RunWell("Export-VNetTopology ./t.json; $global:t = Get-VNetTopology; $null = Export-VpnDeviceConfiguration to-berlin ./live/ -Device JuniperSrx; Disconnect-AzNetSession");
        _rehearsal.RunWell("$null = Export-VpnDeviceConfiguration to-berlin ./file/ -Device JuniperSrx -Topology ./t.json; $null = 'rg-net/to-berlin' | Export-VpnDeviceConfiguration -Path ./object/ -Device JuniperSrx -Topology $t");
        Assert.Equal(Text("live/to-berlin.junos"), Text("file/to-berlin.junos"));
        Assert.Equal(Text("live/to-berlin.junos"), Text("object/to-berlin.junos"));
        Assert.Equal("NoSession", _rehearsal.Engine.RunStrict("Export-VpnDeviceConfiguration to-berlin ./x/ -Topology ./t.json -IncludeSharedKey").TerminatingId);
    }

    [Fact]
    public void Azures_own_script_comes_with_the_key_or_without_it()
    {
        var both = _rehearsal.RunWell("""
            $a = @{ FromAzure = $true; Vendor = 'cisco'; FirmwareVersion = 'Cisco-ASA-9.x--IKEv2' }
            (Export-VpnDeviceConfiguration to-berlin ./with.txt @a -IncludeSharedKey).HoldsKey
            (Export-VpnDeviceConfiguration to-berlin ./without.txt @a).HoldsKey
            """);
        Assert.Equal(["True", "False"], both.Texts);
        Assert.Contains(Key(), Text("with.txt"), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, Mode("with.txt"));
        Assert.DoesNotContain(Key(), Text("without.txt"), StringComparison.Ordinal);
        Assert.Contains("pre-shared-key <put-the-shared-key-here>", Text("without.txt"), StringComparison.Ordinal);

        var error = Assert.Single(_rehearsal.Run("Export-VpnDeviceConfiguration to-berlin ./n.txt -FromAzure -Vendor Cisco").Errors);
        Assert.StartsWith("AzureDeviceNotChosen,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Cisco-ISR-15.x--IKEv2+BGP", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_rehearsal.Folder, "n.txt")));
    }

    [Theory]
    [InlineData("to-rome ./x/", "ConnectionNotFound")]
    [InlineData("to-berlin ./x/ -Device Fritz", "DeviceNotKnown")]
    [InlineData("to-berlin ./x/ -Device MikroTik", "DeviceNotSuited")]
    [InlineData("to-berlin ./x/ -Device StrongSwan -Setting @{ speed = 'fast' }", "SettingNotKnown")]
    [InlineData("to-berlin ./x/ -SitePrefix 10.0.0.1/8", "InvalidPrefix")]
    [InlineData("to-berlin ./x.conf -Device StrongSwan", "FolderExpected")]
    [InlineData("to-berlin, to-rome ./x/ -SharedKey $key", "OneKeyForSeveral")]
    [InlineData("to-berlin ./x/ -SharedKey $bad", "SharedKeyInvalid")]
    [InlineData("to-berlin ./x/ -TemplatePath ./none", "FileNotFound")]
    [InlineData("to-berlin ./x/ -TemplatePath ./bad.template", "InvalidTemplate")]
    [InlineData("to-berlin ./x/ -Topology ./none.json", "FileNotFound")]
    public void What_is_wrong_is_one_error_and_no_file(string arguments, string id)
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "bad.template"), "template Bad\n=== file x\n{{nothing}}\n");
        var before = Directory.GetFileSystemEntries(_rehearsal.Folder);
        var run = _rehearsal.Run($$"""
            $key = [System.Net.NetworkCredential]::new('', 'Key1').SecurePassword
            $bad = [System.Net.NetworkCredential]::new('', 'two words').SecurePassword
            Export-VpnDeviceConfiguration {{arguments}}
            """);
        var error = Assert.Single(run.Errors.Concat(run.Terminating is { } e ? [e] : []));
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotNull(error.TargetObject);
        Assert.DoesNotContain("two words", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_rehearsal.Folder));
    }

    [Fact]
    public void A_template_of_ones_own_is_taken()
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "mine.template"), """
            template Mine
            supports route-based ikev2 bgp
            spell IkeEncryption AES256=a
            spell IkeIntegrity SHA256=b
            spell DhGroup DHGroup2=c
            spell IpsecEncryption AES256=d
            spell IpsecIntegrity SHA256=e
            === file {{name}}.txt
            # {{keyNotice}}
            {{#each tunnels}}
            {{peer}} {{#each ike}}{{encryption}}{{integrity}}{{group}}{{/each}} {{key}}
            {{/each}}
            """);
        _rehearsal.RunWell("$null = Export-VpnDeviceConfiguration to-berlin ./m/ -Device mine -TemplatePath ./mine.template");
        Assert.EndsWith("198.51.100.1 abc <put-the-shared-key-here>\n198.51.100.2 abc <put-the-shared-key-here>\n", Text("m/to-berlin.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("sharedKey/read", "AuthorizationFailed")]
    [InlineData("connections/read", "AuthorizationFailed")]
    [InlineData("vpndeviceconfigurationscript/action", "AuthorizationFailed")]
    [InlineData("supportedvpndevices/action", "AuthorizationFailed")]
    public void The_role_of_the_job_is_enough_and_no_more_than_that(string without, string? error)
    {
        var run = _rehearsal.Run($$"""
            $actions = [Collections.Immutable.ImmutableArray[string]]::Empty
            foreach ($action in ([AzNetHelper.Rights.JobRole]::All | Where-Object Name -like '*Device*').Actions) {
                if (-not '{{without}}' -or $action -notlike '*{{without}}') { $actions = $actions.Add($action) }
            }
            $scope = [AzNetHelper.Arm.ResourceId]::Parse('{{SiteEstate.Subscription}}')
            $roles = [Collections.Immutable.ImmutableArray[AzNetHelper.Simulation.RoleGrant]]::Empty.Add([AzNetHelper.Simulation.RoleGrant]::new($scope, $actions))
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Roles = $roles }
            Export-VpnDeviceConfiguration '{{SiteEstate.Connection}}' ./r/ -Device StrongSwan -IncludeSharedKey
            Export-VpnDeviceConfiguration '{{SiteEstate.Connection}}' ./a.txt -FromAzure -Vendor Ubiquiti
            """);
        Assert.Empty(run.Warnings);
        Assert.Equal(error is null ? 2 : without is "sharedKey/read" or "connections/read" ? 0 : 1, run.Output.Count);
        Assert.All(run.Errors, e => Assert.StartsWith(error!, e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(error is null, run.Errors.Count == 0);
    }

    // As Azure tells it, beside the module.
    private string Key()
    {
        dynamic simulation = _rehearsal.Run("$simulation").Output[0].BaseObject;
        using var client = new HttpClient((HttpMessageHandler)simulation.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://management.azure.com{SiteEstate.Connection}/sharedkey?api-version=2025-05-01");
        request.Headers.Authorization = new("Bearer", "a-token");
        using var answer = client.SendAsync(request).GetAwaiter().GetResult();
        return (string)System.Text.Json.Nodes.JsonNode.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult())!["value"]!;
    }

    private string[] Names(string folder) => [.. Directory.GetFiles(Path.Combine(_rehearsal.Folder, folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private string Text(string file) => File.ReadAllText(Path.Combine(_rehearsal.Folder, file));

    private UnixFileMode Mode(string file) =>
        OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(Path.Combine(_rehearsal.Folder, file));
}
