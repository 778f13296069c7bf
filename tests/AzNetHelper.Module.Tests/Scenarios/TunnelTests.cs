using System.Management.Automation;
using System.Security;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>New-VNetToVNetConnection and Reset-VpnSharedKey as people use them, on the sample estate with a second gateway.</summary>
public sealed class TunnelTests : IDisposable
{
    private const string Connect = "New-VNetToVNetConnection vpngw-hub vpngw-dev";
    private const string One = "vpngw-hub-to-vpngw-dev";
    private const string Other = "vpngw-dev-to-vpngw-hub";

    private readonly Rehearsal _rehearsal = new();

    public TunnelTests()
    {
        _rehearsal.RunWell("""
            $null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force
            function global:Secure($Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
            """);
        _rehearsal.ForgetRequests();
    }

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Two_gateways_are_joined_and_the_second_run_changes_nothing()
    {
        var made = Assert.Single(_rehearsal.RunWell($"{Connect} -EnableBgp").Output);

        Assert.Equal(("Connected", "Connected", true, true, "Made"), (Text(made, "Status1"), Text(made, "Status2"), Value(made, "Changed"), Value(made, "EnableBgp"), Text(made, "SharedKeyOrigin")));
        Assert.Null(made.Properties["SharedKey"]);
        Assert.Equal([$"PUT {One} 201", $"PUT {Other} 201"], _rehearsal.WritesTaken.Select(w => w.Replace("Microsoft.Network/", string.Empty, StringComparison.Ordinal)));
        Assert.Equal([false], _rehearsal.RunWell($"({Connect}).Changed").Output.Select(o => o.BaseObject));
        Assert.Equal(["Reachable"], _rehearsal.RunWell("(Test-VNetTransitivity vnet-hub vnet-dev).Verdict").Texts);
        Assert.Equal(2, _rehearsal.Writes.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -SharedKey (Secure 'Canary_Key_7731')")]
    public void A_key_is_in_no_stream_no_journal_no_plan_and_no_result(string given)
    {
        var plan = _rehearsal.RunWell($"{Connect}{given} -PlanOnly | Export-VNetPlan ./plan.json; {Connect}{given} -WhatIf -Verbose -Debug");
        var run = _rehearsal.RunWell($"$result = {Connect}{given} -Journal ./run.journal -Verbose -Debug -InformationAction Continue; $result; \"$result\"; {Members("$result")}");
        var reset = _rehearsal.RunWell($"$result = Reset-VpnSharedKey {One} -Force -Journal ./reset.journal -Verbose -Debug; {Members("$result")}");
        var applied = _rehearsal.RunWell("Invoke-VNetPlan -Path ./plan.json -Verbose -Debug | ForEach-Object { \"$_ $($_.Document) $($_.Change.After)\" }");
        var keys = Keys().Append("Canary_Key_7731").ToArray();
        Assert.All(keys, k => Assert.True(k.Length > 8));

        var told = string.Join('\n', [plan.Everything, run.Everything, reset.Everything, applied.Everything, .. run.Host, .. reset.Host,
            .. Directory.GetFiles(_rehearsal.Folder).Select(File.ReadAllText)]);
        Assert.All(keys, k => Assert.DoesNotContain(k, told, StringComparison.Ordinal));
        Assert.Contains("secret:", File.ReadAllText(Path.Combine(_rehearsal.Folder, "plan.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0} -PlanOnly | Invoke-VNetPlan -Force")]
    [InlineData("{0} -PlanOnly | Export-VNetPlan ./reset.json; Invoke-VNetPlan -Path ./reset.json -Force -Journal ./plan.journal")]
    [InlineData("{0} -PlanOnly | Export-VNetPlan ./reset.json; Invoke-VNetPlan -Path ./reset.json -Force -Journal ./plan.journal -Secret @{{ '{1}/newSharedKey' = (Secure 'Canary_Key_7731') }}")]
    public void A_key_that_a_plan_changes_is_nowhere_either(string way)
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        var command = string.Format(System.Globalization.CultureInfo.InvariantCulture, way, $"Reset-VpnSharedKey {One}", One);
        var run = _rehearsal.RunWell($"$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'; $results = @({command}); $results; \"$results\"; "
            + $"foreach ($result in $results) {{ {Members("$result")} }}");
        var keys = Keys().Append("The_First_Key").ToArray();
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);

        var told = string.Join('\n', [run.Everything, .. run.Host, .. Directory.GetFiles(_rehearsal.Folder).Select(File.ReadAllText)]);
        Assert.Contains("Document = ", told, StringComparison.Ordinal);
        Assert.All(keys, k => Assert.DoesNotContain(k, told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_comes_out_as_a_secure_string_when_it_is_asked_for()
    {
        var made = Assert.Single(_rehearsal.RunWell($"{Connect} -SharedKey (Secure 'Canary_Key_7731') -IncludeSharedKey").Output);

        Assert.IsType<SecureString>(made.Properties["SharedKey"].Value);
        Assert.Equal(["Canary_Key_7731", "Canary_Key_7731"], Keys());
        Assert.Equal("Given", Text(made, "SharedKeyOrigin"));
        Assert.StartsWith("SharedKeyDiffers,", Assert.Single(_rehearsal.Run($"{Connect} -SharedKey (Secure 'Another_Key')").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Canary_Key_7731", "Canary_Key_7731"], Keys());
    }

    [Theory]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -SharedKey (Secure 'with blank')", "SharedKeyInvalid")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev, vpngw-x -Name1 a", "OneNameForSeveral")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -IpsecPolicy @{ Nonsense = 1 }", "ParameterArgumentTransformationError")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -RoutingWeight 40000", "ParameterArgumentValidationError")]
    [InlineData("Reset-VpnSharedKey a -SharedKey (Secure 'with-hyphen')", "SharedKeyInvalid")]
    [InlineData("Reset-VpnSharedKey a -KeyPath ./x -BackupPath ./X", "OneFileForTwoKeys")]
    [InlineData("Reset-VpnSharedKey a -Undo -BackupPath ./x -SharedKey (Secure 'abc')", "AmbiguousParameterSet")]
    public void A_bad_argument_ends_the_command(string command, string id)
    {
        Assert.StartsWith(id, _rehearsal.Engine.RunStrict(command).TerminatingId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-none", "GatewayNotFound")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-hub", "SameGateway")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -Name2 '-x'", "InvalidResourceName")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -IpsecPolicy @{ IkeEncryption = 'AES256' }", "IpsecPolicyInvalid")]
    [InlineData("Reset-VpnSharedKey nothing -Force", "ConnectionNotFound")]
    public void What_cannot_be_done_is_one_error_and_nothing_is_written(string command, string id)
    {
        var run = _rehearsal.Run(command);

        Assert.StartsWith($"{id},", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("@{ IkeEncryption = 'aes256'; IkeIntegrity = 'SHA384'; DhGroup = 'ECP384'; IpsecEncryption = 'GCMAES256'; IpsecIntegrity = 'GCMAES256'; PfsGroup = 'ECP384' }")]
    [InlineData("([pscustomobject]@{ IkeEncryption = 'AES256'; IkeIntegrity = 'SHA384'; DhGroup = 'ECP384'; IpsecEncryption = 'GCMAES256'; IpsecIntegrity = 'GCMAES256'; PfsGroup = 'ECP384'; SALifeTimeSeconds = 27000; SADataSizeKilobytes = 102400000 })")]
    [InlineData("'IkeEncryption=AES256; IkeIntegrity=SHA384; DhGroup=ECP384; IpsecEncryption=GCMAES256; IpsecIntegrity=GCMAES256; PfsGroup=ECP384'")]
    public void A_policy_is_given_as_people_have_it_and_made_again_by_its_origin(string policy)
    {
        var plan = _rehearsal.RunWell($"$plan = {Connect} -IpsecPolicy {policy} -Tag @{{ owner = 'net' }} -PlanOnly; $plan.Origins.CommandLine; $again = & ([scriptblock]::Create(\"$($plan.Origins.CommandLine) -PlanOnly\")); $plan.Changes.After -join ''; $again.Changes.After -join ''");

        Assert.Equal(plan.Texts[1], plan.Texts[2]);
        Assert.Contains("\"ikeEncryption\":\"AES256\"", plan.Texts[1], StringComparison.Ordinal);
        Assert.Contains("\"owner\":\"net\"", plan.Texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_WhatIf_tells_is_what_is_written()
    {
        var told = WhatIf(Connect);
        Assert.Empty(_rehearsal.Writes);
        _rehearsal.RunWell($"{Connect} -Confirm:$false");
        Assert.Equal((2, 2), (told, _rehearsal.WritesTaken.Count));

        _rehearsal.ForgetRequests();
        const string Reset = $"Reset-VpnSharedKey {Other} -KeyPath ./new.key -BackupPath ./old.key";
        told = WhatIf(Reset);
        Assert.Empty(_rehearsal.Writes);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
        _rehearsal.RunWell($"{Reset} -Confirm:$false");
        Assert.Equal((2, 2), (told, _rehearsal.WritesTaken.Count));

        int WhatIf(string command)
        {
            var before = _rehearsal.Engine.Host.Lines.Count;
            _rehearsal.RunWell($"{command} -WhatIf");
            return _rehearsal.Engine.Host.Lines.Skip(before).Count(l => l.StartsWith("What if: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_key_is_changed_kept_in_files_and_put_back()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        var reset = Assert.Single(_rehearsal.RunWell($"Reset-VpnSharedKey {One} -KeyPath ./new.key -BackupPath ./old.key -Force").Output);

        Assert.Equal((true, "Connected", "Connected", "Made"), (Value(reset, "Changed"), Text(reset, "Status"), Text(reset, "OtherStatus"), Text(reset, "SharedKeyOrigin")));
        Assert.Equal("The_First_Key\n", Read("old.key"));
        Assert.Equal([Read("new.key").TrimEnd(), Read("new.key").TrimEnd()], Keys());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_rehearsal.Folder, "new.key")));
        }

        Assert.Equal("FileExists", _rehearsal.Engine.RunStrict($"Reset-VpnSharedKey {One} -KeyPath ./new.key -Force").TerminatingId);
        _rehearsal.RunWell($"Reset-VpnSharedKey {One} -Undo -BackupPath ./old.key -Force");
        Assert.Equal(["The_First_Key", "The_First_Key"], Keys());
        Assert.Equal([false], _rehearsal.RunWell($"(Reset-VpnSharedKey {One} -SharedKey (Secure 'The_First_Key') -Force).Changed").Output.Select(o => o.BaseObject));
    }

    [Fact]
    public void A_second_end_that_refuses_leaves_both_with_the_key_that_they_had_and_no_file()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        _rehearsal.RunWell($"Add-Fault PUT '*/{Other}/sharedkey' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        var run = _rehearsal.Run($"Reset-VpnSharedKey {One} -Force");

        Assert.StartsWith("SharedKeyPutBack,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["The_First_Key", "The_First_Key"], Keys());
        _rehearsal.RunWell("$simulation.Faults.Clear()");
        _rehearsal.RunWell($"Add-Fault PUT '*/{One}/sharedkey' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        Assert.NotEmpty(_rehearsal.Run($"Reset-VpnSharedKey {One} -KeyPath ./new.key -BackupPath ./old.key -Force").Errors);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
    }

    [Theory]
    [InlineData("Reset-VpnSharedKey {0} -PlanOnly | Invoke-VNetPlan -Force")]
    [InlineData("Invoke-VNetPlan -Path ./reset.json -Force -Journal ./plan.journal")]
    public void A_plan_whose_second_end_refuses_leaves_both_with_the_key_that_they_had(string way)
    {
        var command = string.Format(System.Globalization.CultureInfo.InvariantCulture, way, One);
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key'); Reset-VpnSharedKey {One} -PlanOnly | Export-VNetPlan ./reset.json");
        _rehearsal.RunWell($"Add-Fault PUT '*/{Other}/sharedkey' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        var run = _rehearsal.Run(command);

        Assert.StartsWith("SharedKeyPutBack,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Failed", "Failed"], run.Output.Select(o => Text(o, "Outcome")));
        Assert.Equal(["The_First_Key", "The_First_Key"], Keys());

        // Also with the journal: what was put back does not count as done.
        _rehearsal.RunWell("$simulation.Faults.Clear()");
        Assert.Equal(["Done", "Done"], _rehearsal.RunWell(command).Output.Select(o => Text(o, "Outcome")));
        Assert.Equal(Keys()[0], Keys()[1]);
        Assert.NotEqual("The_First_Key", Keys()[0]);
    }

    [Fact]
    public void A_plan_is_waited_for_and_a_tunnel_that_does_not_come_up_is_an_error()
    {
        JoinTornPolicies();
        var run = _rehearsal.Run($"Reset-VpnSharedKey {One} -PlanOnly | Invoke-VNetPlan -Force -Timeout 600");

        Assert.StartsWith("ConnectionNotConnected,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(Keys()[0], Keys()[1]);
    }

    [Fact]
    public void A_plan_whose_keys_cannot_be_read_writes_nothing()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key'); $global:plan = Reset-VpnSharedKey {One} -PlanOnly");
        _rehearsal.ForgetRequests();
        _rehearsal.RunWell("Add-Fault GET '*/sharedkey' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        var run = _rehearsal.Run("$plan | Invoke-VNetPlan -Force");

        Assert.StartsWith("AuthorizationFailed,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["NotStarted", "NotStarted"], run.Output.Select(o => Text(o, "Outcome")));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_plan_of_keys_and_other_things_does_them_all()
    {
        var run = _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key') | Out-Null; "
            + $"@((Reset-VpnSharedKey {One} -PlanOnly), (New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly)) | Invoke-VNetPlan -Force");

        Assert.Equal(["Action", "Action", "Create", "Create"], run.Output.Select(o => Text(o, "Kind")).Order(StringComparer.Ordinal));
        Assert.All(run.Output, o => Assert.Equal("Done", Text(o, "Outcome")));
        Assert.DoesNotContain("The_First_Key", Keys());
    }

    [Fact]
    public void One_end_alone_changed_by_a_file_breaks_the_tunnel_and_the_error_says_so()
    {
        _rehearsal.RunWell($"{Connect}; Reset-VpnSharedKey {One} -PlanOnly | Export-VNetPlan ./reset.json");
        var plan = JsonNode.Parse(Read("reset.json"))!;
        plan["changes"]!.AsArray().RemoveAt(1);
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "half.json"), plan.ToJsonString());

        // A key of one end alone would be known to nobody.
        Assert.StartsWith("SecretNeeded,", Assert.Single(_rehearsal.Run("Invoke-VNetPlan -Path ./half.json -Force").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _rehearsal.RunWell($"Invoke-VNetPlan -Path ./half.json -Force -Secret @{{ '{One}/newSharedKey' = (Secure 'Another_Key') }}");
        var run = _rehearsal.Run($"{Connect} -Timeout 600");

        var error = Assert.Single(run.Errors);
        Assert.StartsWith("ConnectionNotConnected,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("KeyMismatch", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("KeyMismatch", Text(Assert.Single(run.Output), "Cause"));
        _rehearsal.RunWell($"Reset-VpnSharedKey {One} -Force");
        Assert.Equal(["None"], _rehearsal.RunWell($"({Connect}).Cause").Texts);
    }

    [Fact]
    public void A_key_that_is_there_already_writes_no_file_and_says_nothing_of_one()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        var run = _rehearsal.RunWell($"Reset-VpnSharedKey {One} -SharedKey (Secure 'The_First_Key') -KeyPath ./new.key -BackupPath ./old.key -Force");

        Assert.Equal(false, Value(Assert.Single(run.Output), "Changed"));
        Assert.Empty(run.Warnings);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
    }

    [Fact]
    public void A_key_that_was_put_back_leaves_no_file_of_the_new_one()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        _rehearsal.RunWell($"Add-Fault PUT '*/{Other}/sharedkey' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        var run = _rehearsal.Run($"Reset-VpnSharedKey {One} -KeyPath ./new.key -BackupPath ./old.key -Force");

        Assert.StartsWith("SharedKeyPutBack,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Warnings);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
    }

    [Fact]
    public async Task Ctrl_C_while_it_waits_tells_what_is_done_and_where_the_key_is()
    {
        JoinTornPolicies();
        var run = await _rehearsal.Engine.StopAsync($"Reset-VpnSharedKey {One} -KeyPath ./new.key -Force -Timeout 604800", () => _rehearsal.WritesArriveAsync(2))
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.IsType<PipelineStoppedException>(run.Ended);
        var told = string.Join('\n', _rehearsal.Engine.Host.Lines);
        Assert.Contains($"done: Change the shared key of '{One}'", told, StringComparison.Ordinal);
        Assert.Contains($"done: Change the shared key of '{Other}'", told, StringComparison.Ordinal);
        Assert.Contains("The new key is in ", told + string.Join('\n', run.Warnings), StringComparison.Ordinal);
        Assert.Equal(Read("new.key").TrimEnd(), Keys()[0]);
    }

    [Fact]
    public void A_sign_in_that_ends_while_it_waits_loses_no_result()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");

        // Asked once to plan, once before each connection is given its key, and once more than that in the wait.
        _rehearsal.ForgetRequests();
        _rehearsal.RunWell($"Reset-VpnSharedKey {One} -Force -NoWait");
        var before = _rehearsal.Requests().Count(r => r.StartsWith($"GET Microsoft.Network/{One} ", StringComparison.Ordinal));
        _rehearsal.RunWell($"Add-Fault GET '*/connections/{One}' ([AzNetHelper.Simulation.Fault+Answers]::new(401, 'ExpiredAuthenticationToken', 'Too old.')) {before + 1}");
        var run = _rehearsal.Run($"Reset-VpnSharedKey {One} -KeyPath ./new.key -Force");

        Assert.Contains("Too old.", $"{run.Ended}{run.Everything}", StringComparison.Ordinal);
        Assert.Equal(true, Value(Assert.Single(run.Output), "Changed"));
        Assert.Contains(run.Warnings, w => w.StartsWith("The new key is in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Reset_asks_and_a_no_changes_nothing()
    {
        _rehearsal.RunWell($"{Connect} -SharedKey (Secure 'The_First_Key')");
        Assert.Equal("ConfirmationRequired", _rehearsal.Engine.RunStrict($"Reset-VpnSharedKey {One}").TerminatingId);
        Assert.Equal(["The_First_Key", "The_First_Key"], Keys());
    }

    // Both halves in one call, with another policy at each end: their tunnel cannot come up.
    private void JoinTornPolicies()
    {
        const string Policy = "IkeEncryption=AES256; IkeIntegrity=SHA384; DhGroup=ECP384; IpsecEncryption=GCMAES256; IpsecIntegrity=GCMAES256; PfsGroup=ECP384";
        _rehearsal.RunWell($"{Connect} -IpsecPolicy '{Policy}' -SharedKey (Secure 'The_First_Key') -PlanOnly | Export-VNetPlan ./torn.json");
        var plan = JsonNode.Parse(Read("torn.json"))!;
        plan["changes"]![1]!["after"]!["properties"]!["ipsecPolicies"]![0]!["ikeEncryption"] = "AES192";
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "torn.json"), plan.ToJsonString());
        _rehearsal.RunWell($"Invoke-VNetPlan -Path ./torn.json -Force -Secret @{{ '{One}/sharedKey' = (Secure 'The_First_Key') }}");
        File.Delete(Path.Combine(_rehearsal.Folder, "torn.json"));
        _rehearsal.ForgetRequests();
    }

    private string[] Keys() => [.. _rehearsal.Networks().Where(d => ((string?)d["id"])?.Contains("/connections/", StringComparison.OrdinalIgnoreCase) == true
            && (string?)d["properties"]!["connectionType"] != "ExpressRoute")
        .Select(d => (string)d["properties"]!["sharedKey"]!)];

    private static string Members(string name) => $"foreach ($member in {name}.PSObject.Properties) {{ \"$($member.Name) = $($member.Value)\" }}";

    private string Read(string file) => File.ReadAllText(Path.Combine(_rehearsal.Folder, file));

    private static string? Text(PSObject result, string name) => result.Properties[name].Value?.ToString();

    private static object? Value(PSObject result, string name) => result.Properties[name].Value;
}
