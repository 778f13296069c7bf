using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>What a SKU of VPN gateways can do (azure-network-rules 4.1 to 4.3).</summary>
/// <param name="Name">The name, as ARM spells it.</param>
/// <param name="Generations">The generations that have it.</param>
/// <param name="Tunnels">How many tunnels of connections a gateway takes.</param>
/// <param name="Clients">How many point-to-site clients it takes over IKEv2 and OpenVPN.</param>
internal sealed record VpnGatewaySku(string Name, ImmutableArray<string> Generations, int Tunnels, int Clients)
{
    /// <summary>Point-to-site clients over SSTP, whatever the SKU.</summary>
    public const int SstpClients = 128;

    private const string First = "Generation1";
    private const string Second = "Generation2";

    private static readonly VpnGatewaySku[] All =
    [
        new("Basic", [First], 10, 0),
        new("Standard", [First], 10, 250),
        new("HighPerformance", [First], 30, 500),
        .. from zones in (string[])[string.Empty, "AZ"]
           from size in ((int Size, ImmutableArray<string> Generations, int Tunnels, int Clients)[])
           [
               (1, [First], 30, 250), (2, [First, Second], 30, 500), (3, [First, Second], 30, 1000), (4, [Second], 100, 5000),
               (5, [Second], 100, 10000),
           ]
           select new VpnGatewaySku($"VpnGw{size.Size}{zones}", size.Generations, size.Tunnels, size.Clients),
    ];

    public static VpnGatewaySku? Find(string? name) => Array.Find(All, s => Json.Same(s.Name, name));

    public bool IsBasic => Name is "Basic";

    public bool HasZones => Name.EndsWith("AZ", StringComparison.Ordinal);

    /// <summary>The generation of a gateway whose body does not say one.</summary>
    public string DefaultGeneration => Generations[0];
}
