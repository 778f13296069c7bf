using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Addressing;
using AzNetHelper.Devices;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>What routers are to be configured for.</summary>
public sealed record RouterRequest
{
    /// <summary>The templates.</summary>
    public required ImmutableArray<DeviceTemplate> Devices { get; init; }

    /// <summary>What is announced; empty for what the circuit is known to bring from on-premises.</summary>
    public ImmutableArray<IPPrefix> Advertise { get; init; } = [];

    public LinkSelection Links { get; init; }

    public LinkPreference Preference { get; init; }

    public AcceptedRoutes Accept { get; init; }

    /// <summary>True to take a default route from Azure.</summary>
    public bool AcceptDefault { get; init; }

    /// <summary>True to announce a default route: what VNets send to the Internet then comes to the site.</summary>
    public bool AllowEgressChange { get; init; }

    /// <summary>The outer tag of QinQ; null for none.</summary>
    public int? OuterVlanId { get; init; }

    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The key of the peering, where the person gives it.</summary>
    public SecureString? SharedKey { get; init; }

    /// <summary>True to ask Azure for the key of the peering where it was not given.</summary>
    public bool IncludeSharedKey { get; init; }

    /// <summary>True where the peering has no key.</summary>
    public bool HasNoSharedKey { get; init; }
}

/// <summary>A configuration of a router that is ready to be written.</summary>
/// <param name="Design">What it tells the router.</param>
/// <param name="Configuration">Its files.</param>
public sealed record PreparedRouter(RouterDesign Design, DeviceConfiguration Configuration);
