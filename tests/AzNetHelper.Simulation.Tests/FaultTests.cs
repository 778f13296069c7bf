using System.Text;

namespace AzNetHelper.Simulation.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task The_nth_matching_request_is_answered_as_declared_and_nothing_takes_place()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Faults.Add(
            "PUT", "*/VirtualNetworks/*", new Fault.Answers(503, "ServerBusy") { RetryAfter = 7 }, nth: 2);
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
        var second = await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16"));
        Assert.Equal((503, "ServerBusy", "7"), (second.Status, second.Code, second.Header("Retry-After")));
        Assert.Equal(404, (await bed.Client.GetAsync(TestBed.Network("b"))).Status);
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16"))).Status);
    }

    [Theory]
    [InlineData(false, 404)]
    [InlineData(true, 200)]
    public async Task A_connection_breaks_before_or_after_the_write(bool after, int found)
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Faults.Add("PUT", "*", after ? new Fault.DropsAfter() : new Fault.DropsBefore(), nth: 1);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() =>
            bed.Client.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16")));

        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(found, (await bed.Client.GetAsync(TestBed.Network("a"))).Status);
        Assert.Equal(0, bed.Simulation.Log.Writes[^1].Status);
    }

    [Fact]
    public async Task An_operation_fails_by_the_poll_with_status_200()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Faults.Add(
            "PUT", "*/virtualNetworks/*", new Fault.OperationFails("SomethingBroke", "It broke."));
        var put = await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"));
        Assert.Equal(201, put.Status);
        var poll = await bed.Client.SendAsync("GET", put.Header("Azure-AsyncOperation")!);

        Assert.Equal(200, poll.Status);
        Assert.Equal("""{"status":"Failed","error":{"code":"SomethingBroke","message":"It broke.","details":[]}}""", poll.Body!.ToJsonString());
        Assert.Equal("Failed", (await bed.Client.GetAsync(TestBed.Network("a"))).State);
    }

    [Fact]
    public async Task An_operation_is_cancelled_and_says_by_what()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        bed.Simulation.Faults.Add("PUT", "*/subnets/*", new Fault.OperationIsCanceled());
        var put = await bed.PutAsync($"{TestBed.Network("a")}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");
        var poll = await bed.Client.SendAsync("GET", put.Header("Azure-AsyncOperation")!);

        Assert.Equal(("Canceled", "Canceled", "CanceledAndSupersededDueToAnotherOperation"),
            ((string?)poll.Body!["status"], poll.Code, poll.DetailCode));
        Assert.Equal("Canceled", (await bed.Client.GetAsync($"{TestBed.Network("a")}/subnets/s")).State);
        Assert.Equal("Succeeded", (await bed.Client.GetAsync(TestBed.Network("a"))).State);
    }

    [Fact]
    public async Task An_operation_never_ends_and_keeps_its_lock()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Faults.Add("PUT", "*/virtualNetworks/*", new Fault.OperationNeverEnds(), nth: 1);
        var put = await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"));
        bed.Time.Advance(TimeSpan.FromDays(100));

        Assert.Equal("InProgress",
            (string?)(await bed.Client.SendAsync("GET", put.Header("Azure-AsyncOperation")!)).Body!["status"]);
        Assert.Equal(429, (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
    }

    [Fact]
    public async Task A_failed_delete_leaves_the_resource()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        bed.Simulation.Faults.Add("DELETE", "*", new Fault.OperationFails("InternalServerError"));
        var deleted = await bed.Client.DeleteAsync(TestBed.Half("a", "b"));
        bed.Settle();

        Assert.Equal("Failed", (await bed.Client.GetAsync(TestBed.Half("a", "b"))).State);
        Assert.Equal(
            "Connected", (string?)(await bed.ReadAsync(TestBed.Half("b", "a")))["properties"]!["peeringState"]);
        Assert.Equal("InternalServerError", (await bed.Client.SendAsync("GET", deleted.Header("Location")!)).Code);
    }

    [Fact]
    public async Task Faults_by_chance_follow_the_seed()
    {
        Assert.Equal(await RunAsync(7), await RunAsync(7));
        Assert.NotEqual(await RunAsync(7), await RunAsync(8));
        Assert.Contains('F', await RunAsync(7));
        Assert.Contains('.', await RunAsync(7));

        static async Task<string> RunAsync(int seed)
        {
            using var bed = await TestBed.CreateAsync(new() { Seed = seed });
            bed.Simulation.Faults.Add(
                new FaultRule("GET", "*", new Fault.Answers(500, "InternalServerError")) { Chance = 0.3 });
            var run = new StringBuilder();
            for (var i = 0; i < 40; i++)
            {
                run.Append((await bed.Client.GetAsync("/subscriptions")).Status == 500 ? 'F' : '.');
            }

            return run.ToString();
        }
    }

    [Fact]
    public async Task A_synchronous_client_is_answered_too()
    {
        using var bed = await TestBed.CreateAsync();
        using var http = new HttpMessageInvoker(bed.Simulation.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Put,
            $"https://management.azure.com{TestBed.Network("a")}?api-version={ArmClient.Version}");
        request.Headers.Authorization = new("Bearer", "token");
        request.Content = new StringContent(TestBed.NetworkBody("10.0.0.0/16"));
        using var response = http.Send(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task The_log_holds_what_was_sent()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Log.Clear();
        await bed.Client.GetAsync(TestBed.Network("a"));
        await bed.Client.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"), "2024-05-01");
        await bed.Client.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01", """{"query":"Resources"}""");

        Assert.Equal(["GET", "PUT", "POST"], bed.Simulation.Log.All.Select(r => r.Method));
        var write = Assert.Single(bed.Simulation.Log.Writes);
        Assert.Equal((TestBed.Network("a"), "2024-05-01", 201, TestBed.NetworkBody("10.0.0.0/16")),
            (write.Path, write.ApiVersion, write.Status, Encoding.UTF8.GetString(write.Body.Span)));
    }
}
