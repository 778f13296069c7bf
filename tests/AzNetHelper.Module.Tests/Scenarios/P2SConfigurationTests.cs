using Xunit;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Point-to-site as people configure it, in the real engine.</summary>
public sealed class P2SConfigurationTests : IDisposable
{
    private const string Hush = "([System.Net.NetworkCredential]::new('', 'hush').SecurePassword)";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_root_is_given_as_whatever_people_have()
    {
        _rehearsal.RunWell($"""
            $global:set = New-P2SCertificateSet 'Contoso root' alice -Path ./set -Password {Hush}
            $global:pfx = @($set.Root.Files -like '*.pfx')[0]
            $global:pem = "-----BEGIN CERTIFICATE-----`r`n$($set.Root.PublicCertData)`r`n-----END CERTIFICATE-----"
            $null = $set | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24
            """);
        _rehearsal.ForgetRequests();
        string[] shapes =
        [
            "$set", "$set.Root", "./set", "$set.SetFile", "$set.Root.PublicCertData", "$pem", "([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($pem)))", "@{ other = $pem }",
            "([Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($pem))", $"$pfx -RootPassword {Hush}",
            "([pscustomobject]@{ Name = 'x'; PublicCertData = $set.Root.PublicCertData })",
        ];
        foreach (var shape in shapes)
        {
            Assert.Equal("False Contoso-root", Assert.Single(_rehearsal.RunWell(
                $"Set-P2SConfiguration vpngw-hub -RootCertificate {shape} | ForEach-Object {{ \"$($_.Changed) $($_.RootCertificate.Name)\" }}").Texts));
        }

        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void PassThru_shows_what_Get_P2SConfiguration_shows()
    {
        var texts = _rehearsal.RunWell($$"""
            $set = New-P2SCertificateSet 'Contoso root' alice -Path ./set -Password {{Hush}}
            $passed = $set | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -CustomRoute 192.168.50.0/24 -PassThru
            $again = $set | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -PassThru
            $read = Get-P2SConfiguration vpngw-hub -CertificateSet $set
            $passed, $again, $read | ForEach-Object {
                "$($_.GetType().Name) $($_.AddressPool) $($_.Roots) $($_.CustomRoutes) $($_.AuthenticationType) $($_.Clients.State) $($_.ProvisioningState)"
            }
            """).Texts;
        Assert.StartsWith("P2SConfigurationReport 172.30.0.0/24 Contoso-root 192.168.50.0/24 Certificate ", texts[0], StringComparison.Ordinal);
        Assert.Equal([texts[0], texts[0], texts[0]], texts);
    }

    [Fact]
    public void A_root_in_use_stays_unless_that_is_forced()
    {
        _rehearsal.RunWell($"""
            $global:old = New-P2SCertificateSet 'Old root' alice -Path ./old -Password {Hush}
            $global:new = New-P2SCertificateSet 'New root' alice -Path ./new -Password {Hush}
            $null = $old | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24
            $null = Set-P2SConfiguration vpngw-hub -RenewRoot $new
            """);
        _rehearsal.ForgetRequests();
        var refused = _rehearsal.Run("Set-P2SConfiguration vpngw-hub -RemoveRoot Old-root -CertificateSet ./old -Confirm:$false");
        Assert.StartsWith("RootInUse", Assert.Single(refused.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
        Assert.Equal(["New-root"], _rehearsal.RunWell("(Set-P2SConfiguration vpngw-hub -RemoveRoot $old -Force).RootCertificate.Name").Texts);
    }

    [Theory]
    [InlineData("$pfx -RootPassword $password")]
    [InlineData("$keyed")]
    [InlineData("./keyed.pem")]
    public void No_key_is_sent_of_a_root_that_is_given_with_one(string root)
    {
        var texts = _rehearsal.RunWell($$"""
            $password = {{Hush}}
            $set = New-P2SCertificateSet 'Contoso root' alice -Path ./set -Password $password
            $pfx = @($set.Root.Files -like '*.pfx')[0]
            $keyed = [Security.Cryptography.X509Certificates.X509Certificate2]::new($pfx, 'hush', 'Exportable')
            $key = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($keyed)
            [IO.File]::WriteAllText("$PWD/keyed.pem", $key.ExportPkcs8PrivateKeyPem() + "`n" + $keyed.ExportCertificatePem())
            $null = Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -RootCertificate {{root}}
            $put = @($simulation.Log.Writes | Where-Object { $_.Method -eq 'PUT' -and $_.Path -like '*/virtualNetworkGateways/vpngw-hub' })
            "$($put.Count) $($keyed.HasPrivateKey)"
            [Text.Encoding]::UTF8.GetString($put[0].Body.ToArray())
            $set.Root.PublicCertData
            [Convert]::ToBase64String($key.ExportParameters($true).D)
            """).Texts;
        Assert.Equal("1 True", texts[0]);
        var trusted = System.Text.Json.Nodes.JsonNode.Parse(texts[1])!["properties"]!["vpnClientConfiguration"]!["vpnClientRootCertificates"]!.AsArray();
        Assert.Equal(texts[2], (string?)Assert.Single(trusted)!["properties"]!["publicCertData"]);

        // Nor anywhere else in what was sent: the secret exponent at none of the three places where base64 can begin.
        var (sent, secret) = (texts[1].Replace("\\u002B", "+", StringComparison.Ordinal), Convert.FromBase64String(texts[3]));
        Assert.All(Enumerable.Range(0, 3), at => Assert.DoesNotContain(Convert.ToBase64String(secret.AsSpan(at, 60)), sent, StringComparison.Ordinal));
        Assert.DoesNotContain("PRIVATE KEY", texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_is_removed_by_whatever_people_have_of_it()
    {
        _rehearsal.RunWell($$"""
            $global:old = New-P2SCertificateSet 'Old root' alice -Path ./old -Password {{Hush}}
            $global:new = New-P2SCertificateSet 'New root' alice -Path ./new -Password {{Hush}}
            $null = Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -RootCertificate $old, $new
            $global:pfx = @($old.Root.Files -like '*.pfx')[0]
            [IO.File]::WriteAllText("$PWD/old.cer", $old.Root.PublicCertData)
            $global:gateway = (Get-P2SConfiguration vpngw-hub).Roots | Where-Object Name -eq 'Old-root'
            """);
        string[] shapes =
        [
            "Old-root", "$old", "$old.Root", "./old", "$old.SetFile", "$old.Root.Thumbprint", "$old.Root.PublicCertData", "old.cer", "./old.cer", "([IO.FileInfo]::new(\"$PWD/old.cer\"))",
            "$gateway", "([pscustomobject]@{ Name = 'x'; PublicCertData = $old.Root.PublicCertData })", $"$pfx -RootPassword {Hush}",
        ];
        foreach (var shape in shapes)
        {
            Assert.Equal("New-root", Assert.Single(_rehearsal.RunWell($$"""
                $plan = Set-P2SConfiguration vpngw-hub -RemoveRoot {{shape}} -Force -PlanOnly
                [System.Text.Json.Nodes.JsonNode]::Parse($plan.Changes[0].After)['properties']['vpnClientConfiguration']['vpnClientRootCertificates'] |
                    ForEach-Object { $_['name'].ToString() }
                """).Texts));
        }
    }

    [Theory]
    [InlineData("Set-P2SConfiguration vpngw-hub -RemoveRoot ./nothing.cer", "RootCertificateNotFound")]
    [InlineData("[IO.File]::WriteAllText(\"$PWD/note.txt\", 'no root'); Set-P2SConfiguration vpngw-hub -RemoveRoot note.txt", "RootCertificateUnreadable")]
    [InlineData("Set-P2SConfiguration vpngw-hub -RootCertificate x -AddRoot y", "RootsAmbiguous")]
    [InlineData("Set-P2SConfiguration vpngw-hub -RadiusServerScore 7", "RadiusServerNeeded")]
    [InlineData("Set-P2SConfiguration vpngw-hub -RadiusServer 10.0.2.4, 10.0.2.5 -RadiusServerScore 7", "RadiusScoreCount")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddRoot ./nothing.cer", "RootCertificateNotFound")]
    public void What_contradicts_itself_ends_the_command_before_Azure_is_asked(string command, string id)
    {
        _rehearsal.ForgetRequests();
        var run = _rehearsal.Engine.RunStrict(command);
        Assert.Equal(id, run.TerminatingId);
        Assert.NotNull(run.Terminating!.TargetObject);
        Assert.Empty(_rehearsal.Writes);
    }
}
