using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>What a subnet can be delegated to, and what the service may do in it then; read from Delegations.txt.</summary>
internal sealed record Delegable(string Service, ImmutableArray<string> Actions)
{
    private const string Join = "Microsoft.Network/virtualNetworks/subnets/join/action";

    private static readonly FrozenDictionary<string, Delegable> Known = Resources.Lines("Delegations.txt").Select(l => l.Split(' '))
        .Select(w => new Delegable(w[0], w.Length > 1 ? [.. w[1..]] : [Join]))
        .ToFrozenDictionary(d => d.Service, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Delegable> All => Known.Values.OrderBy(d => d.Service, StringComparer.OrdinalIgnoreCase);

    public static Delegable? Find(string? service) => service is null ? null : Known.GetValueOrDefault(service);

    public static ImmutableArray<string> ActionsOf(string? service) => Find(service)?.Actions ?? [Join];
}

/// <summary>The endpoints that a subnet can have, and the regions that each of them leads to (azure-network-rules 7).</summary>
internal sealed record EndpointService(string Name, EndpointReach Reach)
{
    public const string Storage = "Microsoft.Storage";
    public const string StorageGlobal = "Microsoft.Storage.Global";

    public static IReadOnlyList<EndpointService> All { get; } =
    [
        new(Storage, EndpointReach.RegionAndPair), new(StorageGlobal, EndpointReach.Anywhere), new("Microsoft.Sql", EndpointReach.Region),
        new("Microsoft.AzureActiveDirectory", EndpointReach.Anywhere), new("Microsoft.AzureCosmosDB", EndpointReach.Anywhere),
        new("Microsoft.Web", EndpointReach.Anywhere), new("Microsoft.KeyVault", EndpointReach.Anywhere),
        new("Microsoft.EventHub", EndpointReach.Anywhere), new("Microsoft.ServiceBus", EndpointReach.Anywhere),
        new("Microsoft.ContainerRegistry", EndpointReach.Anywhere), new("Microsoft.CognitiveServices", EndpointReach.Anywhere),
    ];

    public static EndpointService? Find(string? name) => All.FirstOrDefault(s => Json.Same(s.Name, name));

    /// <summary>The locations that an endpoint of a subnet in a region is shown with.</summary>
    public IEnumerable<string> Locations(string? region) => region is null || Reach is EndpointReach.Anywhere ? ["*"]
        : Reach is EndpointReach.RegionAndPair && Region.Find(region)?.Pair is { } pair ? [region, pair] : [region];
}
