using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.PointToSite.Packages;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Whatever bytes come: a package whose names stay inside, or the one failure; and nothing else.</summary>
public sealed class PackageProperties(ITestOutputHelper output)
{
    private static readonly string[] Parts = ["Generic", "OpenVPN", "..", ".", "", "C:", "VpnSettings.xml", "vpnconfig.ovpn", "a", " ", "\u202e", "\0", "~", "nul", "é"];

    private static readonly byte[] Whole = Zip(Usual(Root()));

    [Fact]
    public void Damaged_bytes_are_a_package_or_the_one_failure()
    {
        var (good, bad) = (0, 0);
        Gen.Select(Gen.Int[0, 8], Gen.ULong).Sample((count, seed) =>
        {
            var random = new Random((int)seed);
            var packed = (byte[])Whole.Clone();
            for (var i = 0; i < count; i++)
            {
                // Headers are at the start and the end: damage there tells more than in the middle of data.
                var at = random.Next(3) == 0 ? random.Next(packed.Length) : packed.Length - 1 - random.Next(Math.Min(600, packed.Length));
                packed[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(packed[at] ^ (1 << random.Next(8)));
            }

            packed = random.Next(10) == 0 ? packed[..random.Next(packed.Length)] : packed;
            _ = Check(packed) ? Interlocked.Increment(ref good) : Interlocked.Increment(ref bad);
        }, iter: 4000);
        output.WriteLine($"{good} packages, {bad} failures");
        Assert.True(good > 100 && bad > 100);
    }

    [Fact]
    public void Random_names_never_lead_outside()
    {
        var (good, bad) = (0, 0);
        Gen.Select(Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).Array[1, 5], Gen.Bool.Select(b => b ? "/" : "\\")).Array[1, 4].Sample(names =>
        {
            var files = names.Select(n => (Name: string.Join(n.Item2, n.Item1), Content: Text(Settings()))).Where(f => f.Name.Length > 0);
            _ = Check(Zip([.. Usual(), .. files])) ? Interlocked.Increment(ref good) : Interlocked.Increment(ref bad);
        }, iter: 3000);
        output.WriteLine($"{good} packages, {bad} failures");
        Assert.True(good > 20 && bad > 100);
    }

    private static bool Check(byte[] packed)
    {
        var (package, failure) = PackageContent.Read(packed, "hub.zip");
        if (package is null)
        {
            Assert.Equal((PackageContent.Invalid, FailureKind.InvalidData), (failure!.Id, failure.Kind));
            return false;
        }

        // Judged by the platform, not by the rules that the reader has.
        var folder = Path.Combine(Path.GetTempPath(), "profile-of-nobody") + Path.DirectorySeparatorChar;
        Assert.All(package.Files.Keys, name => Assert.StartsWith(folder, Path.GetFullPath(Path.Combine(folder, name)), StringComparison.Ordinal));
        Assert.True(package.Files.Sum(f => (long)f.Value.Length) <= PackageLimits.Default.AllBytes);
        return true;
    }
}
