using AzNetHelper.ExpressRoute;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Connections;

/// <summary>Which regions a circuit reaches, by tables that do not contradict each other.</summary>
public sealed class CircuitReachTests
{
    [Theory]
    [InlineData("Standard", "Amsterdam", "northeurope", CircuitScope.Within)]
    [InlineData("Standard", "Amsterdam", "eastus", CircuitScope.Outside)]
    [InlineData("standard", "Washington DC", "West US 3", CircuitScope.Within)]
    [InlineData("Premium", "Amsterdam", "eastus", CircuitScope.Within)]
    [InlineData("Premium", null, "eastus", CircuitScope.Within)]
    [InlineData("Local", "Amsterdam", "westeurope", CircuitScope.Within)]
    [InlineData("Local", "Amsterdam", "northeurope", CircuitScope.Outside)]
    [InlineData("Local", "Washington DC", "eastus2", CircuitScope.Within)]
    [InlineData("Local", "Dallas", "southcentralus", CircuitScope.Outside)]
    [InlineData("Local", "Nowhere", "westeurope", CircuitScope.Unknown)]
    [InlineData("Standard", "Nowhere", "westeurope", CircuitScope.Unknown)]
    [InlineData("Standard", null, "westeurope", CircuitScope.Unknown)]
    [InlineData("Standard", "Amsterdam", "austriaeast", CircuitScope.Unknown)]
    [InlineData(null, "Amsterdam", "westeurope", CircuitScope.Unknown)]
    [InlineData("Standard", "Hong Kong SAR", "eastasia", CircuitScope.Within)]
    [InlineData("Standard", "Newport (Wales)", "ukwest", CircuitScope.Within)]
    [InlineData("Standard", "Amsterdam Metro", "northeurope", CircuitScope.Within)]
    [InlineData("Local", "Amsterdam Metro", "westeurope", CircuitScope.Within)]
    [InlineData("Standard", "Madrid", "spaincentral", CircuitScope.Within)]
    [InlineData("Standard", "Amsterdam", "spaincentral", CircuitScope.Within)]
    [InlineData("Standard", "Stockholm2", "westeurope", CircuitScope.Within)]
    [InlineData("Standard", "Chicago", "usgovvirginia", CircuitScope.Within)]
    [InlineData("Standard", "Amsterdam", "usgovvirginia", CircuitScope.Unknown)]
    [InlineData("Local", "Phoenix", "usgovarizona", CircuitScope.Within)]
    [InlineData("Local", "Phoenix", "westus3", CircuitScope.Within)]
    [InlineData("Local", "Chicago", "usgovvirginia", CircuitScope.Outside)]
    [InlineData("Standard", "Shanghai2", "chinanorth3", CircuitScope.Outside)]
    [InlineData("Standard", "Beijing", "chinanorth3", CircuitScope.Within)]
    public void A_tier_reaches_so_far(string? tier, string? location, string region, CircuitScope scope) =>
        Assert.Equal(scope, CircuitReach.Of(tier, location, region));

    [Fact]
    public void Each_region_and_each_location_of_a_cloud_is_in_one_geopolitical_region()
    {
        foreach (var cloud in GeopoliticalRegion.All.GroupBy(g => NetworkChecks.CloudOf(g.Regions[0])))
        {
            Assert.Distinct(cloud.SelectMany(g => g.Regions));
            Assert.Distinct(cloud.SelectMany(g => g.Locations));
        }

        foreach (var table in new[] { LocalRegions.All, LocalRegions.OfUSGovernment, LocalRegions.OfChina })
        {
            Assert.Distinct(table.Select(l => l.Location));
        }
    }

    // What a Local circuit reaches a Standard one reaches, too: the two tables come from different pages.
    [Fact]
    public void What_is_near_a_location_is_in_its_geopolitical_region()
    {
        var rows = (from row in LocalRegions.All.Concat(LocalRegions.OfUSGovernment)
                    from region in row.Regions
                    select (row.Location, region)).ToArray();
        Assert.True(rows.Length > 60);
        Assert.All(rows, r => Assert.Equal(CircuitScope.Within, CircuitReach.Of("Local", r.Location, r.region)));
        Assert.All(rows, r => Assert.Equal(CircuitScope.Within, CircuitReach.Of("Standard", r.Location, r.region)));
    }

    [Fact]
    public void Regions_without_scale_units_are_regions()
    {
        var known = GeopoliticalRegion.All.SelectMany(g => g.Regions).ToArray();
        Assert.All(ExpressRouteScale.NotIn.Where(r => r != "Belgium Central"), r => Assert.Contains(known, k => RegionZones.IsRegion(k, r)));
    }
}
