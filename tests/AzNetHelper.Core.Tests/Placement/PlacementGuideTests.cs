using System.Globalization;
using AzNetHelper.Placement;
using AzNetHelper.Placement.Checks;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Placement;

/// <summary>docs/service-subnets.md says what the tables in the code say: no more and no less.</summary>
public sealed class PlacementGuideTests
{
    private const string Guide = "service-subnets.md";

    [Fact]
    public void Guide_has_the_table_of_services() => GuideTable.Matches(Guide, "services", ServiceCatalogue.All.Select(s => string.Create(
        CultureInfo.InvariantCulture,
        $"| `{s.Service}` | {s.Title} | {Says(s.Tenancy)} | /{s.Least}{Widest(s)} | /{s.Advised} | {Delegation(s)} | {s.SubnetName ?? "any"} | {
            Says(s.SecurityGroup)} | {Says(s.RouteTable)} | {Says(s.NatGateway)} | {s.Retirement?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty} | {s.Confidence} |")));

    [Fact]
    public void Guide_has_the_table_of_scales() => GuideTable.Matches(Guide, "scales",
        from service in ServiceCatalogue.All
        where service.Scale is not null
        let parameters = string.Join(", ", service.Scale!.Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} ({p.Default})")))
        select $"| `{service.Service}` | {parameters} | {service.Scale} | {service.Scale!.Says} |");

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        PlacementCheck.All.Select(c => $"| `{c.Id}` | {(c.Blocks ? "stops" : "tells")} | {c.Asks} | {c.Source} |"));

    [Fact]
    public void Ids_of_checks_are_unique() => Assert.Equal(PlacementCheck.All.Length, PlacementCheck.All.Select(c => c.Id).Distinct().Count());

    private static string Widest(ServiceRequirement service) =>
        service.Widest is { } widest ? string.Create(CultureInfo.InvariantCulture, $" to /{widest}") : string.Empty;

    private static string Delegation(ServiceRequirement service) => service.Delegation switch
    {
        DelegationRule.Forbidden => "nobody",
        DelegationRule.Optional => $"{string.Join(" or ", service.DelegatedTo)}, or nobody",
        _ => string.Join(" or ", service.DelegatedTo),
    };

    private static string Says(SubnetTenancy tenancy) => tenancy switch
    {
        SubnetTenancy.OneResource => "one resource",
        SubnetTenancy.OneService => "its own kind",
        SubnetTenancy.Advised => "advised",
        _ => "in no VNet",
    };

    private static string Says(AttachmentRule rule) => rule switch
    {
        AttachmentRule.Allowed => "may",
        AttachmentRule.Required => "must",
        AttachmentRule.Conditional => "with conditions",
        AttachmentRule.NoDefaultRoute => "without default route",
        _ => "must not",
    };
}
