using AzNetHelper.Networks;

namespace AzNetHelper.Connectivity;

/// <summary>How can these two be connected, and what is wanted of the connection.</summary>
/// <param name="Topology">The networks as they are.</param>
/// <param name="Source">A VNet or a subnet.</param>
/// <param name="Destination">What it is to be connected with.</param>
public sealed record ConnectivityQuestion(Topology Topology, NetworkEnd Source, ConnectivityEnd Destination)
{
    /// <summary>The network is to encrypt what it carries, whatever the applications and services do.</summary>
    public bool RequireEncryption { get; init; }

    /// <summary>What it has to carry, in Mbps; null where that does not matter.</summary>
    public int? BandwidthMbps { get; init; }

    /// <summary>Every hop and the internet count against an option.</summary>
    public bool LatencySensitive { get; init; }

    /// <summary>How many devices connect at once; null where that is not known.</summary>
    public int? ClientCount { get; init; }

    /// <summary>The addresses of the two overlap, though the networks do not show it.</summary>
    public bool Overlap { get; init; }

    /// <summary>The day, for what is retired; that of the topology where nobody says.</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime((Topology.ReadAt ?? default).UtcDateTime);

    /// <summary>Puts the VNet first, whichever of the two it is.</summary>
    /// <exception cref="ConnectivityException">Neither of the two is a VNet or a subnet, or both are one VNet.</exception>
    public static ConnectivityQuestion Of(Topology topology, ConnectivityEnd source, ConnectivityEnd destination)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return (source, destination) switch
        {
            (NetworkEnd one, NetworkEnd other) when one.Network.Id == other.Network.Id => throw new ConnectivityException("EndsInOneVNet",
                $"{source} and {destination} are in one virtual network, whose subnets reach each other. Test-VNetTransitivity says whether routes stand in the way."),
            (NetworkEnd network, _) => new(topology, network, destination),
            (_, NetworkEnd network) => new(topology, network, source),
            _ => throw new ConnectivityException("EndsWithoutVNet",
                $"Neither {source} nor {destination} is a virtual network or a subnet: one of the two has to be. Name the virtual network that they are to meet in."),
        };
    }
}

/// <summary>Two ends that nothing can be said about.</summary>
/// <param name="id">The stable error id.</param>
/// <param name="message">What is wrong and what to write instead.</param>
public sealed class ConnectivityException(string id, string message) : Exception(message)
{
    public string Id { get; } = id;
}
