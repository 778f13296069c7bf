using AzNetHelper.Services;
using AzNetHelper.Services.Audits;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Services.Endpoints;

/// <summary>docs/service-endpoints.md says what the tables in the code say: no more and no less.</summary>
public sealed class EndpointGuideTests
{
    private const string Guide = "service-endpoints.md";

    [Fact]
    public void Guide_has_the_table_of_services() => GuideTable.Matches(Guide, "services",
        EndpointService.All.Select(s => $"| {s.Name} | {s.Identifier} | {Words(s.Scope)} | {s.Serves} | {s.Note} | {s.Source} |"));

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        EndpointCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        EndpointImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_table_of_the_audit() => GuideTable.Matches(Guide, "audit",
        AccessAuditRule.All.Select(r => $"| `{r.Id}` | {r.Severity} | {r.Asks} | {r.Source} |"));

    [Fact]
    public void Every_endpoint_that_a_kind_of_service_knows_can_be_enabled_and_has_its_scope()
    {
        foreach (var kind in ServiceKind.All)
        {
            Assert.All(kind.Endpoints, e => Assert.NotNull(EndpointService.OfIdentifier(e)));
            Assert.Equal(kind.Scope switch
            {
                RegionScope.SameRegion => EndpointScope.Region,
                RegionScope.SameRegionOrPair => EndpointScope.RegionAndPair,
                _ => EndpointScope.EveryRegion,
            }, EndpointService.OfIdentifier(kind.Endpoints[0])!.Scope);
        }
    }

    private static string Words(EndpointScope scope) => scope switch
    {
        EndpointScope.Region => "the subnet's region",
        EndpointScope.RegionAndPair => "the subnet's region and its pair",
        _ => "every region",
    };
}
