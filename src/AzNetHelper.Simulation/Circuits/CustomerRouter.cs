using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>The links of a circuit.</summary>
public enum CircuitLink
{
    Primary,
    Secondary,
    Both,
}

/// <summary>
/// What stands at the customer's end of a link, as whoever runs it has configured it. Where none is declared, nobody answers there.
/// </summary>
/// <param name="Asn">Its autonomous system.</param>
/// <param name="VlanId">The tag of its sub-interface.</param>
public sealed record CustomerRouter(long Asn, int VlanId)
{
    /// <summary>The peering that it is for; a router of each may be declared.</summary>
    public string Peering { get; init; } = CircuitShape.PrivatePeering;

    /// <summary>The MD5 key of its BGP sessions; null for none.</summary>
    public string? SharedKey { get; init; }

    /// <summary>False when it, or the line to it, is down.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>False when it answers ARP and has no BGP.</summary>
    public bool SpeaksBgp { get; init; } = true;

    /// <summary>True when the provider ends layer 3 and shows no ARP table.</summary>
    public bool HidesArp { get; init; }

    /// <summary>False when no packets pass although the sessions are up: the counters stand still.</summary>
    public bool CarriesTraffic { get; init; } = true;

    public string MacAddress { get; init; } = "0000.5e00.5301";

    /// <summary>Its address; null for the one that the peering expects, the first usable one of the link.</summary>
    public string? Address { get; init; }

    /// <summary>Its IPv6 address; null for the one that the peering expects.</summary>
    public string? AddressIPv6 { get; init; }

    /// <summary>The prefixes that it announces, of both families.</summary>
    public ImmutableArray<string> Announces { get; init; } = [];

    /// <summary>The autonomous systems behind it on the path of what it announces, and its own where it prepends.</summary>
    public ImmutableArray<long> Path { get; init; } = [];
}
