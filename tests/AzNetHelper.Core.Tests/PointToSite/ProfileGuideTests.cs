using System.Globalization;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>docs/p2s-client-profiles.md says what the tables say.</summary>
public sealed class ProfileGuideTests
{
    [Fact]
    public void The_guide_has_every_limit_of_routes() => GuideTable.Matches("p2s-client-profiles.md", "client route limits",
        ClientRouteLimit.All.Select(l => string.Create(CultureInfo.InvariantCulture, $"| `{l.Kind}` | {l.Most} | {l.Who} |")));

    [Fact]
    public void Limits_are_of_formats_that_there_are() =>
        Assert.All(ClientRouteLimit.All, l => Assert.Contains(ClientProfiles.All, k => k.Name == l.Kind));
}
