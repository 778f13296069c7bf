using System.Net;
using System.Text;
using AzNetHelper.Simulation;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>What the network between a client and the simulation changes: nothing but the length of waits.</summary>
public sealed class BridgeTests
{
    private const string Version = "?api-version=2024-05-01";

    private static string Spoke { get; } = SampleEstate.SpokeApp.ToString();

    [Fact]
    public async Task An_operation_is_followed_by_its_signed_addresses_on_the_servers_own_host()
    {
        await using var bed = await ServerBed.StartAsync(scale: 20);
        using var body = Json("""{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.80.0.0/16"]}}}""");

        using var begun = await bed.SendAsync(HttpMethod.Put,
            Spoke.Replace("vnet-spoke-app", "vnet-new", StringComparison.Ordinal) + Version, body: body);

        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        var status = Assert.Single(begun.Headers.GetValues("Azure-AsyncOperation"));
        Assert.StartsWith(bed.Server["ARM_ENDPOINT"] + "/subscriptions/", status, StringComparison.Ordinal);
        // Azure says ten seconds; at twenty times the pace that is less than one, and 0 would be taken for none.
        Assert.Equal(TimeSpan.FromSeconds(1), begun.Headers.RetryAfter!.Delta);

        var path = status[bed.Server["ARM_ENDPOINT"].Length..];
        using var polled = await bed.SendAsync(HttpMethod.Get, path);
        using var changed = await bed.SendAsync(HttpMethod.Get, path + "x");

        Assert.Equal(HttpStatusCode.OK, polled.StatusCode);
        Assert.Equal("InvalidOperationStatusUrl", (string)(await ServerBed.JsonAsync(changed))["error"]!["code"]!);
    }

    [Fact]
    public async Task At_azures_own_pace_a_wait_is_passed_on_as_it_is()
    {
        await using var bed = await ServerBed.StartAsync(scale: 1);
        bed.Simulation.Faults.Add("GET", "*/vnet-spoke-app", new Fault.Answers(429, "Slow") { RetryAfter = 17 });

        using var answer = await bed.SendAsync(HttpMethod.Get, Spoke + Version);

        Assert.Equal(TimeSpan.FromSeconds(17), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_dropped_connection_is_dropped_and_nobody_else_is_disturbed()
    {
        await using var bed = await ServerBed.StartAsync();
        bed.Simulation.Faults.Add("PUT", "*/vnet-lost", new Fault.DropsAfter());
        using var body = Json("""{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.81.0.0/16"]}}}""");
        var path = Spoke.Replace("vnet-spoke-app", "vnet-lost", StringComparison.Ordinal) + Version;

        await Assert.ThrowsAsync<HttpRequestException>(() => bed.SendAsync(HttpMethod.Put, path, body: body));
        using var after = await bed.SendAsync(HttpMethod.Get, path);

        // It took place; only the answer was lost.
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Answers_without_a_body_have_none()
    {
        await using var bed = await ServerBed.StartAsync();
        var group = SampleEstate.SpokeApp.Group!.ToString() + "?api-version=2021-04-01";

        using var head = await bed.SendAsync(HttpMethod.Head, group);
        using var missing = await bed.SendAsync(HttpMethod.Delete,
            Spoke.Replace("vnet-spoke-app", "vnet-none", StringComparison.Ordinal) + Version);

        Assert.Equal(HttpStatusCode.NoContent, head.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, missing.StatusCode);
        Assert.Empty(await missing.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Pages_lead_on_through_the_servers_own_host()
    {
        await using var bed = await ServerBed.StartAsync(pageSize: 2);
        var next = $"/subscriptions/{ServerBed.Subscription}/providers/Microsoft.Network/virtualNetworks{Version}";
        var names = new List<string>();
        while (next is not null)
        {
            using var page = await bed.SendAsync(HttpMethod.Get, next);
            var body = await ServerBed.JsonAsync(page);
            names.AddRange(body["value"]!.AsArray().Select(n => (string)n!["name"]!));
            var link = (string?)body["nextLink"];
            Assert.True(link is null || link.StartsWith(bed.Server["ARM_ENDPOINT"], StringComparison.Ordinal), link);
            next = link?[bed.Server["ARM_ENDPOINT"].Length..];
        }

        Assert.Equal(["vnet-spoke-app", "vnet-spoke-data", "vnet-er", "vnet-hub"], names);
    }

    [Theory]
    [InlineData("2015-01-01", false)]
    [InlineData("2020-06-01", true)]
    [InlineData("2022-09-01", false)]
    public async Task The_metadata_of_the_cloud_are_told_without_a_token_and_name_nobody_else(string version, bool isList)
    {
        await using var bed = await ServerBed.StartAsync();

        var text = await bed.Http.GetStringAsync(
            new Uri($"{bed.Server["ARM_ENDPOINT"]}/metadata/endpoints?api-version={version}"));

        Assert.Equal(isList, text.StartsWith('['));
        Assert.Contains(bed.Server["ARM_AUDIENCE"], text, StringComparison.Ordinal);
        Assert.All(System.Text.RegularExpressions.Regex.Matches(text, "https://[^/\"]+").Select(m => m.Value),
            host => Assert.Contains(host, new[] { bed.Server["ARM_ENDPOINT"], bed.Server["ARM_AUDIENCE"] }));
    }

    [Fact]
    public async Task Only_the_servers_own_root_vouches_for_it()
    {
        await using var bed = await ServerBed.StartAsync();
        using var stranger = new HttpClient();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => stranger.GetAsync(new Uri(bed.Server["ARM_ENDPOINT"] + "/metadata/endpoints?api-version=2015-01-01")));

        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
