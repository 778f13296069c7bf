using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Commands;

/// <summary>New-P2SCertificateSet and New-P2SClientCertificate: names, passwords, files, and what they refuse.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Word = "correct horse battery";
    private const string RootWord = "another one for the root";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
    private readonly Engine _engine = new();

    public CertificateTests()
    {
        _engine.Set("folder", _folder.FullName);
        _engine.Set("word", Word);
        _engine.Set("rootWord", RootWord);
        RunWell("""
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            $global:p = [System.Net.NetworkCredential]::new('', $word).SecurePassword
            $global:r = [System.Net.NetworkCredential]::new('', $rootWord).SecurePassword
            """);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_set_is_made_added_to_and_found_by_its_folder_file_or_object()
    {
        var run = RunWell("""
            $s = New-P2SCertificateSet 'Contoso/VPN' alice, bob -Path ./v -Password $p
            "$($s.Root.Name) $($s.Clients.Name) $($s.Root.PublicCertData.Length -gt 500)"
            (New-P2SClientCertificate ./v carol -Password $p).Name
            (New-P2SClientCertificate './v/Contoso%2FVPN.set.json' dave -Password $p).Name
            ($s | ForEach-Object { 'erin' | New-P2SClientCertificate $_ -Password $p -Format Pem }).Files.Length
            (New-P2SClientCertificate -Root './v/Contoso%2FVPN.pfx' -Name frank -Password $p -Path ./elsewhere).Name
            """);
        Assert.Equal(["Contoso/VPN alice bob True", "carol", "dave", "2", "frank"], run.Texts);
        Assert.Equal(
            [
                "Contoso%2FVPN.cer", "Contoso%2FVPN.pfx", "Contoso%2FVPN.publicdata.txt", "Contoso%2FVPN.set.json", "alice.pfx", "bob.pfx", "carol.pfx",
                "dave.pfx", "erin.key.pem", "erin.pem",
            ],
            Names("v"));
        Assert.Equal(["Contoso%2FVPN.set.json", "frank.pfx"], Names("elsewhere"));
        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", File.ReadAllText(At("v/erin.key.pem")), StringComparison.Ordinal);
        using var alice = Open("v/alice.pfx", Word);
        Assert.Equal("CN=alice", alice.Subject);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(At("v/alice.pfx")) == OwnerOnly);
    }

    [Fact]
    public void Names_come_from_texts_and_from_rows_and_other_rows_are_refused()
    {
        var run = RunWell("""
            $s = [pscustomobject]@{ ClientName = 'a'; Name = 'not this' }, 'b', 3 | New-P2SCertificateSet -RootName R -Password $p
            [pscustomobject]@{ Name = 'c'; Mail = 'x' }, [pscustomobject]@{ Name = 'd' } | New-P2SClientCertificate . -Password $p | Out-Null
            $s.Clients | New-P2SClientCertificate . -Password $p -Force -WarningAction SilentlyContinue | ForEach-Object Name
            """);
        Assert.Equal(["a", "b", "3"], run.Texts);
        Assert.Equal(["R.cer", "R.pfx", "R.publicdata.txt", "R.set.json", "3.pfx", "a.pfx", "b.pfx", "c.pfx", "d.pfx"], Names(".").OrderBy(n => n[0] != 'R').ThenBy(n => n, StringComparer.Ordinal));

        var refused = _engine.Run("[pscustomobject]@{ User = 'e' } | New-P2SClientCertificate . -Password $p");
        Assert.Contains("Import-Csv", Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(RunWell("@() | New-P2SClientCertificate . -Password $p").Output);
        Assert.DoesNotContain(Names("."), n => n.Contains("User", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_is_asked_for_twice_and_never_shown()
    {
        _engine.Host.WillType("typo", Word, string.Empty, string.Empty, Word, Word);
        var made = RunWell("$s = New-P2SCertificateSet R alice -Verbose -Debug; $s; $s.Root; $s.Clients; $s | Out-Host; $s.Clients | ForEach-Object { $_.PSObject.Properties.Value }");
        Assert.DoesNotContain(Word, made.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", made.Everything, StringComparison.Ordinal);
        Assert.Equal(2, _engine.Host.Lines.Count(l => l.Contains("two different passwords", StringComparison.Ordinal) || l.Contains("at least one", StringComparison.Ordinal)));
        Open("alice.pfx", Word).Dispose();

        _engine.Host.WillType(Word, RootWord, RootWord);
        RunWell("$null = New-P2SClientCertificate . bob");
        Open("bob.pfx", RootWord).Dispose();

        _engine.Host.WillType("a", "b", "c", "d", "e", "f");
        Assert.Equal("PasswordNotRepeated", _engine.RunStrict("New-P2SCertificateSet S alice2").TerminatingId);
        Assert.DoesNotContain(Names("."), n => n.StartsWith('S'));
    }

    [Fact]
    public void Where_nobody_can_be_asked_it_is_an_error_before_anything_is_written()
    {
        foreach (var refusal in (Exception[])[new PSInvalidOperationException("NonInteractive"), new NotImplementedException(), new System.Management.Automation.Host.HostException("no")])
        {
            _engine.Host.Refusal = refusal;
            var run = _engine.RunStrict("New-P2SCertificateSet R alice -Path ./none");
            Assert.Equal(("PasswordNeeded", ErrorCategory.InvalidArgument), (run.TerminatingId, run.Terminating!.CategoryInfo.Category));
            Assert.Contains("-Password", run.Terminating.ToString(), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(At("none")));

        // Nothing is asked where nothing needs it, and -WhatIf asks for nothing.
        RunWell("$null = New-P2SCertificateSet R alice -Path ./pem -Format Pem -WarningAction Ignore; New-P2SCertificateSet R alice -Path ./none -WhatIf");
        Assert.False(Directory.Exists(At("none")));
        Assert.Contains(_engine.Host.Lines, l => l.Contains("Make the root certificate R and one client certificate, with a password that is asked for", StringComparison.Ordinal));
        RunWell("New-P2SCertificateSet S alice -Path ./none -Password $p -WhatIf");
        Assert.Contains(_engine.Host.Lines, l => l.Contains("Make the root certificate S and one client certificate\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_root_has_a_password_of_its_own_where_one_is_given()
    {
        RunWell("$null = New-P2SCertificateSet R alice -Password $p -RootPassword $r");
        Open("R.pfx", RootWord).Dispose();
        Open("alice.pfx", Word).Dispose();
        Assert.Equal("PfxPasswordWrong", Id("New-P2SClientCertificate . bob -Password $p"));
        Assert.Contains("-RootPassword", Assert.Single(_engine.Run("New-P2SClientCertificate . bob -Password $p").Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("PasswordNeeded", _engine.RunStrict("New-P2SClientCertificate . bob").TerminatingId);
        RunWell("$null = New-P2SClientCertificate . bob -Password $p -RootPassword $r");
        Open("bob.pfx", Word).Dispose();
    }

    [Theory]
    [InlineData("New-P2SCertificateSet R alice -Password $p", "CertificateSetExists")]
    [InlineData("New-P2SCertificateSet R alice -Password $p -Force", "CertificateSetExists")]
    [InlineData("New-P2SCertificateSet -ExistingRoot ./other/R.pfx -ClientName x -Password $p -Force", "CertificateSetExists")]
    [InlineData("New-P2SCertificateSet S alice -Password $p -Force", "FileOfSet")]
    [InlineData("New-P2SClientCertificate ./other alice -Password $p -Path . -Force", "FileOfSet")]
    [InlineData("New-P2SCertificateSet S alice -Password $p", "FileExists")]
    [InlineData("New-P2SCertificateSet S a, A -Password $p", "ClientNameTwice")]
    [InlineData("New-P2SCertificateSet S s -Password $p", "ClientNameIsRoot")]
    [InlineData("New-P2SCertificateSet '' s -Password $p", "RootNameInvalid")]
    [InlineData("New-P2SCertificateSet S x -Password $p -Format Cer", "FormatHasNoKey")]
    [InlineData("New-P2SCertificateSet -ExistingRoot ./alice.pfx -ClientName x -Password $p -Path ./n", "RootIsNoAuthority")]
    [InlineData("New-P2SCertificateSet -ExistingRoot ./R.pfx -ClientName x -Password $r -Path ./n", "PfxPasswordWrong")]
    [InlineData("New-P2SCertificateSet -ExistingRoot ./R.cer -ClientName x -Password $p -Path ./n", "PfxInvalid")]
    [InlineData("New-P2SClientCertificate . ALICE -Password $p", "ClientExists")]
    [InlineData("New-P2SClientCertificate . x -Root ./other/R.pfx -Password $p", "RootIsOther")]
    [InlineData("New-P2SCertificateSet -ExistingRoot ./none.pfx -ClientName x -Password $p", "FileNotFound")]
    [InlineData("'x' | New-P2SClientCertificate -Password $p", "RootNeeded")]
    public void What_is_refused_is_one_error_and_writes_nothing(string script, string id)
    {
        RunWell("$null = New-P2SCertificateSet R alice -Password $p; $null = New-P2SCertificateSet R -Path ./other -Password $p");
        var before = Contents();

        Assert.Equal(id, Id(script));
        Assert.Equal(before, Contents());
        Assert.DoesNotContain(Word, _engine.Run(script).Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_a_root_that_is_there_remembers_its_place()
    {
        var run = RunWell("""
            $null = New-P2SCertificateSet R -Path ./safe -Password $p
            $null = New-P2SCertificateSet -ExistingRoot ./safe/R.pfx -ClientName alice -Password $p -Path ./v -PfxEncryption TripleDes
            $moved = New-P2SClientCertificate ./v bob -Password $p
            $moved.Name
            """);
        Assert.Equal(["bob"], run.Texts);
        Assert.Equal(["R.cer", "R.publicdata.txt", "R.set.json", "alice.pfx", "bob.pfx"], Names("v"));
        File.Delete(At("safe/R.pfx"));
        Assert.Equal("RootKeyNotFound", Id("New-P2SClientCertificate ./v carol -Password $p"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Force")]
    public void The_set_that_a_folder_has_of_a_root_is_continued(string force)
    {
        var run = RunWell($$"""
            $null = New-P2SCertificateSet R alice -Path ./v -Password $p
            (New-P2SCertificateSet -ExistingRoot ./v/R.pfx -ClientName bob -Path ./v -Password $p {{force}}).Clients.Name
            """);
        Assert.Equal(["alice", "bob"], run.Texts);
        Assert.Equal(["alice", "bob"], JsonNode.Parse(File.ReadAllBytes(At("v/R.set.json")))!["clients"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal(["R.cer", "R.pfx", "R.publicdata.txt", "R.set.json", "alice.pfx", "bob.pfx"], Names("v"));
        Assert.Equal("ClientExists", Id("New-P2SCertificateSet -ExistingRoot ./v/R.pfx -ClientName Alice -Path ./v -Password $p"));
    }

    [Fact]
    public void Force_gives_a_client_another_certificate_and_says_that_the_first_still_connects()
    {
        var run = RunWell("""
            $s = New-P2SCertificateSet R alice -Password $p
            $n = New-P2SClientCertificate $s alice -Password $p -Force -WarningVariable w
            "$w" -match $s.Clients[0].Thumbprint
            $n.Thumbprint -ne $s.Clients[0].Thumbprint
            """);
        Assert.Equal(["True", "True"], run.Texts);
    }

    [Fact]
    public async Task Ctrl_C_leaves_nothing()
    {
        var run = await _engine.StopAsync("New-P2SCertificateSet R (1..300) -Path ./v -Password $p -KeySize 3072", () => Task.Delay(1500, TestContext.Current.CancellationToken));
        Assert.IsType<PipelineStoppedException>(run.Ended);
        Assert.False(Directory.Exists(At("v")));
    }

    private RunResult RunWell(string script)
    {
        var run = _engine.RunStrict(script);
        Assert.True(run.Ended is null, run.Ended?.ToString());
        Assert.Empty(run.Errors);
        return run;
    }

    private string Id(string script)
    {
        var run = _engine.Run(script);
        return run.TerminatingId ?? Assert.Single(run.Errors).FullyQualifiedErrorId.Split(',')[0];
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Names(string folder) => [.. Directory.GetFiles(At(folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private string[] Contents() =>
        [.. Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => f + Convert.ToBase64String(File.ReadAllBytes(f)))];

    private X509Certificate2 Open(string file, string word) =>
        X509CertificateLoader.LoadPkcs12FromFile(At(file), word, X509KeyStorageFlags.EphemeralKeySet);
}
