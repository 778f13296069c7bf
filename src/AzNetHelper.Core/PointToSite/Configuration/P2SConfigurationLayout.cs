using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Wanted point-to-site laid over the gateway as it is. The planner writes what it says, the checks look at it.
/// </summary>
internal sealed class P2SConfigurationLayout
{
    public P2SConfigurationLayout(Topology topology, P2SConfigurationRequest request, ConnectedClients clients)
    {
        (Topology, Request, Clients) = (topology, request, clients);
        Gateway = topology.Gateways.FirstOrDefault(g => g.Id == request.Gateway);
        There = Gateway?.Clients;
        Network = Gateway?.VirtualNetwork is { } id ? topology.VirtualNetwork(id) : null;
        Sku = VpnSku.Find(Gateway?.Sku, Gateway?.Generation) ?? VpnSku.Find(VpnSku.SuccessorOf(Gateway?.Sku), Gateway?.Generation);
        Pool = request.AddressPool ?? There?.Pool ?? [];
        Roots = new(request, There?.Roots ?? []);
        RadiusServers = RadiusOrder.Scored(request.RadiusServers, There?.RadiusServers ?? []);
        Entra = EntraSignIn.Of(request, There);
        Authentication = Spelt(request.Authentication) ?? (IsNew || There!.SignIns.IsEmpty ? Chosen() : There.SignIns);
        Protocols = Spelt(request.Protocols) ?? (!IsNew ? There!.Protocols : P2SRules.UsualProtocols(Authentication));
        CustomRoutes = request.CustomRoutes ?? Gateway?.CustomRoutes ?? [];
        Third = ThirdAddress.Of(this);
    }

    public Topology Topology { get; }

    public P2SConfigurationRequest Request { get; }

    public ConnectedClients Clients { get; }

    public VirtualNetworkGateway? Gateway { get; }

    /// <summary>Point-to-site as it is; null for none.</summary>
    public ClientConfiguration? There { get; }

    public VirtualNetwork? Network { get; }

    /// <summary>What the gateway can do; null for a SKU that is not known. Of a retired one what its successor can.</summary>
    public VpnSku? Sku { get; }

    /// <summary>True where nobody could connect until now.</summary>
    public bool IsNew => There is null or { Pool.IsEmpty: true };

    public ImmutableArray<IPPrefix> Pool { get; }

    public ImmutableArray<string> Protocols { get; }

    public ImmutableArray<string> Authentication { get; }

    public P2SRoots Roots { get; }

    public ImmutableArray<WantedRadiusServer> RadiusServers { get; }

    public EntraSignIn Entra { get; }

    public ImmutableArray<IPPrefix> CustomRoutes { get; }

    /// <summary>The address that an active-active gateway lacks for clients; null where it lacks none.</summary>
    public ThirdAddress? Third { get; }

    public bool OffersSstp => Has(Protocols, P2SRules.Sstp);

    public bool HasPoolChange => Request.AddressPool is { } pool && !pool.ToHashSet().SetEquals(There?.Pool ?? []);

    public bool HasProtocolChange => (Request.Protocols is not null || (IsNew && !Pool.IsEmpty)) && !Same(Protocols, There?.Protocols ?? []);

    public bool HasAuthenticationChange => IsNew ? (Request.Authentication is not null || !Pool.IsEmpty) && !Same(Authentication, There?.Authentication ?? [])
        : Request.Authentication is not null && !Same(Authentication, There!.SignIns);

    public bool HasRouteChange => Request.CustomRoutes is not null && !CustomRoutes.ToHashSet().SetEquals(Gateway?.CustomRoutes ?? []);

    public bool HasEntraChange => Has(Authentication, P2SRules.Aad) && (IsNew || HasAuthenticationChange || GivesEntra)
        && !Entra.Means(new(There?.AadTenant, There?.AadAudience, There?.AadIssuer));

    public bool GivesEntra => (Request.AadTenant ?? Request.AadAudience ?? Request.AadIssuer) is not null;

    public bool HasRadiusChange => Request.RadiusServers is { } wanted
        && (wanted.Any(s => s.GivesSecret) || !RadiusOrder.Same(RadiusServers, There?.RadiusServers ?? []));

    /// <summary>True where a server that is there is given another secret.</summary>
    public bool RenewsSecret => Request.RadiusServers is { } wanted
        && wanted.Any(s => s.GivesSecret && (There?.RadiusServers ?? []).Any(t => t.Address.Equals(s.Address, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True where a client that is connected, or has a profile, may lose it.</summary>
    public bool CutsOff => !IsNew && (HasPoolChange || HasProtocolChange || HasAuthenticationChange || HasEntraChange || !Roots.Removed.IsEmpty);

    public static bool Has(ImmutableArray<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool Same(IEnumerable<string> one, IEnumerable<string> other) => one.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(other);

    private static ImmutableArray<string>? Spelt(ImmutableArray<string>? names) =>
        names?.Select(P2SRules.Spelt).Distinct(StringComparer.Ordinal).ToImmutableArray();

    private ImmutableArray<string> Chosen() =>
    [
        .. Roots.Count > 0 ? [P2SRules.Certificate] : ImmutableArray<string>.Empty,
        .. RadiusServers.IsEmpty ? ImmutableArray<string>.Empty : [P2SRules.Radius],
        .. Entra.Tenant is null ? ImmutableArray<string>.Empty : [P2SRules.Aad],
    ];
}

/// <summary>How many clients are connected to a gateway.</summary>
/// <param name="Count">Null where it is not known.</param>
/// <param name="Unread">Why not; null where it is known, or was not asked.</param>
public sealed record ConnectedClients(long? Count, string? Unread = null)
{
    public static ConnectedClients NotAsked { get; } = new(Count: null);
}
