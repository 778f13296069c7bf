using System.Security.Cryptography;
using AzNetHelper.Certificates;
using Xunit;

namespace AzNetHelper.Tests.Certificates;

/// <summary>PFX files as openssl makes them.</summary>
public sealed class PfxFileTests : IDisposable
{
    private readonly SetBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("rsa", "")]
    [InlineData("rsa", "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg SHA1")]
    [InlineData("rsa", "-certpbe NONE -keypbe AES-256-CBC")]
    [InlineData("rsa", "-keypbe NONE")]
    [InlineData("rsa", "-iter 1 -macalg SHA512")]
    [InlineData("rsa", "-legacy")]
    [InlineData("ec", "")]
    public async Task Are_read_with_key_and_chain(string kind, string options)
    {
        await MakeAsync(kind);
        foreach (var chain in (string[][])[[], ["-certfile", "ca.pem"]])
        {
            var made = await _bed.RunOpenSslAsync(
                ["pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-out", "x.pfx", "-passout", $"pass:{SetBed.Word}", .. chain, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.SkipUnless(made.ExitCode == 0, $"This openssl does not make it: {made.Error}");

            var (read, failure) = PfxFile.Read(_bed.Bytes("x.pfx"), SetBed.Secret(SetBed.Word), "x.pfx");
            using (read)
            {
                Assert.Null(failure);
                Assert.Equal("CN=leaf", read!.Certificate.Subject);
                Assert.Equal(chain.Length == 0 ? [] : ["CN=ca"], read.Issuers.Select(i => i.Subject));
                Assert.Equal(kind == "ec", read.Key is ECDsa);
                Assert.True(read.Certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(read.Key.ExportSubjectPublicKeyInfo()));
            }

            var wrong = PfxFile.Read(_bed.Bytes("x.pfx"), SetBed.Secret("wrong"), "x.pfx").Failure!;
            Assert.Equal("PfxPasswordWrong", wrong.Id);
            Assert.DoesNotContain("wrong one", wrong.Message, StringComparison.Ordinal);
            Assert.Contains("has a password", PfxFile.Read(_bed.Bytes("x.pfx"), null, "x.pfx").Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_did_not_issue_the_certificate_is_none_of_its_issuers()
    {
        await MakeAsync("rsa");

        // A stranger, and an authority of the same name with another key: the one that issued the client is found by its key.
        await _bed.OpenSslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "s.key", "-out", "stranger.pem", "-subj", "/CN=stranger", "-days", "9");
        await _bed.OpenSslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "o.key", "-out", "other.pem", "-subj", "/CN=ca", "-days", "9");
        var authorities = string.Concat(new[] { "stranger.pem", "other.pem", "ca.pem" }.Select(f => System.Text.Encoding.ASCII.GetString(_bed.Bytes(f))));
        await File.WriteAllTextAsync(Path.Combine(_bed.Folder, "all.pem"), authorities, TestContext.Current.CancellationToken);
        await _bed.OpenSslAsync("pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-certfile", "all.pem", "-out", "x.pfx", "-passout", $"pass:{SetBed.Word}");
        using var read = PfxFile.Read(_bed.Bytes("x.pfx"), SetBed.Secret(SetBed.Word), "x.pfx").Certificate!;
        using var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(
            System.Text.Encoding.ASCII.GetString(_bed.Bytes("ca.pem")));
        Assert.Equal([authority.Thumbprint], read.Issuers.Select(i => i.Thumbprint));
    }

    [Fact]
    public async Task Without_a_password_need_none()
    {
        await MakeAsync("rsa");
        await _bed.OpenSslAsync("pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-out", "x.pfx", "-passout", "pass:");
        using var read = PfxFile.Read(_bed.Bytes("x.pfx"), null, "x.pfx").Certificate;
        Assert.NotNull(read);
    }

    [Fact]
    public async Task Without_a_key_or_damaged_are_told_apart()
    {
        await MakeAsync("rsa");
        await _bed.OpenSslAsync("pkcs12", "-export", "-nokeys", "-in", "leaf.pem", "-out", "n.pfx", "-passout", $"pass:{SetBed.Word}");
        Assert.Equal("PfxHasNoKey", PfxFile.Read(_bed.Bytes("n.pfx"), SetBed.Secret(SetBed.Word), "n.pfx").Failure?.Id);
        Assert.Equal("PfxInvalid", PfxFile.Read("no pfx"u8.ToArray(), null, "t.pfx").Failure?.Id);

        // A byte that is another one, anywhere, is an error and never an exception.
        await _bed.OpenSslAsync("pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-out", "x.pfx", "-passout", $"pass:{SetBed.Word}", "-iter", "1");
        var good = _bed.Bytes("x.pfx");
        for (var at = 0; at < good.Length; at += 7)
        {
            var bad = good.ToArray();
            bad[at] ^= 0x15;
            var (read, failure) = PfxFile.Read(bad, SetBed.Secret(SetBed.Word), "x.pfx");
            read?.Dispose();
            Assert.True(read is null == failure is not null, $"byte {at}");
        }
    }

    private async Task MakeAsync(string kind)
    {
        string[] key = kind == "ec" ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : ["-newkey", "rsa:2048"];
        await _bed.OpenSslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca");
        await _bed.OpenSslAsync(["req", .. key, "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=leaf"]);
        File.WriteAllText(Path.Combine(_bed.Folder, "leaf.cnf"), "authorityKeyIdentifier = keyid\n");
        await _bed.OpenSslAsync(
            "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "leaf.pem", "-extfile", "leaf.cnf");
    }
}
