using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Certificates;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Certificates;

/// <summary>Names of any kind, as names of certificates and of files. CsCheck prints the seed of a failure.</summary>
public sealed class CertificateNameProperties
{
    private static readonly string[] Odd =
    [
        "CON", "nul", "com1", "LPT9.x", "aux.tar.gz", "COM¹", "..", ".", ".hidden", "-rf", "~root", "a/b", "a\\b", "a:b", "C:", "a%2Fb", "100%", "a*b?", "[x]", "`", "\"q\"", "O'Neil",
        "a,b+c=d;e<f>#g", " x", "x ", "x.", "x\u00a0", "CN=evil", "/CN=x/O=y", "a@b", "a@b.c", "..@", "#31", "Zoë", "Zoe\u0308", "İstanbul", "ıI", "ß", "山田", "\U0001F600", "\u202Etxt", "\ud800", "a\0b", "a\tb", "\u2028",
    ];

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]), Gen.String[Gen.Char[' ', '~'], 0, 12], Gen.String[Gen.Char['\u0001', '\u30ff'], 0, 6], Gen.String[0, 4]);

    private static readonly Gen<string> Name = Gen.Select(Piece, Piece, Gen.Bool).Select((a, b, both) => both ? a + b : a);

    private static readonly HashSet<char> NotOnWindows = [.. "<>:\"/\\|?*", .. Enumerable.Range(0, 32).Select(i => (char)i)];

    [Fact]
    public void A_name_is_refused_with_a_reason_or_is_a_file_that_every_system_takes()
    {
        var taken = 0;
        Name.Sample(name =>
        {
            if (CommonName.Problem(name) is { } problem)
            {
                Assert.NotEqual(string.Empty, problem);
                return;
            }

            Interlocked.Increment(ref taken);
            var file = CertificateFileName.Of(name);
            Assert.Equal(name, CertificateFileName.ToName(file));
            Assert.DoesNotContain(file, c => NotOnWindows.Contains(c));
            Assert.False(file[^1] is '.' or ' ' || file[0] is '.' or '-', file);
            Assert.True(Encoding.UTF8.GetByteCount(file) + ".publicdata.txt".Length <= 255);
            Assert.DoesNotMatch(@"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", file);
            Assert.Equal(file, Path.GetFileName(Path.Combine(Path.GetTempPath(), file)));
        }, iter: 20_000);
        Assert.True(taken > 5_000, $"{taken}");
    }

    [Fact]
    public void Files_clash_only_where_the_names_are_told_to_be_the_same() => Gen.Select(Name, Name).Where(p => CommonName.Problem(p.Item1) is null && CommonName.Problem(p.Item2) is null)
        .Sample(pair =>
        {
            var sameFile = CertificateFileName.Of(pair.Item1).Equals(CertificateFileName.Of(pair.Item2), StringComparison.OrdinalIgnoreCase);
            var sameName = CommonName.Key(pair.Item1) == CommonName.Key(pair.Item2);
            Assert.True(!sameFile || sameName, $"{pair}");
        }, iter: 20_000);

    [Fact]
    public void A_certificate_keeps_its_name_and_fits_its_root_whatever_the_name_is()
    {
        using var rootKey = RSA.Create(2048);
        using var key = RSA.Create(2048);
        Gen.Select(Name, Name, Gen.Int[1, 9000], Gen.Int[1, 9000], Gen.Byte.Array[CertificateMaker.SerialBytes])
            .Where(t => CommonName.Problem(t.Item1) is null && CommonName.Problem(t.Item2) is null && t.Item5.Any(b => b != 0)).Sample((rootName, name, rootDays, days, serial) =>
            {
                using var root = CertificateMaker.Root(rootName, rootKey, CertificateValidity.Of(SetBed.Now, rootDays), CertificateMaker.Serial());
                var validity = CertificateValidity.Of(SetBed.Now, days).Within(CertificateFacts.Of(root));
                using var client = CertificateMaker.Client(name, key, root, rootKey, validity, serial);

                Assert.Equal(name, client.SubjectName.EnumerateRelativeDistinguishedNames().Single().GetSingleElementValue());
                Assert.Equal(rootName, client.IssuerName.EnumerateRelativeDistinguishedNames().Single().GetSingleElementValue());
                Assert.True(client.IssuerName.RawData.AsSpan().SequenceEqual(root.SubjectName.RawData));
                Assert.Equal(days > rootDays, validity.IsCut);
                Assert.True(client.NotBefore >= root.NotBefore && client.NotAfter <= root.NotAfter && client.NotBefore < client.NotAfter);
                Assert.Equal(new System.Numerics.BigInteger(serial, isUnsigned: true, isBigEndian: true), new System.Numerics.BigInteger(client.SerialNumberBytes.Span, isBigEndian: true));
                using var chain = new X509Chain();
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(root);
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                chain.ChainPolicy.VerificationTime = SetBed.Now.LocalDateTime;
                Assert.True(chain.Build(client), string.Join(' ', chain.ChainStatus.Select(s => s.StatusInformation)));
            }, iter: 300);
    }

    [Fact]
    public void A_pfx_comes_back_with_any_name_and_password()
    {
        using var rootKey = RSA.Create(2048);
        using var key = RSA.Create(2048);
        using var root = CertificateMaker.Root("r", rootKey, CertificateValidity.Of(SetBed.Now, 10), CertificateMaker.Serial());
        Gen.Select(Gen.Frequency((9, Name), (1, Gen.Const("r"))), Gen.String[Gen.Char['\u0001', '\ud7ff'], 1, 20], Gen.Enum<PfxEncryption>(), Gen.Bool).Where(t => CommonName.Problem(t.Item1) is null)
            .Sample((name, word, encryption, chained) =>
            {
                using var password = SetBed.Secret(word);
                using var client = CertificateMaker.Client(name, key, root, rootKey, CertificateValidity.Of(SetBed.Now, 5), CertificateMaker.Serial());
                // The chain also keeps the rounds of the password few.
                var pfx = PfxWriter.Write(client, key, [root], name, password, encryption);
                var (read, failure) = PfxFile.Read(pfx, password, "x.pfx");
                using (read)
                {
                    Assert.Null(failure);
                    Assert.Equal(client.Thumbprint, read!.Certificate.Thumbprint);
                    Assert.Equal([root.Thumbprint], read.Issuers.Select(i => i.Thumbprint));
                    Assert.Equal(key.ExportRSAPrivateKey(), ((RSA)read.Key).ExportRSAPrivateKey());
                }

                using var platform = SetBed.Open(pfx, word);
                Assert.Equal(client.Thumbprint, platform.Thumbprint);
                using var other = SetBed.Secret(word + "x");
                Assert.Equal("PfxPasswordWrong", PfxFile.Read(pfx, other, "x.pfx").Failure?.Id);
            }, iter: 40);
    }
}
