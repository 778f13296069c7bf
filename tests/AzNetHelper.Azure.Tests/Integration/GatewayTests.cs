using System.Collections.Concurrent;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A gateway takes longer than a token lives.</summary>
public sealed class GatewayTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId Gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub");

    private static Topology Estate => new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub, built: false).ToTopology();

    // A token's text is its end.
    private static SimulationOptions Judging(Func<DateTimeOffset> now) => new()
    {
        JudgeToken = token => DateTimeOffset.Parse(token, CultureInfo.InvariantCulture) is var end && end > now()
            ? TokenVerdict.Good : TokenVerdict.Expired(end),
    };

    [Fact]
    public async Task A_token_of_ten_minutes_is_renewed_while_a_gateway_is_built()
    {
        Func<DateTimeOffset> now = () => DateTimeOffset.MinValue;
        await Bed.RunAsync(Estate, async bed =>
        {
            now = bed.Clock.GetUtcNow;
            var tokens = new ConcurrentBag<string>();
            var caller = new ArmCaller
            {
                Token = (_, _, _) =>
                {
                    var end = bed.Clock.GetUtcNow().AddMinutes(10);
                    tokens.Add(Text(end));
                    return Task.FromResult(new ArmToken(Text(end), end));
                },
            };
            var arm = new AzureArmConnector().Connect(Arms.Connection(bed.Handler, bed.Clock) with
            {
                SignIn = SignIn.Caller, AccessToken = null, TenantId = "t1",
            }).For(caller);
            var begun = bed.Clock.GetUtcNow();
            var answer = await arm.WaitAsync(await arm.SendAsync(Put(), Bed.Stop), Bed.Stop);
            Assert.Contains("\"Succeeded\"", Arms.Text(answer.Body), StringComparison.Ordinal);
            Assert.InRange((bed.Clock.GetUtcNow() - begun).TotalMinutes, 35, 46);
            Assert.InRange(tokens.Count, 4, 12);
            Assert.DoesNotContain(bed.Simulation.Log.All, r => r.Status == 401);
            Assert.Single(bed.Simulation.Snapshot().GatewaysOf(Hub));
        }, Judging(() => now()));
    }

    [Fact]
    public async Task A_brought_token_ends_and_a_second_session_sees_the_gateway_through()
    {
        Func<DateTimeOffset> now = () => DateTimeOffset.MinValue;
        await Bed.RunAsync(Estate, async bed =>
        {
            now = bed.Clock.GetUtcNow;
            var first = Connect(bed, bed.Clock.GetUtcNow().AddMinutes(20));
            var operation = await first.SendAsync(Put(), Bed.Stop);
            var error = await Arms.Fails(() => first.WaitAsync(operation, Bed.Stop));
            Assert.Equal("TokenExpiresSoon", error.Code);

            var text = operation.ToText();
            var kept = ArmOperationText.Parse(text);
            Assert.Equal(text, kept.ToText());
            Assert.Equal(
                (operation.StatusUri!.OriginalString, operation.ResultUri?.OriginalString, operation.StartedAt, operation.RetryAfter),
                (kept.StatusUri!.OriginalString, kept.ResultUri?.OriginalString, kept.StartedAt, kept.RetryAfter));

            bed.Clock.Advance(TimeSpan.FromMinutes(5));
            bed.Simulation.Log.Clear();
            var second = Connect(bed, bed.Clock.GetUtcNow().AddHours(1));
            var answer = await second.WaitAsync(kept, Bed.Stop);
            Assert.Contains("\"Succeeded\"", Arms.Text(answer.Body), StringComparison.Ordinal);
            var asked = bed.Simulation.Log.All;
            Assert.Equal(kept.StatusUri!.OriginalString["https://management.azure.com".Length..], asked[0].PathAndQuery);
            Assert.All(asked, r => Assert.Equal(200, r.Status));
        }, Judging(() => now()));
    }

    private static IArm Connect(Bed bed, DateTimeOffset end) => new AzureArmConnector().Connect(
        Arms.Connection(bed.Handler, bed.Clock) with { AccessToken = Arms.Secret(Text(end)), AccessTokenExpiresOn = end });

    private static ArmWrite Put() => new(ArmVerb.Put, Gateway.ToString(), ResourceTypes.ApiVersion(Gateway))
    {
        Body = Arms.Utf8($$$$"""
            {"location":"westeurope","properties":{"gatewayType":"Vpn","vpnType":"RouteBased",
            "sku":{"name":"VpnGw1AZ","tier":"VpnGw1AZ"},"ipConfigurations":[{"name":"default","properties":{
            "subnet":{"id":"{{{{Hub.Child("subnets", Subnet.GatewaySubnetName)}}}}"},
            "publicIPAddress":{"id":"{{{{Id(1, ResourceTypes.PublicIPAddress, "pip-hub")}}}}"}}}]}}
            """),
    };

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
