using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Routing;

/// <summary>
/// docs/routing.md says what the tables in the code say: no more and no less.
/// </summary>
public sealed class RoutingGuideTests
{
    private const string Guide = "routing.md";

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches(Guide, "checks",
        RoutingCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));

    [Fact]
    public void Guide_has_the_table_of_impacts() => GuideTable.Matches(Guide, "impacts",
        RoutingImpacts.All.Select(i => GuideTable.ImpactRow(i.Write, i.Kind, i.Says, i.Source)));

    [Fact]
    public void Guide_has_the_table_of_owners() => GuideTable.Matches(Guide, "owners", TableOwners.All.Select(o =>
        $"| {o.Service} | {Sign(o.Sign)} | `{o.Text}` | {o.Source} |"));

    [Fact]
    public void Ids_of_checks_are_unique() => Assert.Equal(RoutingCheck.All.Length, RoutingCheck.All.Select(c => c.Id).Distinct().Count());

    private static string Sign(OwnerSign sign) => sign switch
    {
        OwnerSign.Delegation => "the subnet's delegation",
        OwnerSign.GroupPrefix => "how the table's resource group begins",
        OwnerSign.TablePrefix => "how the table's name begins",
        OwnerSign.Tag => "a tag of the table",
        _ => "how a route's name begins",
    };
}
