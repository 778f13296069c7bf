using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Export-ExpressRouteRouterConfiguration: its files, the key, and what it refuses.</summary>
public sealed class RouterConfigurationTests : IDisposable
{
    private const string Key = "Given_By_Hand1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Rehearsal _rehearsal = new(folder => new CircuitEstate().Write(folder));

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Writes_every_file_and_says_what_is_left_to_do()
    {
        var run = _rehearsal.RunWell("""
            Export-ExpressRouteRouterConfiguration er-office ./out Frr, JunosMx -Advertise 172.20.0.0/16 -Link Each -Setting @{ primaryInterface = 'xe-0/0/1' } -WarningAction Ignore |
                ForEach-Object { "$($_.Device) $($_.Links) $($_.HoldsKey) $($_.Circuit.Name) $($_.NextSteps.Length -gt 0) $($_.Files.Length)" }
            """);
        Assert.Equal(["Frr Primary False er-office True 2", "Frr Secondary False er-office True 2", "JunosMx Primary False er-office True 1",
            "JunosMx Secondary False er-office True 1"], run.Texts);
        Assert.Equal(["er-office-primary-frr-interfaces.sh", "er-office-primary.frr.conf", "er-office-primary.junos", "er-office-secondary-frr-interfaces.sh",
            "er-office-secondary.frr.conf", "er-office-secondary.junos"],
            Directory.GetFiles(Path.Combine(_rehearsal.Folder, "out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Contains("neighbor 192.168.15.18 remote-as 12076", Text("out/er-office-primary.frr.conf"), StringComparison.Ordinal);
        Assert.Contains("<put-the-shared-key-here>", Text("out/er-office-primary.junos"), StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void The_key_is_written_to_a_file_of_its_owner_alone_and_shown_nowhere()
    {
        var run = _rehearsal.RunWell($$"""
            $key = [System.Net.NetworkCredential]::new('', '{{Key}}').SecurePassword
            $e = Export-ExpressRouteRouterConfiguration er-office ./b.ios CiscoIosXe -Advertise 172.20.0.0/16 -SharedKey $key -Verbose -Debug
            $e | Out-Host
            "$($e.HoldsKey) $($e.KeyFiles)"
            """);
        Assert.Contains($"password {Key}\n", Text("b.ios"), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(Path.Combine(_rehearsal.Folder, "b.ios")));
        Assert.StartsWith("True", run.Texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain(run.Texts.Concat(_rehearsal.Engine.Host.Lines), t => t.Contains(Key, StringComparison.Ordinal));
        var before = Text("b.ios");
        Assert.StartsWith("KeyFileExists,", Assert.Single(_rehearsal.Run(
            "Export-ExpressRouteRouterConfiguration er-office ./b.ios CiscoIosXe -Advertise 172.20.0.0/16 -Force").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, Text("b.ios"));
    }

    [Fact]
    public void A_saved_topology_gives_the_same_text_without_a_session_and_WhatIf_writes_nothing()
    {
        _rehearsal.RunWell("""
            $null = Export-ExpressRouteRouterConfiguration er-office ./live/ Bird -Advertise 172.20.0.0/16 -NoSharedKey
            Export-VNetTopology ./t.json; Disconnect-AzNetSession
            $null = 'rg-er/er-office' | Export-ExpressRouteRouterConfiguration -Path ./file/ -Device Bird -Advertise 172.20.0.0/16 -NoSharedKey -Topology ./t.json
            Export-ExpressRouteRouterConfiguration er-office ./none/ Arista -Advertise 172.20.0.0/16 -Topology ./t.json -WhatIf
            """);
        Assert.Equal(Text("live/er-office.bird.conf"), Text("file/er-office.bird.conf"));
        Assert.False(Directory.Exists(Path.Combine(_rehearsal.Folder, "none")));
        Assert.Equal("NoSession", _rehearsal.Engine.RunStrict(
            "Export-ExpressRouteRouterConfiguration er-office ./x/ Frr -Topology ./t.json -IncludeSharedKey").TerminatingId);
    }

    [Fact]
    public void Without_prefixes_what_on_premises_announces_now_is_announced()
    {
        using var sample = new Rehearsal();
        sample.RunWell("""
            $null = Export-ExpressRouteRouterConfiguration er-contoso ./live/ Frr -NoSharedKey
            $null = Export-ExpressRouteRouterConfiguration er-contoso ./said/ Frr -NoSharedKey -Advertise 172.20.0.0/16
            Get-VNetTopology -IncludeCircuitRoute | Export-VNetTopology ./t.json
            $null = Export-ExpressRouteRouterConfiguration er-contoso ./file/ Frr -NoSharedKey -Topology ./t.json
            """);
        string Of(string folder) => File.ReadAllText(Path.Combine(sample.Folder, folder, "er-contoso.frr.conf"));
        Assert.Contains("172.20.0.0/16", Of("live"), StringComparison.Ordinal);
        Assert.Equal((Of("said"), Of("said")), (Of("live"), Of("file")));

        // The routers of this estate announce nothing.
        Assert.StartsWith("AdvertisedPrefixesUnknown,", Assert.Single(_rehearsal.Run("Export-ExpressRouteRouterConfiguration er-office ./x/ Frr -NoSharedKey").Errors)
            .FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("er-rome ./x/ Frr", "CircuitNotFound")]
    [InlineData("er-office ./x/ Fritz", "DeviceNotKnown")]
    [InlineData("er-office ./x/ Arista -OuterVlanId 20", "DeviceNotSuited")]
    [InlineData("er-office ./x/ Frr -OuterVlanId 5000", "OuterVlanInvalid")]
    [InlineData("er-office ./x/ Frr -Setting @{ speed = 'fast' }", "SettingNotKnown")]
    [InlineData("er-office ./x/ Frr -Advertise 10.0.0.1/8", "InvalidPrefix")]
    [InlineData("er-office ./x/ Frr -Advertise 0.0.0.0/0", "EgressWouldChange")]
    [InlineData("er-office ./x.conf Frr", "FolderExpected")]
    [InlineData("er-office ./x/ Frr -IncludeSharedKey", "SharedKeyNotFound")]
    [InlineData("er-office ./x/ Frr -SharedKey $bad", "SharedKeyInvalid")]
    [InlineData("er-office ./x/ Frr -SharedKey $key -NoSharedKey", "KeyOrNone")]
    [InlineData("er-office, er-rome ./x/ Frr -SharedKey $key", "OneKeyForSeveral")]
    [InlineData("er-office ./x/ Frr -TemplatePath ./none", "FileNotFound")]
    [InlineData("er-office ./x/ Frr -Topology ./none.json", "FileNotFound")]
    public void What_is_wrong_is_one_error_and_no_file(string arguments, string id)
    {
        var before = Directory.GetFileSystemEntries(_rehearsal.Folder);
        var advertise = arguments.Contains("-Advertise", StringComparison.Ordinal) ? string.Empty : " -Advertise 172.20.0.0/16";
        var run = _rehearsal.Run($$"""
            $key = [System.Net.NetworkCredential]::new('', 'Key1').SecurePassword
            $bad = [System.Net.NetworkCredential]::new('', 'two words').SecurePassword
            Export-ExpressRouteRouterConfiguration {{arguments}}{{advertise}}
            """);
        var error = Assert.Single(run.Errors.Concat(run.Terminating is { } e ? [e] : []));
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotNull(error.TargetObject);
        Assert.DoesNotContain("two words", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_rehearsal.Folder));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("expressRouteCircuits/read", "AuthorizationFailed")]
    public void The_role_of_the_job_is_enough_and_no_more_than_that(string without, string? error)
    {
        var run = _rehearsal.Run($$"""
            $actions = [Collections.Immutable.ImmutableArray[string]]::Empty
            foreach ($action in ([AzNetHelper.Rights.JobRole]::All | Where-Object Name -like '*Router Configurator').Actions) {
                if (-not '{{without}}' -or $action -notlike '*{{without}}') { $actions = $actions.Add($action) }
            }
            $scope = [AzNetHelper.Arm.ResourceId]::Parse('{{SiteEstate.Subscription}}')
            $roles = [Collections.Immutable.ImmutableArray[AzNetHelper.Simulation.RoleGrant]]::Empty.Add([AzNetHelper.Simulation.RoleGrant]::new($scope, $actions))
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Roles = $roles }
            Export-ExpressRouteRouterConfiguration '{{CircuitEstate.Circuit}}' ./r/ Frr -Advertise 172.20.0.0/16
            """);
        Assert.Equal(error is null ? 1 : 0, run.Output.Count);
        Assert.All(run.Errors, e => Assert.StartsWith(error!, e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(error is null, run.Errors.Count == 0);
    }

    private string Text(string file) => File.ReadAllText(Path.Combine(_rehearsal.Folder, file));
}
