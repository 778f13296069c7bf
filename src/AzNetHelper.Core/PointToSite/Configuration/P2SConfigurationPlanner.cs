using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Plans point-to-site of a gateway: one write of the gateway with what changes and nothing else, and before it the third public address
/// where an active-active gateway lacks that. Pure: it reads the topology and writes nothing.
/// </summary>
public static class P2SConfigurationPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The gateway, its VNet, what that is peered with, its connections and what is at their ends.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="clients">Who is connected; asked where the plan may cut somebody off.</param>
    public static Plan Create(Topology topology, P2SConfigurationRequest request, ConnectedClients clients) =>
        Create(topology, request, clients, P2SConfigurationCheck.Whole);

    internal static Plan Create(
        Topology topology, P2SConfigurationRequest request, ConnectedClients clients, CheckList<P2SConfigurationLayout> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clients);
        var layout = new P2SConfigurationLayout(topology, request, clients);
        var (problems, notices) = checks.Run(layout);
        return new($"Point-to-site of {request.Gateway.Name}")
        {
            Changes = layout.Gateway is { Kind: GatewayKind.Vpn } gateway ? Changes(layout, gateway) : [],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,

            // That a server is to have another secret is told by the slot alone, which no command line can hold.
            Origins = layout.RenewsSecret ? [] : [P2SConfigurationOrigins.Of(request)],
        };
    }

    private static ImmutableArray<Change> Changes(P2SConfigurationLayout layout, VirtualNetworkGateway gateway)
    {
        var (before, after) = P2SBody.Differences(layout);
        var id = gateway.Id;
        ImmutableArray<ResourceId> lanes = gateway.VirtualNetwork is { } network ? [network, id] : [id];
        if (after.Count == 0)
        {
            var rest = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = "Vpn" } });
            return [new(id, ChangeKind.NoChange, $"Keep point-to-site of VPN gateway '{id.Name}'") { Group = id.ToString(), Before = rest, After = rest }];
        }

        var address = layout.Third?.Made(layout);
        return
        [
            .. address is null ? ImmutableArray<Change>.Empty : [address],
            new(id, ChangeKind.Update, $"Configure point-to-site of VPN gateway '{id.Name}': {string.Join(", ", Words(layout))}")
            {
                Group = id.ToString(),
                Before = JsonBody.Write(before),
                After = JsonBody.Write(after),

                // A secret shows nowhere, so that it is as wanted cannot be read: what is given and differs is written.
                NeededWhile = layout.HasRadiusChange && layout.RadiusServers.Any(s => s.GivesSecret)
                    ? JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = "Vpn" } }) : null,
                Lanes = lanes,
                DependsOn = address is null ? [] : [address.Key],
                Impact = P2SConfigurationImpacts.Of(layout),
            },
        ];
    }

    private static IEnumerable<string> Words(P2SConfigurationLayout layout)
    {
        if (layout.HasPoolChange)
        {
            yield return $"pool {string.Join(", ", layout.Pool)}";
        }

        if (layout.HasProtocolChange)
        {
            yield return string.Join(" and ", layout.Protocols);
        }

        if (layout.HasAuthenticationChange)
        {
            yield return $"sign-in by {string.Join(", ", layout.Authentication)}";
        }

        if (!layout.Roots.Added.IsEmpty)
        {
            yield return $"trust {string.Join(", ", layout.Roots.Added.Select(r => r.Name))}";
        }

        if (!layout.Roots.Removed.IsEmpty)
        {
            yield return $"no longer trust {string.Join(", ", layout.Roots.Removed.Select(r => r.Name))}";
        }

        if (layout.HasRadiusChange)
        {
            yield return layout.RadiusServers.IsEmpty ? "no RADIUS servers" : $"RADIUS at {string.Join(", ", layout.RadiusServers)}";
        }

        if (layout.HasEntraChange)
        {
            yield return $"Entra ID of {EntraSignIn.TenantId(layout.Entra.Tenant)?.ToString() ?? layout.Entra.Tenant}";
        }

        if (layout.HasRouteChange)
        {
            yield return layout.CustomRoutes.IsEmpty ? "no custom routes" : $"custom routes {string.Join(", ", layout.CustomRoutes)}";
        }

        if (layout.Third is { } third)
        {
            yield return $"a third address {third.Id.Name}";
        }
    }
}
