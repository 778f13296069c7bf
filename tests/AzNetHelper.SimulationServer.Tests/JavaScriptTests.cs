using System.Text.Json.Nodes;
using AzNetHelper.Simulation;
using AzNetHelper.Tests.Build;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>
/// Azure's own JavaScript SDK (@azure/arm-network with @azure/identity) and this module on the same networks: what one
/// builds the other reads.
/// </summary>
public sealed class JavaScriptTests(NodePackages node) : IClassFixture<NodePackages>
{
    [Fact]
    public async Task The_SDK_builds_a_hub_spoke_and_this_module_reads_it()
    {
        await using var bed = await ServerBed.StartAsync(pageSize: 2);

        var built = JsonNode.Parse(await node.RunAsync(
            bed, "build.mjs", ("GROUP", "rg-app"), ("HUB_GROUP", "rg-hub"), ("HUB", "vnet-hub")))!;

        Assert.Equal(
            """[["vnet-js-51-to-vnet-hub","Connected","FullyInSync","Succeeded"],"""
            + """["vnet-js-52-to-vnet-hub","Connected","FullyInSync","Succeeded"],"""
            + """["vnet-js-53-to-vnet-hub","Connected","FullyInSync","Succeeded"]]""", built["peerings"]!.ToJsonString());
        Assert.Equal("Succeeded", (string)built["subnet"]!);
        Assert.Equal("""{"made":"again"}""", built["tags"]!.ToJsonString());
        Assert.Equal("""["vnet-js-51","vnet-js-52","vnet-spoke-app"]""", built["networks"]!.ToJsonString());
        // A poller that was taken up again went on; it did not write a second time.
        Assert.Equal(6, bed.Simulation.Log.Writes.Count(w => w.Method == "PUT"
            && w.PathAndQuery.Contains("/virtualNetworkPeerings/", StringComparison.Ordinal)));

        var pairs = await bed.ModuleAsync("""
            Get-VNetPeering -VNet rg-hub/vnet-hub | ForEach-Object {
                "$($_.RemoteVNet) $($_.State) $($_.IsHealthy) $($_.AllowGatewayTransit) $($_.RemoteUseRemoteGateways)"
            }
            """);

        Assert.Equal(["vnet-js-51 Connected True True True", "vnet-js-52 Connected True True True"],
            pairs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task This_module_builds_a_hub_spoke_and_the_SDK_reads_it_page_by_page()
    {
        await using var bed = await ServerBed.StartAsync(scale: 60, pageSize: 2);

        var built = await bed.ModuleAsync("""
            New-HubSpokePeering -Hub rg-hub/vnet-hub -Spoke vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -UseHubGateway -Force |
                ForEach-Object { "$($_.State)" }
            """);
        var read = JsonNode.Parse(await node.RunAsync(bed, "read.mjs", ("GROUP", "rg-hub"), ("NETWORK", "vnet-hub")))!;

        Assert.Equal(["Connected", "Connected", "Connected"], built);
        Assert.Equal("[2,2]", read["networkPages"]!.ToJsonString());
        Assert.Equal("""["vnet-spoke-app","vnet-spoke-data","vnet-er","vnet-hub"]""", read["networks"]!.ToJsonString());
        Assert.Equal("[2,1]", read["peeringPages"]!.ToJsonString());
        Assert.Equal("""["10.0.0.0/16"]""", read["prefixes"]!.ToJsonString());
        Assert.Equal(["vnet-spoke-app", "vnet-spoke-data", "vnet-spoke-web"],
            read["peerings"]!.AsArray().Select(p => (string)p!["remote"]!).Order(StringComparer.Ordinal));
        Assert.All(read["peerings"]!.AsArray(), p =>
        {
            Assert.Equal("Connected", (string)p!["state"]!);
            Assert.Equal("FullyInSync", (string)p["sync"]!);
            Assert.True((bool)p["transit"]!);
            Assert.False((bool)p["remoteGateways"]!);
        });
    }

    [Fact]
    public async Task Refusals_reach_the_SDK_as_its_own_errors()
    {
        await using var bed = await ServerBed.StartAsync();
        bed.Simulation.Faults.Add("PUT", "*/vnet-fails", new Fault.OperationFails("InternalServerError", "It broke."));
        bed.Simulation.Faults.Add("GET", "*/vnet-dropped", new Fault.DropsBefore());

        var told = JsonNode.Parse(
            await node.RunAsync(bed, "refusals.mjs", ("GROUP", "rg-app"), ("NETWORK", "vnet-spoke-app")))!.AsObject();

        Assert.Equal(
            [
                "missing True 404 ResourceNotFound", "missingGroup True 404 ResourceGroupNotFound",
                "badPrefix True 400 InvalidCIDRNotation", "badSubnet True 400 NetcfgSubnetRangeOutsideVnet",
                "peeredWithItself True 400 VnetAddressSpacesOverlap", "staleEtag True 412 PreconditionFailed",
                "wrongAudience True 401 InvalidAuthenticationTokenAudience", "noToken True 401 InvalidAuthenticationToken",
            ],
            told.Where(r => r.Key is not ("failedOperation" or "dropped"))
                .Select(r => $"{r.Key} {(bool)r.Value!["rest"]!} {r.Value["status"]} {r.Value["code"]}"));
        Assert.Contains("/vnet-nowhere'", (string)told["missing"]!["message"]!, StringComparison.Ordinal);
        // An operation that fails says so in the poll's body, which the SDK puts into its message.
        Assert.Contains("InternalServerError. It broke.", (string)told["failedOperation"]!["message"]!, StringComparison.Ordinal);
        // It tried three times before it gave up.
        Assert.True((bool)told["dropped"]!["rest"]!, told["dropped"]!.ToJsonString());
        Assert.Null(told["dropped"]!["status"]);
        Assert.Equal(3, bed.Simulation.Log.All.Count(e =>
            e.PathAndQuery.Contains("/vnet-dropped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_examples_of_the_readmes_work_as_they_stand()
    {
        await using var bed = await ServerBed.StartAsync();

        Assert.Equal("vnet-mine Succeeded", await node.RunTextAsync(bed, Readme.Block(Readme.Server, "javascript", "vnet-mine")));
        Assert.Contains("vnet-hub 10.0.0.0/16", await node.RunTextAsync(bed, Readme.Block(Readme.Root, "javascript", "listAll")),
            StringComparison.Ordinal);
    }
}
