using System.Security.Cryptography;
using System.Threading.Channels;
using AzNetHelper.Certificates;
using AzNetHelper.Files;
using AzNetHelper.Tests.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.Certificates;

/// <summary>What is refused before the first key, roots that cannot be roots, and what an end in the middle leaves.</summary>
public sealed class CertificateRequestTests : IDisposable
{
    private readonly SetBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var request = _bed.Request("alice", "ALICE", "", "a\nb", new string('x', 65), "contoso root", "e\u0301", "\u00e9") with
        {
            RootName = "Contoso Root",
            Terms = new() { KeySize = 1024, RootValidityDays = 0, ClientValidityDays = 99_999, Formats = [CertificateFormat.Cer] },
        };
        Assert.Equal(
            [
                "KeySizeInvalid", "ValidityInvalid", "ValidityInvalid", "FormatHasNoKey", "ClientNameTwice", "ClientNameInvalid", "ClientNameInvalid", "ClientNameInvalid",
                "ClientNameIsRoot", "ClientNameTwice",
            ],
            request.Problems(SetBed.Now).Select(p => p.Id));
        Assert.Equal(["RootNameInvalid"], (_bed.Request("a") with { RootName = "\ud800" }).Problems(SetBed.Now).Select(p => p.Id));
        Assert.Empty(_bed.Names());
    }

    [Fact]
    public void Names_whose_files_would_be_the_same_are_refused()
    {
        // The key of the root and the certificate of a client, both called r.key.pem.
        var request = _bed.Request("r.key") with { RootName = "r", Terms = new() { Formats = [CertificateFormat.Pem] } };
        Assert.Equal(["FileNameTwice"], request.Problems(SetBed.Now).Select(p => p.Id));
        Assert.Empty((request with { RootName = "s" }).Problems(SetBed.Now));
    }

    [Fact]
    public async Task Files_that_are_there_are_one_refusal_and_stay_as_they_are()
    {
        Directory.CreateDirectory(_bed.Folder);
        File.WriteAllText(Path.Combine(_bed.Folder, "bob.pfx"), "mine");
        File.WriteAllText(Path.Combine(_bed.Folder, "Contoso Root.cer"), "mine, too");
        var request = _bed.Request("alice", "bob");

        var problem = Assert.Single(request.Problems(SetBed.Now));
        Assert.Equal("FileExists", problem.Id);
        Assert.Contains("and so do Contoso Root.cer", problem.Message, StringComparison.Ordinal);

        // Somebody may put one there after it was looked at.
        Assert.Null(await new CertificateIssuing(request, SetBed.Now, Steps.StepWriter.Nowhere).RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Contoso Root.cer", "bob.pfx"], _bed.Names());
        Assert.Equal("mine"u8, _bed.Bytes("bob.pfx"));

        await _bed.MakeAsync(request with { Overwrite = true });
        Assert.Equal(["Contoso Root.cer", "Contoso Root.pfx", "Contoso Root.publicdata.txt", "Contoso Root.set.json", "alice.pfx", "bob.pfx"], _bed.Names());
    }

    [Fact]
    public async Task Clients_are_added_to_what_the_list_says_by_now_and_replaced_when_told()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice"));
        var (root, failure) = RootAuthority.Read(set, SetBed.Secret(SetBed.Word));
        using (root)
        {
            Assert.Null(failure);
            var add = _bed.Request("bob") with { Set = set, Root = root };
            var first = await _bed.MakeAsync(add);
            Assert.Equal(["alice", "bob"], first.Clients.Select(c => c.Name));

            // The set as it was before bob came.
            var second = await _bed.MakeAsync(_bed.Request("carol") with { Set = set, Root = root });
            Assert.Equal(["alice", "bob", "carol"], second.Clients.Select(c => c.Name));
            Assert.Equal(["ClientExists"], (_bed.Request("CAROL") with { Set = second, Root = root }).Problems(SetBed.Now).Select(p => p.Id));

            var third = await _bed.MakeAsync(_bed.Request("alice") with { Set = second, Root = root, Overwrite = true });
            Assert.Equal(["bob", "carol", "alice"], third.Clients.Select(c => c.Name));
            Assert.NotEqual(set.Clients[0].Thumbprint, third.Clients[2].Thumbprint);
            Assert.Equal(["RootSharesPassword", "ReplacedClientStaysValid"], _bed.Notices);
            Assert.Equal(third.Clients.Select(c => c.Thumbprint), CertificateSetFile.Read(_bed.Folder).Set!.Clients.Select(c => c.Thumbprint));
            await _bed.OpenSslAsync("x509", "-inform", "DER", "-in", "Contoso Root.cer", "-out", "root.pem");
            await _bed.OpenSslAsync("pkcs12", "-in", "carol.pfx", "-passin", $"pass:{SetBed.Word}", "-clcerts", "-nokeys", "-out", "carol.pem");
            Assert.Contains("OK", await _bed.OpenSslAsync("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "root.pem", "carol.pem"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_set_that_is_there_is_forgotten_whatever_may_be_replaced()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice"));
        var anew = _bed.Request("alice") with { Overwrite = true };
        var problem = Assert.Single(anew.Problems(SetBed.Now));
        Assert.Equal("CertificateSetExists", problem.Id);
        Assert.Contains(set.Root.Thumbprint, problem.Message, StringComparison.Ordinal);
        Assert.Contains("with 1 client (alice)", problem.Message, StringComparison.Ordinal);

        // Somebody may have made it after it was looked at.
        Assert.Null(await new CertificateIssuing(anew, SetBed.Now, Steps.StepWriter.Nowhere).RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(set.Clients.Select(c => c.Thumbprint), CertificateSetFile.Read(_bed.Folder).Set!.Clients.Select(c => c.Thumbprint));

        // Files of the root itself, of a client that stays, and of another set.
        using var root = RootAuthority.Read(set, SetBed.Secret(SetBed.Word)).Root!;
        var file = Path.Combine(_bed.Folder, "own.pfx");
        foreach (var (request, lost) in ((CertificateSetRequest, string)[])
            [
                (anew with { RootName = "Other", ClientNames = ["own"], Root = root, RootFile = file }, "own.pfx"),
                (anew with { ClientNames = ["x"], Set = set with { Root = set.Root with { Files = [Path.Combine(_bed.Folder, "x.pfx")] } }, Root = root }, "x.pfx"),
                (anew with { RootName = "Other" }, "alice.pfx"),
                (anew with { RootName = "Other", ClientNames = ["Contoso Root"] }, "Contoso Root.pfx"),
            ])
        {
            var refusal = Assert.Single(request.Problems(SetBed.Now));
            Assert.Equal("FileOfSet", refusal.Id);
            Assert.Contains(lost, refusal.Message, StringComparison.OrdinalIgnoreCase);
        }

        File.WriteAllText(set.SetFile!, "{}");
        Assert.Equal(["CertificateSetInvalid"], anew.Problems(SetBed.Now).Select(p => p.Id));
        File.Delete(set.SetFile!);
        Assert.Empty(anew.Problems(SetBed.Now));
    }

    [Fact]
    public async Task Two_who_add_at_the_same_time_forget_nobody()
    {
        var set = await _bed.MakeAsync(_bed.Request("alice"));
        using var root = RootAuthority.Read(set, SetBed.Secret(SetBed.Word)).Root!;
        var stop = TestContext.Current.CancellationToken;
        Task<(P2SCertificateSet Set, System.Collections.Immutable.ImmutableArray<P2SClientCertificate> Made)?> carol;
        using (FileLock.Take($"{set.SetFile}.lock", TimeSpan.Zero, stop))
        {
            carol = new CertificateIssuing(_bed.Request("carol") with { Set = set, Root = root }, SetBed.Now, Steps.StepWriter.Nowhere).RunAsync(stop);

            // Its key is made meanwhile; then bob comes into the list, as by a run that has read it before.
            Assert.NotSame(carol, await Task.WhenAny(carol, Task.Delay(3000, stop)));
            var bob = new P2SClientCertificate("bob", set.Clients[0].Certificate);
            File.WriteAllBytes(set.SetFile!, CertificateSetFile.Write(set with { Clients = [.. set.Clients, bob] }, set.SetFile!));
        }

        Assert.Equal(["alice", "bob", "carol"], Assert.NotNull(await carol).Set.Clients.Select(c => c.Name));
        Assert.Equal(["alice", "bob", "carol"], CertificateSetFile.Read(_bed.Folder).Set!.Clients.Select(c => c.Name));
        Assert.DoesNotContain(_bed.Names(), n => n.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_key_of_a_root_in_pem_is_found_by_the_set(bool hasPassword)
    {
        var password = hasPassword ? SetBed.Secret(SetBed.Word) : null;
        var set = await _bed.MakeAsync(_bed.Request() with { Password = password, Terms = new() { Formats = [CertificateFormat.Pem] } });
        var (root, failure) = RootAuthority.Read(set, password);
        Assert.Null(failure);
        root!.Dispose();
        if (hasPassword)
        {
            Assert.Equal("RootPasswordWrong", RootAuthority.Read(set, SetBed.Secret("other")).Failure?.Id);
            Assert.Equal("RootPasswordWrong", RootAuthority.Read(set, null).Failure?.Id);
        }

        File.WriteAllBytes(set.Root.Files.Single(f => f.EndsWith(".key.pem", StringComparison.Ordinal)), "junk"u8.ToArray());
        Assert.Equal("RootNotRead", RootAuthority.Read(set, password).Failure?.Id);

        // A key without a password that is damaged: no password would help, so none is asked for.
        File.WriteAllText(set.Root.Files.Single(f => f.EndsWith(".key.pem", StringComparison.Ordinal)), "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n");
        Assert.Equal("RootNotRead", RootAuthority.Read(set, password).Failure?.Id);
        using var other = ECDsa.Create();
        File.WriteAllText(set.Root.Files.Single(f => f.EndsWith(".key.pem", StringComparison.Ordinal)), other.ExportPkcs8PrivateKeyPem());
        Assert.Equal("RootIsOther", RootAuthority.Read(set, password).Failure?.Id);
        File.Delete(set.Root.Files.Single(f => f.EndsWith(".key.pem", StringComparison.Ordinal)));
        Assert.Equal("RootKeyNotFound", RootAuthority.Read(set, password).Failure?.Id);
    }

    [Theory]
    [InlineData(true, true, "RootSharesPassword")]
    [InlineData(false, true, null)]
    [InlineData(true, false, null)]
    public async Task A_root_that_opens_with_what_clients_are_told_is_said(bool hasClient, bool isShared, string? notice)
    {
        await _bed.MakeAsync(_bed.Request(hasClient ? ["alice"] : []) with { RootPassword = isShared ? null : SetBed.Secret("another") });
        Assert.Equal(notice is null ? [] : [notice], _bed.Notices);
        Assert.All(_bed.Steps.OfType<Steps.NoticeStep>(), n => Assert.Contains("Contoso Root.pfx", n.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("curve", "RootNotRsa")]
    [InlineData("small", "RootKeyTooSmall")]
    [InlineData("leaf", "RootIsNoAuthority")]
    [InlineData("intermediate", "RootIsIntermediate")]
    [InlineData("expired", "RootExpired")]
    [InlineData("future", "RootNotYetValid")]
    [InlineData("other", "RootIsOther")]
    [InlineData("good", null)]
    public void A_root_that_cannot_be_one_is_refused_with_the_reason(string kind, string? id)
    {
        using var parent = Roots.Root("parent");
        using var made = kind switch
        {
            "curve" => Roots.OfCurve(),
            "small" => Roots.Root(bits: 1024),
            "leaf" => Roots.Root(isAuthority: false),
            "intermediate" => Roots.Issue(parent, "between", isAuthority: true),
            _ => Roots.Root(),
        };
        var now = kind switch { "expired" => Roots.Start.AddDays(3651), "future" => Roots.Start.AddMinutes(-5), _ => Roots.Start.AddDays(1) };
        var pfx = made.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, SetBed.Word);
        var (root, failure) = PfxFile.Read(pfx, SetBed.Secret(SetBed.Word), "root.pfx");
        using (root)
        {
            Assert.Null(failure);
            var set = kind == "other" ? new P2SCertificateSet(new("parent", CertificateFacts.Of(parent))) { SetFile = Path.Combine(_bed.Folder, "x.set.json") } : null;
            var problems = (_bed.Request("alice") with { Root = root, RootFile = "root.pfx", Set = set }).Problems(now);
            Assert.Equal(id is null ? [] : [id], problems.Select(p => p.Id));
            Assert.All(problems, p => Assert.EndsWith("Nothing was written.", p.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_root_of_somebody_elses_issues_what_openssl_takes()
    {
        await _bed.OpenSslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "900", "-subj", "/O=Contoso/CN=Own Root", "-addext", "keyUsage=critical,keyCertSign");
        await _bed.OpenSslAsync("pkcs12", "-export", "-in", "c.pem", "-inkey", "k.pem", "-out", "own.pfx", "-passout", $"pass:{SetBed.Word}");
        var file = Path.Combine(_bed.Folder, "own.pfx");
        var (root, failure) = RootAuthority.Read(file, SetBed.Secret(SetBed.Word));
        using (root)
        {
            Assert.Null(failure);
            var set = await _bed.MakeAsync(_bed.Request("alice") with { RootName = "Own Root", Root = root, RootFile = file, Terms = new() { Formats = [CertificateFormat.Pem] } }, DateTimeOffset.UtcNow);
            Assert.Contains("OK", await _bed.OpenSslAsync("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "c.pem", "alice.pem"), StringComparison.Ordinal);
            Assert.Contains(file, set.Root.Files);
            Assert.DoesNotContain(_bed.Names(), n => n is "Own Root.pfx" or "Own Root.key.pem");
            using var again = RootAuthority.Read(set, SetBed.Secret(SetBed.Word)).Root;
            Assert.NotNull(again);
        }

        Assert.Equal("PfxPasswordWrong", RootAuthority.Read(file, SetBed.Secret("x")).Failure?.Id);
        Assert.Equal("RootNotRead", RootAuthority.Read(file + "x", null).Failure?.Id);
    }

    [Fact]
    public async Task What_is_ended_in_the_middle_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var channel = Channel.CreateUnbounded<Steps.Step>();
        var request = _bed.Request([.. Enumerable.Range(1, 200).Select(i => $"c{i}")]);
        var running = new CertificateIssuing(request, SetBed.Now, new(channel.Writer)).RunAsync(stop.Token);
        var first = await channel.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(Directory.Exists(_bed.Folder));

        // In the middle: one key was made, and the last one was not.
        Assert.Equal(1, Assert.IsType<Steps.ProgressStep>(first).Done);
        var steps = new List<Steps.Step>();
        while (channel.Reader.TryRead(out var step))
        {
            steps.Add(step);
        }

        Assert.DoesNotContain(steps.OfType<Steps.ProgressStep>(), p => !p.Ended && p.Done == p.Total);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task What_is_ended_while_files_are_written_leaves_nothing(int after)
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        var issuing = new CertificateIssuing(_bed.Request("alice", "bob"), SetBed.Now, Steps.StepWriter.Nowhere)
        {
            NewKey = TestKeys.Next,
            FileWritten = path =>
            {
                Assert.True(File.Exists(path));
                seen.Add(path);
                if (seen.Count == after)
                {
                    stop.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => issuing.RunAsync(stop.Token));
        Assert.Equal(after, seen.Count);
        Assert.All(seen, s => Assert.EndsWith(".tmp", s, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_bed.Folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_clear_failure()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc, where nobody can make a file.");
        Assert.Null(await _bed.RunAsync(_bed.Request("alice") with { Folder = "/proc/aznet" }));
        Assert.Equal(["FileNotWritten"], _bed.Failures.Select(f => f.Id));
    }
}
