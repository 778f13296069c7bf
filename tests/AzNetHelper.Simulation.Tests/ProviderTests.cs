using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>ARM's list of resource providers.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task A_subscription_lists_its_providers_page_by_page_and_registers_them()
    {
        using var bed = await TestBed.CreateAsync(new() { PageSize = 2 });
        await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"));
        var scope = $"/subscriptions/{ArmClient.Sub}/providers";

        var first = (await bed.Client.GetAsync(scope, "2021-04-01")).Body!;
        var one = (await bed.Client.GetAsync($"{scope}/microsoft.network", "2021-04-01")).Body!;
        var registered = await bed.Client.SendAsync("POST", $"{scope}/Microsoft.Network/register?api-version=2021-04-01");

        Assert.Equal(["Microsoft.Network", "Microsoft.ResourceGraph"],
            first["value"]!.AsArray().Select(p => (string)p!["namespace"]!));
        Assert.NotNull(first["nextLink"]);
        Assert.Equal($"{scope}/Microsoft.Network", (string)one["id"]!);
        Assert.Equal("Registered", (string)one["registrationState"]!);
        var type = one["resourceTypes"]!.AsArray()
            .First(t => (string)t!["resourceType"]! == "virtualNetworks/virtualNetworkPeerings")!;
        Assert.Equal("""["westeurope"]""", type["locations"]!.ToJsonString());
        Assert.Contains("2024-05-01", type["apiVersions"]!.AsArray().Select(v => (string)v!));
        Assert.Equal((200, "Registered"), (registered.Status, (string)registered.Body!["registrationState"]!));
    }

    [Fact]
    public async Task The_tenants_list_knows_no_registration_and_what_is_not_there_is_refused()
    {
        using var bed = await TestBed.CreateAsync();

        var all = (await bed.Client.GetAsync("/providers", "2021-04-01")).Body!["value"]!.AsArray();
        var missing = await bed.Client.GetAsync("/providers/Microsoft.Nothing", "2021-04-01");
        var version = await bed.Client.GetAsync("/providers", "1999-01-01");
        var verb = await bed.Client.SendAsync("DELETE", "/providers/Microsoft.Network?api-version=2021-04-01");

        Assert.Equal(3 + ServiceTypes.Providers.Count, all.Count);
        Assert.Contains("Microsoft.Storage", all.Select(p => (string)p!["namespace"]!));
        Assert.All(all, p => Assert.Null(((JsonObject)p!)["registrationState"]));
        Assert.Equal((404, "InvalidResourceNamespace"), (missing.Status, missing.Code));
        Assert.Equal((400, "InvalidApiVersionParameter"), (version.Status, version.Code));
        Assert.Equal(405, verb.Status);
    }
}
