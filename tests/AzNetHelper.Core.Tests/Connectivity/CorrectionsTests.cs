using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AzNetHelper.Connectivity;
using AzNetHelper.Peering;
using AzNetHelper.PointToSite;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>about_AzNetHelper_Corrections: every entry is whole, and its numbers are those of the tables that the module works with.</summary>
public sealed partial class CorrectionsTests
{
    private static readonly Dictionary<string, string> Entries = Read();

    [Fact]
    public void Every_correction_says_what_was_said_what_holds_since_when_and_where_that_stands()
    {
        Assert.True(Entries.Count >= 20);
        Assert.All(Entries, e => Assert.All(new[] { "Said", "Holds", "Since", "Source" }, part => Assert.NotEmpty(Part(e.Key, part))));

        // A page, not a hope: a name in the manner of Microsoft's pages, or what was recorded.
        Assert.All(Entries, e => Assert.Matches("[a-z]+-[a-z-]+|recorded answers|point-to-site-about", Part(e.Key, "Source")));
        Assert.All(File.ReadAllLines(Place()), l => Assert.True(l.Length <= 120, l));
    }

    [Fact]
    public void Numbers_are_those_of_the_tables()
    {
        Says("PEERINGS OF ONE NETWORK", PeeringLimits.PeeringsPerVNet);
        Says("LIMITS OF EXPRESSROUTE", PeeringLimits.AdvertisedIPv4Prefixes);
        Says("AUTONOMOUS SYSTEM NUMBERS AND SHARED KEYS", SharedKey.MostCharacters);
        Assert.Contains(P2SRules.SstpClosed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Part("POINT-TO-SITE OVER SSTP", "Since"), StringComparison.Ordinal);
        Assert.All(VpnSku.Retired.Where(r => r.Name.StartsWith("VpnGw", StringComparison.Ordinal)), r => Assert.Equal(r.Name + "AZ", r.Instead));
        Assert.Contains("VpnGw1AZ to VpnGw5AZ", Part("GATEWAYS WITHOUT ZONES", "Holds"), StringComparison.Ordinal);
        Assert.Contains(AzNetHelper.Vpn.Sites.TunnelRules.RetirementOfZoneless.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Part("GATEWAYS WITHOUT ZONES", "Holds"), StringComparison.Ordinal);
        Assert.Contains("MTU is 1400", Part("LIMITS OF EXPRESSROUTE", "Holds"), StringComparison.Ordinal);
        Assert.Contains(ConnectivityTraits.Of(ConnectivityKind.ExpressRoute).Limits, l => l == "MTU 1400");
    }

    [Fact]
    public void The_end_of_Redis_is_that_of_the_catalogue()
    {
        var end = AzNetHelper.Placement.ServiceCatalogue.Find("RedisPremium")!.Retirement!;
        Assert.Contains(end.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Part("AZURE CACHE FOR REDIS", "Holds"), StringComparison.Ordinal);
        Assert.Equal(end.On, end.NewUntil);
    }

    [Fact]
    public void What_has_no_endpoint_any_more_has_none_here() =>
        Assert.All(PlatformService.All.Where(s => s.Name is "PostgreSqlFlexibleServer" or "MySqlFlexibleServer"), s => Assert.Null(s.Endpoint));

    private static void Says(string entry, int number) => Assert.Matches($@"(?<!\d){number.ToString(CultureInfo.InvariantCulture)}(?!\d)", Part(entry, "Holds"));

    private static string Part(string entry, string name) =>
        Regex.Match(Entries[entry], $@"{name}:\s+(.*?)(?=\s(?:Said|Holds|Since|Source|See):|$)", RegexOptions.Singleline).Groups[1].Value.Trim();

    private static Dictionary<string, string> Read()
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = string.Empty;
        foreach (var line in File.ReadAllLines(Place()))
        {
            if (Heading().IsMatch(line))
            {
                name = line.Trim();
                entries[name] = string.Empty;
            }
            else if (line.Length > 0 && !line.StartsWith(' '))
            {
                name = string.Empty;
            }
            else if (name.Length > 0)
            {
                entries[name] = $"{entries[name]} {line.Trim()}".Trim();
            }
        }

        return entries;
    }

    [GeneratedRegex("^    [A-Z][A-Z0-9 ,.-]+$")]
    private static partial Regex Heading();

    private static string Place([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "module", "en-US", "about_AzNetHelper_Corrections.help.txt"));
}
