using System.Net;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;

namespace AzNetHelper.Hosting;

/// <summary>Opens the embedded simulation instead of Azure: nothing leaves the process.</summary>
internal static class RehearsalSession
{
    public const string Environment = "Rehearsal";

    /// <summary>A peering write takes ten seconds and a gateway 35 minutes; nobody rehearses that long.</summary>
    private const double TimeScale = 600;

    /// <summary>
    /// 20 seconds of a real clock. The clock of a rehearsal runs on while the machine is busy with other things, and the 30
    /// minutes of a run would be over after three seconds.
    /// </summary>
    public static TimeSpan LeastPatience { get; } = TimeSpan.FromSeconds(20 * TimeScale);

    /// <summary>A new simulation that holds the snapshot's networks, or the sample estate.</summary>
    public static AzureSimulation Simulate(Topology? snapshot)
    {
        var simulation = new AzureSimulation(new SimulationOptions
        {
            Time = new ScaledTimeProvider(TimeScale),
            ProviderScript = ProviderScript.Within(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)),
        });
        simulation.Load(snapshot ?? SampleEstate.Create());
        return simulation;
    }

    /// <summary>The connection to a simulation.</summary>
    public static ArmConnection Connection(AzureSimulation simulation) =>

        // A name that can never be found on a network: should a request go astray, it goes nowhere (RFC 2606).
        new(new("https://rehearsal.invalid/"), "https://rehearsal.invalid/")
        {
            SignIn = SignIn.AccessToken,
            AccessToken = new NetworkCredential(string.Empty, Token(simulation.Options)).SecurePassword,
            AccessTokenExpiresOn = DateTimeOffset.MaxValue,
            Handler = simulation.CreateHandler(),
            Time = simulation.Options.Time,
        };

    // Says who rehearses, as a real token does, so that messages about rights name somebody. It is signed by nobody.
    private static string Token(SimulationOptions options)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["upn"] = options.ClientName,
            ["oid"] = options.ClientObjectId,
            ["tid"] = options.TenantId,
        });
        return $"e30.{Convert.ToBase64String(claims).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.rehearsal";
    }
}
