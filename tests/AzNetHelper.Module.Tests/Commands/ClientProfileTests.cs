using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Export-P2SClientProfile: what it writes, for whom, what it asks of the gateway, and what it refuses.</summary>
public sealed class ClientProfileTests(ITestOutputHelper output) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Secret = "$p = [System.Net.NetworkCredential]::new('', '" + ClientEstate.Password + "').SecurePassword;";
    private readonly ClientEstate _estate = new();
    private Rehearsal? _rehearsal;

    private Rehearsal Rehearsal => _rehearsal ??= new(_estate.Write);

    public void Dispose()
    {
        _rehearsal?.Dispose();
        _estate.Dispose();
    }

    [Fact]
    public void Profiles_of_two_clients_come_out_of_one_package()
    {
        Save("alice", "bob");
        var run = Rehearsal.RunWell(Secret + """
            $e = Export-P2SClientProfile gw ./out ./alice.pfx, ./bob.pfx -Password $p -Format OpenVpn, StrongSwan
            $e | ForEach-Object { "$($_.Client) $($_.Connection) $($_.Formats) $($_.Gateway.Name) $($_.NextSteps.Length -gt 1) $($_.Caveats.Length -gt 0)" }
            $e[0].Path; $e[0].Reachable -join ','; $e[0].NotReachable -join '|'; $e[0].Files -join '|'; $e[0].KeyFiles -join '|'
            """).Texts;
        Assert.Equal(["alice gw-alice OpenVpn StrongSwan gw True True", "bob gw-bob OpenVpn StrongSwan gw True True"], run.Take(2));
        Assert.Equal(Path.Combine(Rehearsal.Folder, "out", "alice"), run[2]);
        Assert.Equal("rg-net/hub,rg-net/spoke", run[3]);
        Assert.StartsWith("site:rg-net/berlin: ", run[4], StringComparison.Ordinal);
        var files = run[5].Split('|');
        Assert.Equal(Directory.GetFiles(run[2], "*", SearchOption.AllDirectories).Order(), files.Order());
        var keys = run[6].Split('|');
        Assert.All(files, f => Assert.Equal(keys.Contains(f), File.GetUnixFileMode(f) == OwnerOnly));
        Assert.All(files, f => Assert.Equal(keys.Contains(f), File.ReadAllText(f).Contains("PRIVATE KEY", StringComparison.Ordinal)));
        var profile = File.ReadAllText(Assert.Single(files, f => f.EndsWith(".ovpn", StringComparison.Ordinal)));
        using var read = X509Certificate2.CreateFromPem(profile.AsSpan(profile.IndexOf("<cert>", StringComparison.Ordinal)), profile);
        Assert.Equal("CN=alice", read.Subject);
        Assert.Equal(1, TimesAsked);
        Assert.Empty(Rehearsal.Writes);
    }

    [Fact]
    public void A_hundred_clients_ask_for_one_package_too()
    {
        // One key will do for all: it is not looked at here.
        using var one = _estate.Client("client 0");
        using var key = one.GetRSAPrivateKey()!;
        for (var i = 0; i < 100; i++)
        {
            var request = new CertificateRequest($"CN=client {i}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var bare = request.Create(_estate.TrustedRoot, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30), RandomNumberGenerator.GetBytes(16));
            File.WriteAllText(Path.Combine(Rehearsal.Folder, $"c{i:D3}.pem"), bare.ExportCertificatePem());
            File.WriteAllText(Path.Combine(Rehearsal.Folder, $"c{i:D3}.key.pem"), key.ExportPkcs8PrivateKeyPem());
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal("100 100", Rehearsal.RunWell("""
            $e = Export-P2SClientProfile gw ./out ./c???.pem
            "$($e.Count) $([Collections.Generic.HashSet[string]]::new([string[]]$e.Path).Count)"
            """).Texts[0]);
        output.WriteLine($"100 clients in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(1, TimesAsked);
        Assert.Equal(100, Directory.GetDirectories(Path.Combine(Rehearsal.Folder, "out")).Length);
    }

    [Theory]
    [InlineData("./alice.pfx -Password $p")]
    [InlineData("./alice.pem")]
    [InlineData("./alice.key.pem")]
    [InlineData("./both.pem")]
    [InlineData("./shrouded.pem -Password $p")]
    [InlineData("$object")]
    [InlineData("([IO.FileInfo]::new(\"$folder/alice.pem\"))")]
    [InlineData("'a*e.pfx' -Password $p")]
    public void A_client_is_given_in_every_way(string how)
    {
        using var alice = _estate.Client("alice");
        using var key = alice.GetRSAPrivateKey()!;
        Write("alice.pfx", _estate.Pfx(alice));
        Write("alice.pem", alice.ExportCertificatePem());
        Write("alice.key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("both.pem", key.ExportRSAPrivateKeyPem() + "\n" + alice.ExportCertificatePem());
        Write("shrouded.pem", alice.ExportCertificatePem());
        Write("shrouded.key", key.ExportEncryptedPkcs8PrivateKeyPem(ClientEstate.Password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Rehearsal.Engine.Set("object", alice);
        Assert.Equal($"alice {alice.Thumbprint}", Rehearsal.RunWell($"{Secret} Export-P2SClientProfile gw ./out {how} | ForEach-Object {{ \"$($_.Client) $($_.Thumbprint)\" }}").Texts[0]);
    }

    [Fact]
    public void Clients_of_a_set_come_down_the_pipeline_or_by_name_or_all()
    {
        Rehearsal.RunWell(Secret + "$global:set = New-P2SCertificateSet -RootName contoso -ClientName alice, bob -Path ./set -Password $p");
        var count = Rehearsal.RunWell(Secret + """
            $f = @{ Password = $p; IncludeRefused = $true; WarningAction = 'Ignore'; Format = 'OpenVpn' }
            ($set | Export-P2SClientProfile gw ./a @f).Client -join ','
            ($set.Clients | Export-P2SClientProfile gw ./b @f).Client -join ','
            (Export-P2SClientProfile gw ./c bob -CertificateSet ./set @f).Client -join ','
            (Export-P2SClientProfile gw ./d $set.Clients[1].Thumbprint -CertificateSet $set @f).Client -join ','
            (Export-P2SClientProfile gw ./e -All -CertificateSet ./set @f).Client -join ','
            @(@() | Export-P2SClientProfile gw ./f @f).Count
            """).Texts;
        Assert.Equal(["alice,bob", "alice,bob", "bob", "bob", "alice,bob", "0"], count);
        Assert.Equal("ClientIsAuthority", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./g ./set/contoso.pfx -Password $p -Force -IncludeRefused")));
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "g")));
    }

    [Fact]
    public void All_leaves_out_whom_the_gateway_would_refuse_unless_that_is_everybody()
    {
        Write("root.pfx", _estate.Pfx(_estate.TrustedRoot));
        Rehearsal.RunWell(Secret + """
            $null = New-P2SCertificateSet -ExistingRoot ./root.pfx -ClientName alice, bob -Path ./set -Password $p
            $null = Revoke-P2SClientCertificate gw -CertificateSet ./set -Name bob -Confirm:$false
            """);
        var run = Rehearsal.Run(Secret + "(Export-P2SClientProfile gw ./out -All -CertificateSet ./set -Password $p -Format OpenVpn).Client");
        Assert.Empty(run.Errors);
        Assert.Equal(["alice"], run.Texts);
        Assert.Contains(run.Warnings, w => w.Contains("bob", StringComparison.Ordinal) && w.Contains("left out", StringComparison.Ordinal));
        Assert.Equal(["alice"], Directory.GetDirectories(Path.Combine(Rehearsal.Folder, "out")).Select(Path.GetFileName));
        Rehearsal.RunWell("$null = Revoke-P2SClientCertificate gw -CertificateSet ./set -Name alice -Confirm:$false");
        var errors = Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./none -All -CertificateSet ./set -Password $p -Format OpenVpn").Errors;
        Assert.Equal(2, errors.Count);
        Assert.All(errors, e => Assert.StartsWith("ClientRevoked,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "none")));
    }

    public static TheoryData<string> Refusals => ["ClientRevoked", "ClientExpired", "ClientNotYetValid", "ClientOfForeignRoot", "ClientNotForSignIn", "CertificateSignInOff"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Whom_the_gateway_would_refuse_is_told_before(string why)
    {
        using var foreign = ClientEstate.Root("Contoso P2S");
        using var mallory = why switch
        {
            "ClientExpired" => _estate.Client("mallory", DateTimeOffset.UtcNow.AddDays(-90), 30),
            "ClientNotYetValid" => _estate.Client("mallory", DateTimeOffset.UtcNow.AddDays(30), 30),
            "ClientOfForeignRoot" => _estate.Client("mallory", of: foreign),
            "ClientNotForSignIn" => _estate.Client("mallory", usage: "1.3.6.1.5.5.7.3.1"),
            _ => _estate.Client("mallory"),
        };
        _estate.Revoked = why == "ClientRevoked" ? [mallory.Thumbprint] : [];
        _estate.Authentication = why == "CertificateSignInOff" ? ["Radius"] : ["Certificate"];
        Write("mallory.pfx", _estate.Pfx(mallory));
        Save("alice");
        var run = Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./mallory.pfx, ./alice.pfx -Password $p -Format OpenVpn");
        var error = run.Errors[0];
        Assert.StartsWith($"{why},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("mallory", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(0, TimesAsked);
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out")));
        if (why != "CertificateSignInOff")
        {
            var forced = Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./mallory.pfx -Password $p -Format OpenVpn -IncludeRefused");
            Assert.Contains(forced.Warnings, w => w.Contains("mallory", StringComparison.Ordinal));
            Assert.Single(forced.Output);
        }
    }

    [Fact]
    public void A_password_is_needed_wrong_or_asked_for_nobody()
    {
        Save("alice");
        Assert.Equal("PasswordNeeded", Rehearsal.Engine.RunStrict("Export-P2SClientProfile gw ./out ./alice.pfx").TerminatingId);
        Assert.Equal("PfxPasswordWrong", Id(Rehearsal.Run("Export-P2SClientProfile gw ./out ./alice.pfx -Password ([System.Net.NetworkCredential]::new('', 'x').SecurePassword)")));
        Assert.Empty(Rehearsal.Requests());
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out")));
    }

    [Theory]
    [InlineData("./nothing.pfx", "CertificateFileNotFound")]
    [InlineData("./public.cer", "ClientCertificateHasNoKey")]
    [InlineData("./text.txt", "CertificateFileInvalid")]
    [InlineData("5", "ClientNotUnderstood")]
    [InlineData("-All", "CertificateSetRequired")]
    [InlineData("./alice.pfx -Format Nonsense", "ProfileFormatUnknown")]
    [InlineData("", "ClientRequired")]
    public void What_is_given_wrongly_is_one_error_and_nothing_is_written(string arguments, string id)
    {
        using var client = _estate.Client("alice");
        Write("alice.pfx", _estate.Pfx(client));
        Write("public.cer", client.RawData);
        Write("text.txt", "nothing");
        var run = Rehearsal.Engine.RunStrict($"{Secret} Export-P2SClientProfile gw ./out {arguments} -Password $p");
        Assert.Equal(id, run.TerminatingId ?? run.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).Single());
        Assert.Equal(0, TimesAsked);
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out")));
    }

    [Fact]
    public void Nothing_is_written_where_one_file_is_in_the_way_and_Force_replaces_it()
    {
        Save("alice", "bob");
        var first = Rehearsal.RunWell(Secret + "(Export-P2SClientProfile gw ./out ./bob.pfx -Password $p -Format OpenVpn).Files").Texts[0];
        var before = File.ReadAllText(first);
        Assert.Equal("FileExists", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx, ./bob.pfx -Password $p -Format OpenVpn")));
        Assert.Equal(before, File.ReadAllText(first));
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out", "alice")));
        Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx, ./bob.pfx -Password $p -Format OpenVpn -Force");
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(first));
        Assert.True(Directory.Exists(Path.Combine(Rehearsal.Folder, "out", "alice")));
    }

    [Fact]
    public void What_an_earlier_export_has_left_is_named()
    {
        Save("alice");
        Assert.Empty(Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn, StrongSwan").Warnings);
        Assert.Empty(Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn, StrongSwan -Force").Warnings);
        var run = Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn -ConnectionName new -Force");
        var warning = Assert.Single(run.Warnings);
        Assert.Contains(Path.Combine("OpenVpn", "gw-alice.ovpn"), warning, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("StrongSwan", "swanctl", "private", "gw-alice.pem"), warning, StringComparison.Ordinal);
        Assert.DoesNotContain("new-alice", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing_asks_for_nothing_and_says_what()
    {
        Save("alice");
        using var old = _estate.Client("old", DateTimeOffset.UtcNow.AddDays(-90), 30);
        Write("old.pfx", _estate.Pfx(old));
        var run = Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -WhatIf");
        Assert.Empty(run.Output);
        Assert.Contains(run.Host, l => l.Contains("profiles (OpenVpn", StringComparison.Ordinal) && l.Contains("alice", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out")));
        Assert.Equal(0, TimesAsked);
        Assert.Equal("ClientExpired", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./old.pfx -Password $p -WhatIf")));
        Assert.Equal(0, TimesAsked);
    }

    // What is said without the package is what is written with it, whatever the gateway offers.
    [Theory]
    [InlineData("OpenVPN", "Certificate")]
    [InlineData("IkeV2", "Certificate")]
    [InlineData("OpenVPN,IkeV2", "Certificate")]
    [InlineData("OpenVPN,IkeV2", "Certificate,AAD")]
    [InlineData("IkeV2,SSTP", "Certificate")]
    [InlineData("OpenVPN", "AAD")]
    [InlineData("OpenVPN", "")]
    public void WhatIf_says_the_formats_that_are_written(string protocols, string authentication)
    {
        _estate.Protocols = protocols.Split(',');
        _estate.Authentication = authentication.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Save("alice");
        var client = authentication == "AAD" ? "" : "./alice.pfx -Password $p";
        var said = Rehearsal.RunWell($"{Secret} Export-P2SClientProfile gw ./out {client} -WhatIf").Host.Single(l => l.Contains("Save the profiles", StringComparison.Ordinal));
        Assert.Equal(0, TimesAsked);
        var written = Rehearsal.RunWell($"{Secret} (Export-P2SClientProfile gw ./out {client} -WarningAction Ignore).Formats -join ', '").Texts[0];
        Assert.Contains($"profiles ({written})", said, StringComparison.Ordinal);
        Assert.NotEmpty(written);
        if (!written.Contains("Apple", StringComparison.Ordinal))
        {
            Assert.Equal("ProfileNotInPackage", Id(Rehearsal.Run($"{Secret} Export-P2SClientProfile gw ./none {client} -Format Apple -WhatIf")));
        }
    }

    [Fact]
    public void What_a_refusal_advises_lets_the_client_in_again()
    {
        Save("alice");
        Rehearsal.RunWell(Secret + "$null = Revoke-P2SClientCertificate gw ./alice.pfx -Password $p -Confirm:$false");
        var error = Assert.Single(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn").Errors).ToString();
        var advice = Regex.Match(error, "Restore-P2SClientCertificate .*?(?=, or )", RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.True(advice.Success, error);
        Assert.Equal("True", Rehearsal.RunWell($"({advice.Value}).Changed").Texts[0]);
        Assert.Single(Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn").Output);
    }

    // Who replaces files (after a disk was full, say) has not said that refused clients are wanted.
    [Fact]
    public void Force_is_about_files_and_IncludeRefused_about_clients()
    {
        using var old = _estate.Client("old", DateTimeOffset.UtcNow.AddDays(-90), 30);
        Write("old.pfx", _estate.Pfx(old));
        const string Export = Secret + "Export-P2SClientProfile gw ./out ./old.pfx -Password $p -Format OpenVpn";
        Assert.Equal("ClientExpired", Id(Rehearsal.Run($"{Export} -Force")));
        var run = Rehearsal.Run($"{Export} -IncludeRefused");
        Assert.Empty(run.Errors);
        Assert.Single(run.Output);
        Assert.Contains(run.Warnings, w => w.Contains("would not be let in", StringComparison.Ordinal));
        Assert.Equal("FileExists", Id(Rehearsal.Run($"{Export} -IncludeRefused -WarningAction Ignore")));
        Assert.Single(Rehearsal.Run($"{Export} -IncludeRefused -Force -WarningAction Ignore").Output);
    }

    [Fact]
    public void A_file_where_a_folder_has_to_be_is_told_before_anything_is_written()
    {
        Save("alice", "bob");
        Directory.CreateDirectory(Path.Combine(Rehearsal.Folder, "out"));
        Write("out/bob", "in the way");
        var run = Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx, ./bob.pfx -Password $p -Format OpenVpn -Force");
        Assert.Equal("FileIsNoFolder", Id(run));
        Assert.Empty(run.Output);
        Assert.Equal([Path.Combine(Rehearsal.Folder, "out", "bob")], Directory.GetFileSystemEntries(Path.Combine(Rehearsal.Folder, "out")));
    }

    [Fact]
    public void An_address_that_has_expired_is_asked_for_again()
    {
        Save("alice");
        Rehearsal.RunWell("Add-Fault GET '*vpnclientconfiguration.zip*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthenticationFailed')) 1");
        Assert.Single(Rehearsal.RunWell(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p").Output);
        Assert.Equal(2, TimesAsked);
    }

    [Fact]
    public void A_download_that_is_refused_again_and_again_is_an_error()
    {
        Save("alice");
        Rehearsal.RunWell("Add-Fault GET '*vpnclientconfiguration.zip*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthenticationFailed'))");
        Assert.Equal("SignedAddressRefused", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p")));
        Assert.Equal(3, TimesAsked);
        Assert.False(Directory.Exists(Path.Combine(Rehearsal.Folder, "out")));
    }

    [Theory]
    [InlineData(409, "AnotherOperationInProgress", "ResourceBusy")]
    [InlineData(403, "AuthorizationFailed", "PermissionDenied")]
    public void What_Azure_refuses_is_told_as_it_is(int status, string code, string category)
    {
        Save("alice");
        Rehearsal.RunWell($"Add-Fault POST '*/generatevpnprofile' ([AzNetHelper.Simulation.Fault+Answers]::new({status}, '{code}'))");
        var error = Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p").Errors.Single();
        Assert.StartsWith($"{code},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
    }

    [Fact]
    public void No_signature_and_no_key_is_shown_anywhere()
    {
        Save("alice");
        var run = Rehearsal.RunWell(Secret + """
            $e = Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Verbose -Debug
            $e; $e | Out-Host; $e.PSObject.Properties | ForEach-Object { "$($_.Name) $($_.Value)" }
            """);
        Assert.DoesNotMatch(new Regex(@"sig=(?!\*\*\*)", RegexOptions.None, TimeSpan.FromSeconds(5)), run.Everything);
        Assert.DoesNotContain("PRIVATE KEY", run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(ClientEstate.Password, run.Everything, StringComparison.Ordinal);
        Assert.Contains(run.Verbose, v => v.Contains("vpnclientconfiguration.zip", StringComparison.Ordinal));
    }

    [Fact]
    public void Formats_that_need_a_password_take_that_of_the_client_or_are_left_out()
    {
        using var alice = _estate.Client("alice");
        using var key = alice.GetRSAPrivateKey()!;
        Write("alice.pfx", _estate.Pfx(alice));
        Write("bob.pem", key.ExportPkcs8PrivateKeyPem() + "\n" + alice.ExportCertificatePem());
        var run = Rehearsal.RunWell(Secret + """
            (Export-P2SClientProfile gw ./a ./alice.pfx -Password $p -WarningVariable w).Formats -join ','; $w.Count
            (Export-P2SClientProfile gw ./b ./bob.pem -WarningVariable w -WarningAction SilentlyContinue).Formats -join ','; "$w"
            (Export-P2SClientProfile gw ./c ./bob.pem -KeyPassword $p -Format Apple).Formats -join ','
            """).Texts;
        Assert.Contains("Apple", run[0], StringComparison.Ordinal);
        Assert.Equal("0", run[1]);
        Assert.Contains("OpenVpn", run[2], StringComparison.Ordinal);
        Assert.DoesNotContain("Apple", run[2], StringComparison.Ordinal);
        Assert.Contains("No profile of Apple is written", run[3], StringComparison.Ordinal);
        Assert.Equal("Apple", run[4]);
        Assert.Equal("KeyPasswordMissing", Id(Rehearsal.Run("Export-P2SClientProfile gw ./d ./bob.pem -Format Apple")));
    }

    [Fact]
    public void Certificates_that_a_RADIUS_server_looks_at_take_its_root()
    {
        _estate.Authentication = ["Radius"];
        using var radius = ClientEstate.Root("Radius");
        using var foreign = ClientEstate.Root("Elsewhere");
        using var alice = _estate.Client("alice", of: foreign);
        Write("alice.pfx", _estate.Pfx(alice));
        Write("radius.cer", radius.RawData);
        Assert.Contains("-RadiusRootCertificate", Assert.Single(
            Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format StrongSwan").Errors).ToString(), StringComparison.Ordinal);
        var run = Rehearsal.RunWell(Secret + """
            $e = Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format StrongSwan, Windows -RadiusRootCertificate ./radius.cer
            "$($e.Formats) $($e.Thumbprint)"; $e.Files -like '*radius*' | ForEach-Object { [IO.Path]::GetFileName($_) }
            """);
        Assert.Equal([$"StrongSwan Windows {alice.Thumbprint}", "gw-alice-radius.pem", "gw-alice-radius.cer"], run.Texts);
        Assert.Single(run.Warnings, w => w.Contains("RADIUS server of gw decides", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_has_a_name_gets_a_profile_of_a_gateway_that_takes_certificates_too()
    {
        _estate.Authentication = ["Certificate", "Radius"];
        Assert.Contains("StrongSwan", Rehearsal.RunWell("(Export-P2SClientProfile gw ./out -WarningAction Ignore).Formats -join ','").Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_of_a_RADIUS_server_is_told_by_name()
    {
        _estate.Authentication = ["Radius"];
        var run = Rehearsal.RunWell("""
            $e = Export-P2SClientProfile gw ./out -UserName 'CONTOSO\alice' -Format NetworkManager
            $e.Client; $e.Connection; [IO.File]::ReadAllLines(($e.Files -like '*.nmconnection')[0]) | Where-Object { $_ -like 'user=*' }
            $o = Export-P2SClientProfile gw ./other -Format NetworkManager
            @([IO.File]::ReadAllLines(($o.Files -like '*.nmconnection')[0]) | Where-Object { $_ -like 'user=*' }).Count
            """).Texts;
        Assert.Equal([@"CONTOSO\alice", "gw", @"user=CONTOSO\\alice", "0"], run);
        Save("alice");
        Assert.Equal("UserNameOrClient", Rehearsal.Engine.RunStrict(Secret + "Export-P2SClientProfile gw ./x ./alice.pfx -Password $p -UserName alice").TerminatingId);
    }

    [Fact]
    public void A_root_of_a_RADIUS_server_is_for_gateways_that_ask_one()
    {
        using var radius = ClientEstate.Root("Radius");
        Write("radius.cer", radius.RawData);
        Save("alice");
        Assert.Equal("RadiusSignInOff", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -RadiusRootCertificate ./radius.cer")));
        Assert.Equal("RadiusSignInOff", Id(Rehearsal.Run("Export-P2SClientProfile gw ./out -UserName alice")));
        Assert.Equal("FileNotFound", Rehearsal.Engine.RunStrict(
            Secret + "Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -RadiusRootCertificate ./none.cer").TerminatingId);
        Assert.Equal(0, TimesAsked);
    }

    [Fact]
    public void A_gateway_without_clients_says_what_to_do()
    {
        using var sample = new Rehearsal();
        using var client = _estate.Client("alice");
        File.WriteAllBytes(Path.Combine(sample.Folder, "alice.pfx"), _estate.Pfx(client));
        var error = sample.Run(Secret + "Export-P2SClientProfile vpngw-hub ./out ./alice.pfx -Password $p").Errors.Single();
        Assert.StartsWith("PointToSiteNotConfigured,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Set-P2SConfiguration", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_somebody_has_downloaded_needs_no_session()
    {
        Save("alice");
        using var root = ClientEstate.Root("Gateway");
        using (var zip = ZipFile.Open(Path.Combine(Rehearsal.Folder, "hub.zip"), ZipArchiveMode.Create))
        {
            using var settings = new StreamWriter(zip.CreateEntry("Generic\\VpnSettings.xml").Open());
            settings.Write("<VpnProfile><VpnServer>gw.vpn.example</VpnServer><Routes>10.1.0.0/16</Routes><Auth>EAPTLS</Auth></VpnProfile>");
        }

        using (var zip = ZipFile.Open(Path.Combine(Rehearsal.Folder, "hub.zip"), ZipArchiveMode.Update))
        {
            using var file = zip.CreateEntry("Generic\\VpnServerRoot.cer_0").Open();
            file.Write(root.RawData);
        }

        var run = Rehearsal.RunWell(Secret + """
            Disconnect-AzNetSession
            Export-P2SClientProfile -Package ./hub.zip -Path ./out -Client ./alice.pfx -Password $p -Format StrongSwan | ForEach-Object { "$($_.Connection) $($_.Gateway) $($_.Formats)" }
            """);
        Assert.Equal("hub-alice  StrongSwan", run.Texts[0]);
        Assert.Equal("ClientPackageInvalid", Id(Rehearsal.Run(Secret + "Export-P2SClientProfile -Package ./alice.pfx -Path ./out2 -Client ./alice.pfx -Password $p")));
    }

    [Fact]
    public void Names_of_any_kind_become_folders_of_their_own()
    {
        string[] names = ["Zoë / Ümlaut", "con", "../../x", "a\"b", "alice", "alice"];
        for (var i = 0; i < names.Length; i++)
        {
            using var client = _estate.Client(names[i]);
            Write($"n{i}.pfx", _estate.Pfx(client));
        }

        var paths = Rehearsal.RunWell(Secret + "(Export-P2SClientProfile gw ./out ./n?.pfx -Password $p -Format OpenVpn).Path").Texts;
        Assert.Equal(names.Length, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(paths, p => Assert.Equal(Path.Combine(Rehearsal.Folder, "out"), Path.GetDirectoryName(p)));
        Assert.All(paths, p => Assert.Single(Directory.GetFiles(p, "*.ovpn", SearchOption.AllDirectories)));
    }

    [Fact]
    public void Exactly_the_listed_actions_are_enough()
    {
        Save("alice");
        var run = Rehearsal.RunWell(Secret + """
            $role = [AzNetHelper.Rights.JobRole]::All | Where-Object { $_.Cmdlets -contains 'Export-P2SClientProfile' }
            $scope = [AzNetHelper.Arm.ResourceId]::Parse('/subscriptions/11111111-1111-1111-1111-111111111111')
            function Grant($Actions) {
                $all = [Collections.Immutable.ImmutableArray[string]]::Empty.AddRange([string[]]@($Actions))
                $roles = [Collections.Immutable.ImmutableArray[AzNetHelper.Simulation.RoleGrant]]::Empty.Add([AzNetHelper.Simulation.RoleGrant]::new($scope, $all))
                $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Roles = $roles }
            }
            Grant $role.Actions
            $e = Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -Format OpenVpn -WarningVariable w
            "$($e.Client) $($w.Count) $($e.Reaches.Length)"
            Grant ($role.Actions -ne 'Microsoft.Network/virtualNetworkGateways/generatevpnprofile/action')
            $r = Export-P2SClientProfile gw ./out2 ./alice.pfx -Password $p -Format OpenVpn -ErrorAction SilentlyContinue -ErrorVariable x
            "$($x[0].FullyQualifiedErrorId)"
            """).Texts;
        Assert.Equal("alice 0 3", run[0]);
        Assert.StartsWith("AuthorizationFailed,", run[1], StringComparison.Ordinal);
    }

    private int TimesAsked => Rehearsal.Requests().Count(r => r.StartsWith("POST virtualNetworkGateways/generatevpnprofile ", StringComparison.Ordinal));

    private void Save(params string[] names)
    {
        foreach (var name in names)
        {
            using var client = _estate.Client(name);
            Write($"{name}.pfx", _estate.Pfx(client));
        }
    }

    private void Write(string file, byte[] content) => File.WriteAllBytes(Path.Combine(Rehearsal.Folder, file), content);

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(Rehearsal.Folder, file), content);

    private static string Id(RunResult run) => Assert.Single(run.Errors).FullyQualifiedErrorId.Split(',')[0];
}
