using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>A plan is made again when somebody was faster, and only then.</summary>
public sealed class RemadeRunTests
{
    private const string Vault = "Microsoft.KeyVault";

    private static readonly ResourceId Subnet = Estate.Net("v").Child("subnets", "s");

    [Fact]
    public void An_endpoint_that_ends_failed_is_written_once_and_told()
    {
        var arm = new OneSubnet(new()) { State = "Failed" };

        var report = Run(arm);
        Assert.Equal((ChangeOutcome.Failed, "NotAsWanted"), (report.Results.Single().Outcome, report.Results.Single().Error?.Id));
        Assert.Equal(1, arm.Writes);
    }

    [Fact]
    public void An_endpoint_that_somebody_else_takes_away_is_written_again()
    {
        var arm = new OneSubnet(new()) { Loses = 2 };

        var report = Run(arm);
        Assert.True(report.Succeeded, report.Results.Single().Error?.Message);
        Assert.Equal(3, arm.Writes);
    }

    [Fact]
    public void What_somebody_else_added_before_the_write_stays()
    {
        var arm = new OneSubnet(new());
        var plan = arm.Plan();
        arm.Services.Add("Microsoft.Sql");

        var report = Run(arm, plan);
        Assert.True(report.Succeeded, report.Results.Single().Error?.Message);
        Assert.Equal(["Microsoft.Sql", Vault], arm.Services);
        Assert.Equal(1, arm.Writes);
    }

    private static RunReport Run(OneSubnet arm, Plan? plan = null) => arm.Clock.Run(() =>
        new RemadeRun(arm, new() { JitterSeed = 1 }, StepWriter.Nowhere, _ => Task.FromResult<Plan?>(arm.Plan())).RunAsync(plan ?? arm.Plan(), CancellationToken.None));

    /// <summary>A subnet and its endpoints, which all end in one state.</summary>
    private sealed class OneSubnet(VirtualTime time) : IArm
    {
        public VirtualTime Clock => time;

        public TimeProvider Time => time;

        public List<string> Services { get; } = [];

        public string State { get; init; } = "Succeeded";

        /// <summary>So many writes are undone at once by somebody who writes what he had read before.</summary>
        public int Loses { get; init; }

        public int Writes { get; private set; }

        public Plan Plan() => new("Enable") { Changes = [EndpointChange.Add(Subnet, Document(), [Vault]) with { Group = "s" }] };

        public IArm For(ArmCaller caller) => this;

        public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            return new(200, JsonBody.WriteUtf8(Document()));
        }

        public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            Writes++;
            if (Writes > Loses)
            {
                Services.Clear();
                Services.AddRange(JsonBody.Parse(write.Body)!["properties"]!["serviceEndpoints"]!.AsArray().Select(e => (string)e!["service"]!));
            }

            return new(write.Verb, write.Path, write.ApiVersion, 200) { StartedAt = time.GetUtcNow(), Body = JsonBody.WriteUtf8(Document()) };
        }

        public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => Task.FromResult(new ArmResponse(200, operation.Body));

        public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => throw new NotSupportedException();

        private JsonObject Document() => new()
        {
            ["id"] = Subnet.ToString(),
            ["name"] = Subnet.Name,
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = "10.0.0.0/24",
                ["provisioningState"] = "Succeeded",
                ["serviceEndpoints"] = new JsonArray([.. Services.Select(s => (JsonNode)new JsonObject { ["service"] = s, ["provisioningState"] = State })]),
            },
        };
    }
}
