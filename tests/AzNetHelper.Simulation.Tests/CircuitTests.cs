using System.Text.Json.Nodes;
using static AzNetHelper.Simulation.Tests.CircuitBed;

namespace AzNetHelper.Simulation.Tests;

public sealed class CircuitTests
{
    [Fact]
    public async Task Who_offers_circuits_is_listed_with_places_and_bandwidths()
    {
        using var bed = await TestBed.CreateAsync();

        var list = (await bed.ReadAsync($"/subscriptions/{ArmClient.Sub}/providers/Microsoft.Network/expressRouteServiceProviders"))["value"]!.AsArray();

        var equinix = list.Single(p => (string?)p!["name"] == "Equinix")!["properties"]!;
        Assert.Contains("Amsterdam", equinix["peeringLocations"]!.AsArray().Select(l => (string?)l));
        Assert.Equal("50Mbps 100Mbps 200Mbps 500Mbps 1Gbps 2Gbps 5Gbps 10Gbps",
            string.Join(' ', equinix["bandwidthsOffered"]!.AsArray().Select(b => (string?)b!["offerName"])));
        Assert.Equal(10000, (int)equinix["bandwidthsOffered"]!.AsArray()[^1]!["valueInMbps"]!);
        Assert.All(list.SelectMany(p => p!["properties"]!["peeringLocations"]!.AsArray()), l => Assert.NotNull(PeeringLocation.Find((string?)l)));
    }

    [Theory]
    [InlineData("Nobody", "Amsterdam", 200, "Standard", "MeteredData", "ExpressRouteServiceProviderNotFound")]
    [InlineData("equinix", "Atlantis", 200, "Standard", "MeteredData", "ExpressRoutePeeringLocationNotFound")]
    [InlineData("KPN", "Dublin", 200, "Standard", "MeteredData", "ExpressRoutePeeringLocationNotFound")]
    [InlineData("KPN", "Amsterdam", 2000, "Standard", "MeteredData", "ExpressRouteBandwidthNotAvailable")]
    [InlineData("Equinix", "Amsterdam", 1000, "Local", "MeteredData", "InvalidExpressRouteCircuitSku")]
    [InlineData("Equinix", "Amsterdam", 200, "Gold", "MeteredData", "InvalidExpressRouteCircuitSku")]
    [InlineData("Equinix", "Amsterdam", 200, "Standard", "Free", "InvalidExpressRouteCircuitSku")]
    [InlineData("Equinix", "Amsterdam", 1000, "Local", "UnlimitedData", "")]
    [InlineData("equinix", "AMSTERDAM", 10000, "Premium", "UnlimitedData", "")]
    public async Task A_circuit_is_what_its_provider_offers(
        string provider, string location, int megabits, string tier, string family, string code)
    {
        using var bed = await TestBed.CreateAsync();

        Assert.Equal(code, (await bed.PutAsync(Circuit(), CircuitBody(provider, location, megabits, tier, family))).Code);
    }

    [Theory]
    [InlineData(200, "Standard", "MeteredData", "ExpressRouteCircuitPropertyCannotChange")]
    [InlineData(500, "Standard", "MeteredData", "ExpressRouteCircuitPropertyCannotChange")]
    [InlineData(500, "Local", "UnlimitedData", "ExpressRouteCircuitPropertyCannotChange")]
    [InlineData(1000, "Standard", "UnlimitedData", "")]
    [InlineData(500, "Premium", "UnlimitedData", "")]
    public async Task Bandwidth_is_raised_and_not_lowered_and_a_family_does_not_go_back(int megabits, string tier, string family, string code)
    {
        using var bed = await TestBed.CreateAsync();
        Assert.Equal(201, (await bed.PutAsync(Circuit(), CircuitBody(megabits: 500, family: "UnlimitedData"))).Status);
        var key = (string?)(await bed.ReadAsync(Circuit()))["properties"]!["serviceKey"];

        Assert.Equal(code, (await bed.PutAsync(Circuit(), CircuitBody(megabits: megabits, tier: tier, family: family))).Code);

        Assert.Equal(key, (string?)(await bed.ReadAsync(Circuit()))["properties"]!["serviceKey"]);
    }

    [Fact]
    public async Task Ten_circuits_fit_in_a_region()
    {
        using var bed = await TestBed.CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(201, (await bed.PutAsync(Circuit($"c{i}"), CircuitBody())).Status);
        }

        Assert.Equal("ExpressRouteCircuitCountPerRegionLimitReached", (await bed.PutAsync(Circuit("c10"), CircuitBody())).Code);
        Assert.Equal(201, (await bed.PutAsync(Circuit("c10"), CircuitBody(region: "northeurope"))).Status);
    }

    [Fact]
    public async Task The_provider_does_what_was_declared_when_it_was_declared()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.SetCircuitProvider(Id(), ProviderScript.Within(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(70)));
        Assert.Equal(201, (await bed.Client.PutAsync(Circuit(), CircuitBody())).Status);
        Assert.Equal("00000000-0000-0000-0000-000000000000", (string?)(await bed.ReadAsync(Circuit()))["properties"]!["serviceKey"]);

        bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("NotProvisioned Enabled", await StatesAsync(bed));
        bed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Provisioning Enabled", await StatesAsync(bed));
        bed.Time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal("Provisioning Enabled", await StatesAsync(bed));
        bed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Provisioned Enabled", await StatesAsync(bed));

        bed.Simulation.DeprovisionCircuit(Id(), TimeSpan.FromMinutes(30));
        Assert.Equal("Deprovisioning Enabled", await StatesAsync(bed));
        bed.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("NotProvisioned Enabled", await StatesAsync(bed));
    }

    [Fact]
    public async Task Without_a_declaration_nobody_provisions_and_options_and_providers_may_say_otherwise()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.SetCircuitProvider("colt", ProviderScript.AtOnce);
        await bed.PutAsync(Circuit("a"), CircuitBody());
        await bed.PutAsync(Circuit("b"), CircuitBody("Colt"));
        using var other = await TestBed.CreateAsync(new() { ProviderScript = ProviderScript.AtOnce });
        await other.PutAsync(Circuit("a"), CircuitBody());

        Assert.Equal("NotProvisioned Enabled", await StatesAsync(bed, "a"));
        Assert.Equal("Provisioned Enabled", await StatesAsync(bed, "b"));
        Assert.Equal("Provisioned Enabled", await StatesAsync(other, "a"));
    }

    [Theory]
    [InlineData("NotProvisioned", "Succeeded")]
    [InlineData("Provisioning", "Failed")]
    [InlineData("Provisioned", "Failed")]
    [InlineData("Deprovisioning", "Failed")]
    public async Task A_circuit_goes_when_its_provider_has_let_go_of_it(string state, string outcome)
    {
        using var bed = await CreateAsync();
        bed.Simulation.SetCircuitProvider(Id(), new(new ProviderStep(TimeSpan.Zero, state)));

        var deleted = await bed.Client.DeleteAsync(Circuit());

        Assert.Equal(202, deleted.Status);
        bed.Settle();
        var status = (await bed.Client.SendAsync("GET", deleted.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal(outcome, (string?)status["status"]);
        Assert.Equal(outcome is "Failed" ? "ConflictError" : null, (string?)status["error"]?["code"]);
        var after = await bed.Client.GetAsync(Circuit());
        Assert.Equal(outcome is "Failed" ? 200 : 404, after.Status);
        if (outcome is "Failed")
        {
            // A write of what is there mends it (reset-circuit).
            Assert.Equal("Failed", after.State);
            Assert.Equal(200, (await bed.PutAsync(Circuit(), Sendable(after.Body!))).Status);
            Assert.Equal("Succeeded", (await bed.Client.GetAsync(Circuit())).State);
        }
    }

    [Fact]
    public async Task A_circuit_keeps_its_peerings_only_when_they_are_sent()
    {
        using var bed = await CreateAsync();
        var read = await bed.ReadAsync(Circuit());

        Assert.Equal(200, (await bed.PutAsync(Circuit(), Sendable(read))).Status);
        Assert.Equal(12076, (int)(await bed.ReadAsync(PeeringOf()))["properties"]!["azureASN"]!);
        Assert.Equal(200, (await bed.PutAsync(Circuit(), CircuitBody())).Status);
        Assert.Equal(404, (await bed.Client.GetAsync(PeeringOf())).Status);
    }

    [Fact]
    public async Task Rows_of_resource_graph_show_circuits_and_no_key_of_a_peering()
    {
        using var bed = await CreateAsync();
        await bed.PutAsync(PeeringOf(), PeeringBody("""{"sharedKey":"hush"}"""));

        var rows = (await bed.Client.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01",
            new JsonObject
            {
                ["subscriptions"] = new JsonArray(ArmClient.Sub),
                ["query"] = "Resources | where type =~ 'microsoft.network/expressroutecircuits' | project id, sku, properties",
            }.ToJsonString())).Body!["data"]!.AsArray();

        var row = Assert.Single(rows)!;
        Assert.Equal("Provisioned", (string?)row["properties"]!["serviceProviderProvisioningState"]);
        Assert.Equal("Standard", (string?)row["sku"]!["tier"]);
        Assert.DoesNotContain("hush", row.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", (await bed.ReadAsync(Circuit())).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", (await bed.ReadAsync(PeeringOf())).ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<string> StatesAsync(TestBed bed, string name = "er1")
    {
        var properties = (await bed.ReadAsync(Circuit(name)))["properties"]!;
        return $"{properties["serviceProviderProvisioningState"]} {properties["circuitProvisioningState"]}";
    }
}
