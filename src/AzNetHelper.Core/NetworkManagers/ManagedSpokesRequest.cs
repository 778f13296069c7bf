using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.NetworkManagers;

/// <summary>A hub and the spokes that Virtual Network Manager is to peer with it. What is null stays as it is.</summary>
/// <param name="Manager">The Virtual Network Manager.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Spokes">The spokes.</param>
public sealed record ManagedSpokesRequest(ResourceId Manager, ResourceId Hub, ImmutableArray<ResourceId> Spokes)
{
    /// <summary>The name of the network group; null for the one of the hub's configuration, or one named after the hub.</summary>
    public string? NetworkGroup { get; init; }

    /// <summary>The name of the connectivity configuration; null for the one that has this hub, or one named after it.</summary>
    public string? ConfigurationName { get; init; }

    /// <summary>The members of the group use the hub's gateway.</summary>
    public bool? UseHubGateway { get; init; }

    /// <summary>The members of the group reach each other without the hub, in a connected group.</summary>
    public bool? DirectConnectivity { get; init; }

    /// <summary>They do so across regions.</summary>
    public bool? GlobalMesh { get; init; }
}

/// <summary>Spokes that Virtual Network Manager is no longer to peer with a hub.</summary>
/// <param name="Manager">The Virtual Network Manager.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Spokes">The spokes.</param>
public sealed record ManagedSpokesRemoval(ResourceId Manager, ResourceId Hub, ImmutableArray<ResourceId> Spokes)
{
    /// <summary>Goes on though others than the hub and these spokes lose each other.</summary>
    public bool AllowLoss { get; init; }
}
