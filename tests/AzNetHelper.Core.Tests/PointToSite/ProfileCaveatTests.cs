using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.PointToSite;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>What is told of a profile beside its files.</summary>
public sealed class ProfileCaveatTests
{
    private static ClientPackage Package(int routes) => new()
    {
        Ike = new("a.example") { Routes = [.. Enumerable.Range(0, routes).Select(i => IPPrefix.Parse(string.Create(CultureInfo.InvariantCulture, $"10.{i / 250}.{i % 250}.0/24")))] },
    };

    private static ClientReach Reach(string name, Verdict verdict, params string[] prefixes) => new(
        ResourceId.Parse($"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/{name}"), verdict)
    {
        Name = name, Prefixes = [.. prefixes.Select(IPPrefix.Parse)],
    };

    [Theory]
    [InlineData("Windows", 25, 0)]
    [InlineData("Windows", 26, 1)]
    [InlineData("Windows", 255, 1)]
    [InlineData("Windows", 256, 2)]
    [InlineData("OpenVpn", 1000, 0)]
    [InlineData("OpenVpn", 1001, 1)]
    [InlineData("StrongSwan", 2000, 0)]
    public void Limits_of_routes_are_told_from_the_first_route_that_is_too_many(string kind, int routes, int told) =>
        Assert.Equal(told, ProfileCaveats.Of(Package(routes), [kind], []).Count(c => c.Contains("takes at most", StringComparison.Ordinal)));

    [Fact]
    public void Only_Windows_needs_a_profile_after_each_peering()
    {
        Assert.Contains(ProfileCaveats.Of(Package(1), ["OpenVpn", "Windows"], []), c => c.Contains("peering was added", StringComparison.Ordinal));
        Assert.DoesNotContain(ProfileCaveats.Of(Package(1), ["OpenVpn"], []), c => c.Contains("peering was added", StringComparison.Ordinal));
    }

    [Fact]
    public void What_can_be_reached_and_has_no_route_is_told()
    {
        ImmutableArray<ClientReach> reaches =
        [
            Reach("hub", Verdict.Reachable, "10.0.0.0/24"), Reach("inside", Verdict.Reachable, "10.0.0.128/25"),
            Reach("far", Verdict.Reachable, "10.0.0.0/24", "10.9.0.0/16"), Reach("blocked", Verdict.Blocked, "10.8.0.0/16"),
        ];
        var told = Assert.Single(ProfileCaveats.Of(Package(1), ["OpenVpn"], reaches), c => c.Contains("no route", StringComparison.Ordinal));
        Assert.Contains("far can be reached, but the gateway's package has no route for 10.9.0.0/16:", told, StringComparison.Ordinal);

        // A package that tells no routes at all tells nothing about them.
        Assert.DoesNotContain(ProfileCaveats.Of(Package(0), ["OpenVpn"], reaches), c => c.Contains("no route", StringComparison.Ordinal));
    }

    [Fact]
    public void Remarks_of_the_package_come_along() =>
        Assert.Contains("as it is", ProfileCaveats.Of(Package(1) with { Remarks = ["as it is"] }, ["OpenVpn"], []));
}
