using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Clients of a gateway as a person looks after them: who may connect, who is connected, who is shut out.</summary>
public sealed class P2SClientTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public P2SClientTests()
    {
        _rehearsal.RunWell("""
            $global:password = [System.Net.NetworkCredential]::new('', 'a long one, of several words').SecurePassword
            $global:set = New-P2SCertificateSet -RootName 'Contoso Root' -ClientName alice, bob, 'carol@contoso.com' -Path ./vpn -Password $password -Format Pfx, Pem, Cer
            $null = $set | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.201.0/24 -Force
            $global:gateway = [AzNetHelper.Simulation.SampleEstate]::Gateway
            function global:Connect-Client([string[]]$Names) {
                $clients = foreach ($name in $Names) {
                    $client = [AzNetHelper.Simulation.ConnectedClient]::new($name)
                    $client.GetType().GetProperty('Certificate').SetValue($client, ($set.Clients | Where-Object Name -EQ $name).Certificate)
                    $client
                }
                $simulation.SetClients($gateway, [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.ConnectedClient[]]$clients))
            }
            """);
        _rehearsal.ForgetRequests();
    }

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("-CertificateSet ./vpn -Name alice")]
    [InlineData("-CertificateSet $set -Name ALICE")]
    [InlineData("-CertificateSet ([IO.DirectoryInfo]\"$folder/vpn\") -Name alice")]
    [InlineData("$set.Clients[0]")]
    [InlineData("$set.Clients[0].Certificate")]
    [InlineData("./vpn/alice.pfx -Password $password")]
    [InlineData("./vpn/alice.pem")]
    [InlineData("([IO.FileInfo]\"$folder/vpn/alice.pem\")")]
    [InlineData("([Security.Cryptography.X509Certificates.X509Certificate2]::new($set.Clients[0].Certificate.Data))")]
    [InlineData("-Thumbprint $set.Clients[0].Thumbprint")]
    [InlineData("-Thumbprint ([char]0x200e + ($set.Clients[0].Thumbprint.ToLowerInvariant() -replace '(..)(?!$)', '$1:'))")]
    public void A_client_is_named_in_any_way_and_shut_out_and_let_in_again(string client)
    {
        _rehearsal.RunWell("Connect-Client alice, bob");
        var revoked = Assert.Single(_rehearsal.RunWell($"Revoke-P2SClientCertificate vpngw-hub {client} -Force").Output);
        Assert.Equal((true, true), ((bool)revoked.Properties["Revoked"].Value, (bool)revoked.Properties["Changed"].Value));
        Assert.Equal("bob", Connected());
        Assert.Equal("alice: Revoked, bob: Valid, carol@contoso.com: Valid", States());
        _rehearsal.ForgetRequests();
        Assert.Equal("False", _rehearsal.RunWell($"(Revoke-P2SClientCertificate vpngw-hub {client} -Force).Changed").Texts[0]);
        Assert.Empty(_rehearsal.Writes);

        Assert.Equal("False True", _rehearsal.RunWell($"Restore-P2SClientCertificate vpngw-hub {client} | ForEach-Object {{ \"$($_.Revoked) $($_.Changed)\" }}").Texts[0]);
        Assert.Equal("alice bob", Connected());
        Assert.Equal("alice: Valid, bob: Valid, carol@contoso.com: Valid", States());
    }

    [Fact]
    public void Nothing_else_of_the_gateway_changes_and_the_secret_of_its_RADIUS_server_stays()
    {
        _rehearsal.RunWell("""
            $secret = [System.Net.NetworkCredential]::new('', 'hush-hush').SecurePassword
            $null = Set-P2SConfiguration vpngw-hub -Protocol OpenVPN -AuthenticationType Certificate, Radius -RadiusServer 10.0.2.4 -RadiusSecret $secret -CustomRoute 10.99.0.0/16 -Force
            $null = Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20) -Force
            """);
        var before = Gateway();
        Assert.Contains("hush-hush", before.ToJsonString(), StringComparison.Ordinal);
        _rehearsal.ForgetRequests();

        _rehearsal.RunWell("Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice, bob -Force");

        var after = Gateway();
        Assert.Equal(["PUT Microsoft.Network/vpngw-hub 200"], _rehearsal.Writes);
        Assert.Equal(["client-CDCDCDCD", "alice", "bob"], Revoked(after).Select(e => (string)e!["name"]!));
        Assert.Equal(Without(before), Without(after));

        _rehearsal.RunWell("Restore-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice, bob");
        Assert.Equal(["client-CDCDCDCD"], Revoked(Gateway()).Select(e => (string)e!["name"]!));
        Assert.Equal(Without(before), Without(Gateway()));

        // The etag of all parts changes with every write, and that of a revocation is what was written.
        static string Without(JsonObject gateway)
        {
            var copy = (JsonObject)gateway.DeepClone();
            Revoked(copy).Clear();
            return System.Text.RegularExpressions.Regex.Replace(copy.ToJsonString(), "\"etag\":\"[^,}]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void Who_is_connected_is_said_before_it_is_asked_and_a_no_changes_nothing()
    {
        _rehearsal.RunWell("Connect-Client alice, bob");
        _rehearsal.Engine.Host.WillAnswer("N");
        var run = _rehearsal.Run("Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice");
        var asked = string.Join('\n', _rehearsal.Engine.Host.Questions);
        Assert.Contains("Connected now under its name: alice (172.30.201.1)", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", asked, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
        Assert.Equal(false, Assert.Single(run.Output).Properties["Revoked"].Value);

        var unasked = _rehearsal.Engine.RunStrict("Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice");
        Assert.Equal("ConfirmationRequired", unasked.TerminatingId);
    }

    [Fact]
    public void A_root_is_not_revoked_and_a_wrong_name_writes_nothing_at_all()
    {
        var run = _rehearsal.Run("Revoke-P2SClientCertificate vpngw-hub -Thumbprint $set.Root.Thumbprint, ('AB' * 20) -Force");
        Assert.StartsWith("RootThumbprint,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-RemoveRoot", run.Errors[0].ToString(), StringComparison.Ordinal);
        run = _rehearsal.Run("Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice, nobody -Force");
        Assert.StartsWith("ClientNotInSet,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        run = _rehearsal.Run("Revoke-P2SClientCertificate vpngw-hub ./vpn/alice.pfx -Force");
        Assert.StartsWith("PfxPasswordWrong,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void Clients_come_from_the_pipeline_and_are_one_write()
    {
        var run = _rehearsal.RunWell("$set.Clients | Revoke-P2SClientCertificate vpngw-hub -Force");
        Assert.Equal(["alice", "bob", "carol-contoso.com"], run.Output.Select(o => (string)o.Properties["Name"].Value));
        Assert.Single(_rehearsal.Writes);
        _rehearsal.RunWell("(Get-P2SConfiguration -CertificateSet $set).Clients | Where-Object State -EQ Revoked | Restore-P2SClientCertificate vpngw-hub");
        Assert.Equal("alice: Valid, bob: Valid, carol@contoso.com: Valid", States());
    }

    [Fact]
    public void Its_plan_is_saved_applied_and_made_again()
    {
        _rehearsal.RunWell("Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice -PlanOnly | Export-VNetPlan ./p.json; $null = Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20) -Force");
        _rehearsal.ForgetRequests();
        Assert.StartsWith("PlanDrifted,", _rehearsal.Run("Invoke-VNetPlan -Path ./p.json -Force").Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
        _rehearsal.RunWell("Invoke-VNetPlan -Path ./p.json -Replan -Force -WarningAction SilentlyContinue");
        Assert.Equal(["client-CDCDCDCD", "alice"], Revoked(Gateway()).Select(e => (string)e!["name"]!));
    }

    // The name of the entry, who is connected, and what is told rest on the certificate, which the plan keeps.
    [Theory]
    [InlineData("-CertificateSet $set -Name carol@contoso.com")]
    [InlineData("$set.Clients[2].Certificate")]
    public void A_plan_that_is_made_again_says_and_does_the_same(string client)
    {
        _rehearsal.RunWell("Connect-Client alice, carol@contoso.com");
        _rehearsal.RunWell($"Revoke-P2SClientCertificate vpngw-hub {client} -PlanOnly | Export-VNetPlan ./p.json; $null = Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20) -Force");
        var said = string.Join('\n', _rehearsal.RunWell("Invoke-VNetPlan -Path ./p.json -Replan -WhatIf -WarningAction SilentlyContinue").Host);
        Assert.Contains("Connected now under its name: carol@contoso.com", said, StringComparison.Ordinal);
        _rehearsal.RunWell("Invoke-VNetPlan -Path ./p.json -Replan -Force -WarningAction SilentlyContinue");
        Assert.Equal(["client-CDCDCDCD", "carol-contoso.com"], Revoked(Gateway()).Select(e => (string)e!["name"]!));
    }

    [Fact]
    public void What_a_report_says_is_revoked_is_restored_from_the_pipeline()
    {
        _rehearsal.RunWell("Connect-Client alice; $null = Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice, bob -Force; $null = Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20) -Force");
        _rehearsal.ForgetRequests();
        Assert.Equal(["alice", "bob", "client-CDCDCDCD"], _rehearsal.RunWell(
            "(Get-P2SConfiguration vpngw-hub).Revoked | Restore-P2SClientCertificate vpngw-hub | ForEach-Object { \"$($_.Name)\" }").Texts);
        Assert.Single(_rehearsal.Writes);
        Assert.Empty(Revoked(Gateway()));

        // A session tells a name alone.
        var error = Assert.Single(_rehearsal.Run("(Get-P2SConfiguration vpngw-hub -Sessions).Sessions | Revoke-P2SClientCertificate vpngw-hub -Force").Errors);
        Assert.StartsWith("CertificateNotUnderstood,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("alice", error.ToString(), StringComparison.Ordinal);
        Assert.Single(_rehearsal.Writes);
    }

    [Fact]
    public void Who_is_connected_is_told_in_typed_rows()
    {
        _rehearsal.RunWell("Connect-Client alice, bob");
        var report = Assert.Single(_rehearsal.RunWell("Get-P2SConfiguration -Sessions").Output);
        Assert.Equal("2", $"{report.Properties["Connected"].Value}");
        Assert.Equal(["alice 172.30.201.1 TimeSpan", "bob 172.30.201.2 TimeSpan"], _rehearsal.RunWell(
            "(Get-P2SConfiguration vpngw-hub -Sessions).Sessions | ForEach-Object { \"$($_.User) $($_.PrivateAddress) $($_.Duration.GetType().Name)\" }").Texts);
        Assert.Null(Assert.Single(_rehearsal.RunWell("Get-P2SConfiguration").Output).Properties["Sessions"].Value);
    }

    [Theory]
    [InlineData("([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))")]
    [InlineData("([AzNetHelper.Simulation.Fault+DropsBefore]::new())")]
    public void A_gateway_that_does_not_tell_who_is_connected_is_shown_all_the_same(string fault)
    {
        _rehearsal.RunWell($"Add-Fault POST '*/getVpnClientConnectionHealth' {fault}");
        var run = _rehearsal.Run("Get-P2SConfiguration -Sessions; Revoke-P2SClientCertificate vpngw-hub -CertificateSet $set -Name alice -Force");
        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(2, run.Warnings.Count(w => w.Contains("not known", StringComparison.Ordinal)));
    }

    private string Connected() => string.Join(' ', _rehearsal.RunWell("(Get-P2SConfiguration vpngw-hub -Sessions).Sessions.User").Texts);

    private string States() => string.Join(", ", _rehearsal.RunWell("(Get-P2SConfiguration vpngw-hub -CertificateSet $set).Clients | ForEach-Object { \"$_\" }").Texts);

    private JsonObject Gateway() => _rehearsal.Networks().Single(d => ((string?)d["id"])?.EndsWith("/virtualNetworkGateways/vpngw-hub", StringComparison.Ordinal) is true);

    private static JsonArray Revoked(JsonObject gateway) => gateway["properties"]!["vpnClientConfiguration"]!["vpnClientRevokedCertificates"]!.AsArray();
}
