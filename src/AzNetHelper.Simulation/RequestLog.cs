using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>One request as it arrived, and how it ended.</summary>
public sealed record LoggedRequest(string Method, string PathAndQuery, string? ApiVersion, ReadOnlyMemory<byte> Body)
{
    private static readonly string[] Questions =
    [
        "getLearnedRoutes", "getAdvertisedRoutes", "getBgpPeerStatus", "getVpnClientConnectionHealth", "supportedvpndevices", "vpndeviceconfigurationscript",
        "effectiveRouteTable", "generatevpnclientpackage", "generatevpnprofile", "getvpnprofilepackageurl", "getvpnclientipsecparameters",
        "listRadiusSecrets", ConnectivityActions.Name, .. NetworkManagerActions.Lists,
    ];

    // What Microsoft's routers know of a link: the device stands behind the question.
    private static readonly string[] OfLinks = ["arpTables", "routeTables", "routeTablesSummary"];

    /// <summary>The path without its query.</summary>
    public string Path => PathAndQuery.Split('?')[0];

    /// <summary>The status answered; 0 when the connection was dropped.</summary>
    public int Status { get; init; }

    /// <summary>The tenant of the token that it came with, where the simulation has several; else null.</summary>
    public string? TenantId { get; init; }

    /// <summary>The tenants of its auxiliary tokens, where the simulation has several.</summary>
    public ImmutableArray<string> AuxiliaryTenantIds { get; init; } = [];

    /// <summary>When it arrived, on the simulation's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// True for a POST that changes nothing: a query of Resource Graph, what a gateway has learned, which devices
    /// are known, what Virtual Network Manager has joined.
    /// </summary>
    public bool IsQuery => Method is "POST" && (Path.Contains("/Microsoft.ResourceGraph/", StringComparison.OrdinalIgnoreCase)
        || Questions.Any(q => Path.EndsWith($"/{q}", StringComparison.OrdinalIgnoreCase))
        || (Path.Split('/') is [.., var asked, _] && OfLinks.Contains(asked, StringComparer.OrdinalIgnoreCase)));

    /// <summary>True for PUT, PATCH, DELETE and POST, questions apart.</summary>
    public bool IsWrite => Method is not ("GET" or "HEAD") && !IsQuery;

    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Method} {Path} {Status}");
}

/// <summary>Every request that arrived, in the order of their arrival.</summary>
public sealed class RequestLog
{
    private readonly object _gate = new();
    private ImmutableArray<LoggedRequest> _all = [];

    public ImmutableArray<LoggedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return _all;
            }
        }
    }

    /// <summary>The requests that asked for a change.</summary>
    public ImmutableArray<LoggedRequest> Writes => [.. All.Where(r => r.IsWrite)];

    public void Clear()
    {
        lock (_gate)
        {
            _all = [];
        }
    }

    // A builder would be quicker, yet readers would see it change under them.
    internal void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            _all = _all.Add(request);
        }
    }
}
