using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Peering;

/// <summary>What is at the other end of a gateway's connection.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Site">A local network gateway, a circuit, or the other gateway of a VNet-to-VNet connection.</param>
/// <param name="Prefixes">The prefixes of a local network gateway; empty where they are not known.</param>
public sealed record SiteFound(ResourceId Gateway, ResourceId Site, ImmutableArray<IPPrefix> Prefixes);

/// <summary>
/// Reads what the gateways of some VNets, and those that they use, are connected with: the connections of each gateway and the
/// local network gateways at their ends. What is learned by BGP is not in there, and is said to be missing.
/// </summary>
internal sealed class SitesReader(IArm arm, Topology topology)
{
    private readonly ImmutableArray<SiteFound>.Builder _sites = ImmutableArray.CreateBuilder<SiteFound>();
    private readonly ImmutableArray<FactGap>.Builder _gaps = ImmutableArray.CreateBuilder<FactGap>();

    public async Task<PeeringFacts> ReadAsync(PeeringFacts facts, IEnumerable<ResourceId> networks, CancellationToken stop)
    {
        foreach (var (gateway, document) in networks.SelectMany(n => Serving(topology, n)).Distinct().Order()
            .Select(g => (g, topology.Document(g))))
        {
            if (document is null)
            {
                Gap(gateway, "the gateway could not be read");
            }
            else
            {
                await OfAsync(gateway, stop).ConfigureAwait(false);
            }
        }

        return facts with { Sites = _sites.ToImmutable(), SiteGaps = _gaps.ToImmutable() };
    }

    /// <summary>The gateways in a VNet and those of the VNet whose gateway it uses.</summary>
    public static IEnumerable<ResourceId> Serving(Topology topology, ResourceId network)
    {
        var lenders = topology.VirtualNetwork(network)?.Peerings
            .Where(p => p is { UseRemoteGateways: true, State: PeeringState.Connected }).Select(p => p.RemoteVNet) ?? [];
        return lenders.Prepend(network).SelectMany(n => In(topology, n));
    }

    /// <summary>The gateways in a VNet, read or not.</summary>
    public static IEnumerable<ResourceId> In(Topology topology, ResourceId network) =>
        topology.VirtualNetwork(network) is { } there
            ? topology.GatewaysOf(network).Select(g => g.Id).Concat(Shape.GatewaysIn(there)).Distinct() : [];

    private async Task OfAsync(ResourceId gateway, CancellationToken stop)
    {
        try
        {
            var sites = new SortedSet<ResourceId>();
            await foreach (var page in arm.ListAsync($"{gateway}/connections", ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
            {
                foreach (var item in Shape.Items(page.Body))
                {
                    using var json = CanonicalJson.Parse(item);
                    var p = json.RootElement.Object("properties");
                    if (p.Id("localNetworkGateway2") is { } site)
                    {
                        sites.Add(site);
                        if (p.Flag("enableBgp"))
                        {
                            Gap(gateway, $"what it learns by BGP from {site.Name} was not asked");
                        }
                    }
                    else if ((p.Id("peer") ?? Other(p, gateway)) is { } other)
                    {
                        _sites.Add(new(gateway, other, []));
                        Gap(gateway, $"what it learns from {other.Name} was not asked");
                    }
                }
            }

            foreach (var site in sites)
            {
                _sites.Add(new(gateway, site, await PrefixesAsync(site, stop).ConfigureAwait(false)));
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            Gap(gateway, $"{e.Message} ({e.Code})");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            Gap(gateway, $"an answer could not be read. {e.Message}");
        }
    }

    private async Task<ImmutableArray<IPPrefix>> PrefixesAsync(ResourceId site, CancellationToken stop)
    {
        var answer = await arm.GetAsync(site.ToString(), ResourceTypes.ApiVersion(site), stop).ConfigureAwait(false);
        using var json = CanonicalJson.Parse(answer.Body);
        return [.. json.RootElement.Object("properties").Object("localNetworkAddressSpace").Texts("addressPrefixes").Select(IPPrefix.Parse)];
    }

    // A connection of two gateways names both, whichever was asked.
    private static ResourceId? Other(JsonElement properties, ResourceId gateway) =>
        new[] { "virtualNetworkGateway1", "virtualNetworkGateway2" }.Select(n => properties.Id(n))
            .FirstOrDefault(g => g is not null && g != gateway);

    private void Gap(ResourceId gateway, string why) =>
        _gaps.Add(new(gateway, $"Not everything that is behind the gateway {gateway.Name} is known: {why}."));
}
