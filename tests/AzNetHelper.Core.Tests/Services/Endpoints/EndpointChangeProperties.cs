using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Services.Endpoints;

/// <summary>Subnets with any endpoints, any other members, and people who add to them and take from them.</summary>
public sealed class EndpointChangeProperties(ITestOutputHelper output)
{
    private static readonly string[] s_known = [.. EndpointService.All.Select(s => s.Identifier), "Microsoft.AzureActiveDirectory", "Microsoft.Future"];

    [Fact]
    public void Enabling_and_disabling_leaves_the_subnet_as_it_was_and_drops_nothing_on_the_way()
    {
        var (written, kept) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var before = RandomSubnet(random);
            string[] there = [.. Services(before)];
            string[] asked = [.. Some(random).Where(a => !there.Contains(a))];
            var add = EndpointChange.Add(EndpointEstate.SubnetId("app"), before, asked);
            Assert.Equal(asked.Length > 0, add.Writes);
            Assert.Empty(JsonBody.Differences(JsonBody.Parse(add.Before!), before));
            var between = Written(before, add);
            Assert.Equal(there.Concat(asked).Order(), Services(between).Order());

            // What was there is there with everything that it said; what is no endpoint is untouched.
            AssertSame(Without(before), Without(between));
            foreach (var service in there)
            {
                AssertSame(Endpoint(before, service), Endpoint(between, service));
            }

            Assert.False(EndpointChange.Add(EndpointEstate.SubnetId("app"), between, asked).Writes, "written twice");
            var remove = EndpointChange.Remove(EndpointEstate.SubnetId("app"), between, asked);
            var after = Written(between, remove);
            AssertSame(Sent(before), Sent(after));
            Interlocked.Add(ref written, add.Writes ? 1 : 0);
            Interlocked.Add(ref kept, there.Length);
        }, iter: 1000, threads: 2);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written} subnets written, {kept} endpoints of others kept"));
        Assert.True(written > 500 && kept > 500);
    }

    [Fact]
    public void An_endpoint_of_somebody_else_is_drift_and_its_order_is_not()
    {
        var (drifted, reordered) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var before = RandomSubnet(random);
            string[] free = [.. s_known.Except(Services(before)).OrderBy(_ => random.Next())];
            if (free.Length < 2)
            {
                return;
            }

            var mine = EndpointChange.Add(EndpointEstate.SubnetId("app"), before, [free[0]]);
            var theirs = Written(before, EndpointChange.Add(EndpointEstate.SubnetId("app"), before, [free[1]]));
            Assert.NotEmpty(new FoundResource(theirs, null).Drift(mine));
            Interlocked.Increment(ref drifted);

            var again = Written(theirs, EndpointChange.Add(EndpointEstate.SubnetId("app"), theirs, [free[0]]));
            Assert.Equal(Services(before).Concat(free[..2]).Order(), Services(again).Order());

            var shuffled = (JsonObject)before.DeepClone();
            if (shuffled["properties"]!["serviceEndpoints"] is JsonArray { Count: > 1 } list)
            {
                shuffled["properties"]!["serviceEndpoints"] = new JsonArray([.. list.Reverse().Select(e => e!.DeepClone())]);
                Assert.Empty(new FoundResource(shuffled, null).Drift(mine));
                Assert.True(new FoundResource(Written(shuffled, mine), null).IsAsWanted(mine));
                Interlocked.Increment(ref reordered);
            }
        }, iter: 1000, threads: 2);
        Assert.True(drifted > 500 && reordered > 200, $"{drifted} {reordered}");
    }

    // As the service answers a PUT of the whole subnet.
    private static JsonObject Written(JsonObject found, Change change)
    {
        var body = change.Writes ? BodyRules.Compose(ResourceTypes.Subnet, found, JsonBody.Parse(change.After!)).Body : found;
        var answer = (JsonObject)body.DeepClone();
        answer["name"] = "app";
        foreach (var endpoint in (answer["properties"]!["serviceEndpoints"] as JsonArray ?? []).OfType<JsonObject>())
        {
            endpoint["provisioningState"] = "Succeeded";
            endpoint["locations"] ??= new JsonArray("*");
        }

        return answer;
    }

    private static JsonObject RandomSubnet(Random random)
    {
        var properties = new JsonObject { ["addressPrefix"] = "10.0.0.0/24" };
        if (random.Next(3) > 0)
        {
            properties["serviceEndpoints"] = new JsonArray([.. Some(random).Select(s => (JsonNode)EndpointEstate.Endpoint(s))]);
        }

        if (random.Next(2) == 0)
        {
            properties["networkSecurityGroup"] = new JsonObject { ["id"] = EndpointEstate.Id(ResourceTypes.NetworkSecurityGroup, "nsg").ToString() };
            properties["routeTable"] = new JsonObject { ["id"] = EndpointEstate.Id(ResourceTypes.RouteTable, "rt").ToString() };
            properties["natGateway"] = new JsonObject { ["id"] = EndpointEstate.Id(ResourceTypes.NatGateway, "nat").ToString() };
            properties["delegations"] = new JsonArray(new JsonObject { ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Web/serverFarms" } });
            properties["defaultOutboundAccess"] = false;
        }

        return new() { ["name"] = "app", ["properties"] = properties };
    }

    private static string[] Some(Random random) => [.. s_known.OrderBy(_ => random.Next()).Take(random.Next(5))];

    private static IEnumerable<string> Services(JsonObject subnet) =>
        (subnet["properties"]!["serviceEndpoints"] as JsonArray ?? []).Select(e => (string)e!["service"]!);

    private static JsonNode Endpoint(JsonObject subnet, string service) => subnet["properties"]!["serviceEndpoints"]!.AsArray().Single(e => (string?)e!["service"] == service)!;

    private static JsonObject Without(JsonObject subnet)
    {
        var rest = (JsonObject)subnet["properties"]!.DeepClone();
        rest.Remove("serviceEndpoints");
        return rest;
    }

    // An empty list and none mean the same.
    private static JsonObject Sent(JsonObject subnet)
    {
        var rest = (JsonObject)subnet["properties"]!.DeepClone();
        if (rest["serviceEndpoints"] is JsonArray { Count: 0 })
        {
            rest.Remove("serviceEndpoints");
        }

        return rest;
    }

    private static void AssertSame(JsonNode wanted, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(wanted, actual), $"{wanted.ToJsonString()}\n{actual.ToJsonString()}");
}
