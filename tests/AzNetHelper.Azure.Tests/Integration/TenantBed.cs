using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// One sign-in to several tenants before one simulation: subscription 1 lies in the first tenant, 2 in the second, and so on around.
/// </summary>
/// <param name="tenants">How many tenants there are.</param>
/// <param name="auxiliary">How many of them, beside the first, the session signs in to.</param>
internal sealed partial class TenantBed(int tenants, int auxiliary)
{
    private const int MostSubscriptions = 6;

    /// <summary>How long a token lasts.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Tenants that are given to the session by a domain.</summary>
    public bool ByDomain { get; init; }

    /// <summary>The tenants that tokens were asked for, in turn.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string?> Asked { get; } = [];

    public static string Tenant(int number) => string.Create(CultureInfo.InvariantCulture, $"a{number:d7}-0000-4000-8000-000000000000");

    public string TenantOf(string subscription) => Tenant((int.Parse(subscription.Split('-')[0], CultureInfo.InvariantCulture) - 1) % tenants);

    public SimulationOptions Options(SimulationOptions? options = null) => (options ?? new()) with
    {
        TenantId = Tenant(0),
        SubscriptionTenants = Enumerable.Range(1, MostSubscriptions).Select(s => Group(s).SubscriptionId).ToImmutableDictionary(s => s, TenantOf),
    };

    /// <summary>Runs over a session of these tenants; with a list of subscriptions first, as Connect-AzNetSession reads it.</summary>
    public Task RunAsync(Topology estate, Func<Bed, Task> test, bool connected = true, SimulationOptions? options = null)
    {
        // The simulation's own clock decides whether a token has ended.
        Func<DateTimeOffset>? now = null;
        var judged = Options(options) with
        {
            JudgeToken = token => Expiry(token) is var end && end <= now!() ? TokenVerdict.Expired(end) : TokenVerdict.Good,
        };
        return Bed.RunAsync(estate, async bed =>
        {
            now = () => bed.Clock.GetUtcNow();
            var arm = Connect(bed);
            if (connected)
            {
                await arm.ListAsync("/subscriptions", ResourceTypes.ResourcesApiVersion, Bed.Stop).CollectAsync(Bed.Stop);
            }

            await test(bed.Through(arm));
            Check(bed.Simulation.Log, mayLearn: !connected);
        }, judged);
    }

    /// <summary>
    /// A wrong token is never sent to a subscription that is known; every write comes with the tokens of the tenants that it refers
    /// to, and with no other.
    /// </summary>
    public void Check(RequestLog log, bool mayLearn = false)
    {
        foreach (var request in log.All.Where(r => r.Path.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)))
        {
            var owner = TenantOf(request.Path.Split('/')[2]);
            if (mayLearn && request.Status == 401)
            {
                continue;
            }

            Assert.True(request.TenantId == owner && request.Status != 401, $"{request} came from {request.TenantId}, {owner} owns it");
            var named = request.IsWrite ? Reference().Matches(System.Text.Encoding.UTF8.GetString(request.Body.Span)).Select(m => TenantOf(m.Groups[1].Value)) : [];
            Assert.Equal(named.Where(t => t != owner).Distinct(), request.AuxiliaryTenantIds);
        }

        Assert.All(log.All.Where(r => r.IsQuery && r.Path.Contains("ResourceGraph", StringComparison.Ordinal)), query =>
            Assert.All(JsonDocument.Parse(query.Body).RootElement.GetProperty("subscriptions").EnumerateArray(), s =>
                Assert.Equal(TenantOf(s.GetString()!), query.TenantId)));
    }

    public IArm Connect(Bed bed) => new AzureArmConnector(Environment.GetEnvironmentVariable, (_, _) => new ScriptedCredential((context, _) =>
    {
        Asked.Enqueue(context.TenantId);
        var end = bed.Clock.GetUtcNow() + Life;
        return new(Token(Enumerable.Range(0, tenants).Select(Tenant).First(t => t == context.TenantId || Domain(t) == context.TenantId), end), end);
    })).Connect(Arms.Connection(bed.Handler, bed.Clock) with
    {
        SignIn = SignIn.Default,
        AccessToken = null,
        TenantId = Given(0),
        AuxiliaryTenantIds = [.. Enumerable.Range(1, auxiliary).Select(Given)],
    });

    [GeneratedRegex("/subscriptions/([^/]+)")]
    private static partial Regex Reference();

    private static string Domain(string tenant) => $"{tenant[..8]}.example";

    private string Given(int number) => ByDomain ? Domain(Tenant(number)) : Tenant(number);

    private static string Token(string tenant, DateTimeOffset end)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["tid"] = tenant, ["oid"] = $"oid-{tenant}", ["upn"] = $"ada@{tenant}", ["exp"] = end.ToUnixTimeSeconds(),
        });
        return $"e30.{Convert.ToBase64String(claims).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.unsigned";
    }

    private static DateTimeOffset Expiry(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
        return DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64());
    }
}
