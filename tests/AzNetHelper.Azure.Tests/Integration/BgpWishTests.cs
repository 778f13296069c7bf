using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Routing;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Connections are switched to BGP, and keep the key that a GET does not show.</summary>
public sealed class BgpWishTests
{
    private const string Key = "hush+hush";

    private static readonly ResourceId A = Net(1, "a");
    private static readonly ResourceId B = Net(2, "b");
    private static readonly ResourceId Link = Id(1, ResourceTypes.Connection, "a-b");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_halves_are_written_with_their_key_whether_it_is_shown_or_not(bool hidden)
    {
        await Bed.RunAsync(Estate(), async bed =>
        {
            var before = bed.Simulation.Snapshot();
            var plan = RoutePlanner.Create(before, [new BgpWish(Link)]);
            Assert.Equal(2, plan.WriteCount);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));

            var after = bed.Simulation.Snapshot();
            Assert.All(after.Connections, c => Assert.True(c.EnableBgp));
            Assert.All(after.Connections, c => Assert.Contains(Key, Encoding.UTF8.GetString(after.Document(c.Id)!.Json.Span), StringComparison.Ordinal));
            Assert.Equal(Of(PlanProjection.Apply(before, plan)), Of(after));
            bed.Simulation.Log.Clear();
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Empty(bed.Simulation.Log.Writes);
        }, via: s => hidden ? new HidesKeys(s.CreateHandler(), HttpStatusCode.OK) : s.CreateHandler());

        static string Of(Topology topology) =>
            string.Join('\n', topology.Connections.Select(c => $"{c.Id} {c.EnableBgp} {c.Status} {c.Kind} {c.Gateway} {c.OtherGateway}"));
    }

    [Fact]
    public async Task A_key_that_may_not_be_read_keeps_the_connection_from_being_written()
    {
        await Bed.RunAsync(Estate(), async bed =>
        {
            var report = await bed.ApplyAsync(RoutePlanner.Create(bed.Simulation.Snapshot(), [new BgpWish(Link)]));
            Assert.All(report.Results, r => Assert.Equal((ChangeOutcome.Failed, "SecretNotReadable"), (r.Outcome, r.Error!.Id)));
            Assert.Empty(bed.Simulation.Log.Writes);
        }, via: s => new HidesKeys(s.CreateHandler(), HttpStatusCode.Forbidden));
    }

    private static Topology Estate()
    {
        var estate = new Documents().VNet(A, "10.1.0.0/16").Gateway(A).VNet(B, "10.2.0.0/16").Gateway(B);
        var (one, other) = (Id(1, ResourceTypes.VirtualNetworkGateway, "gw-a"), Id(2, ResourceTypes.VirtualNetworkGateway, "gw-b"));
        estate[other]["properties"]!["bgpSettings"] = new JsonObject { ["asn"] = 65010 };
        return estate.Plain(Link, Half(one, other)).Plain(Id(2, ResourceTypes.Connection, "b-a"), Half(other, one)).ToTopology();
    }

    private static JsonObject Half(ResourceId from, ResourceId to) => new()
    {
        ["connectionType"] = "Vnet2Vnet", ["connectionStatus"] = "Connected", ["enableBgp"] = false, ["sharedKey"] = Key,
        ["virtualNetworkGateway1"] = new JsonObject { ["id"] = from.ToString() },
        ["virtualNetworkGateway2"] = new JsonObject { ["id"] = to.ToString() },
    };

    /// <summary>A service of a newer api-version: keys are not in what it shows, and have a call of their own.</summary>
    private sealed class HidesKeys(HttpMessageHandler inner, HttpStatusCode key) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path.EndsWith("/sharedkey", StringComparison.OrdinalIgnoreCase))
            {
                return Answer(request, key, key == HttpStatusCode.OK ? $$"""{"value":"{{Key}}"}"""
                    : """{"error":{"code":"AuthorizationFailed","message":"The client may not read the key."}}""");
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (!path.Contains("/connections/", StringComparison.OrdinalIgnoreCase) || answer.Content is null)
            {
                return answer;
            }

            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            body?["properties"]?.AsObject().Remove("sharedKey");
            var content = new StringContent(body?.ToJsonString() ?? string.Empty, Encoding.UTF8, "application/json");
            answer.Content = content;
            return answer;
        }

        private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status, string body) => new(status)
        {
            RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }
}
