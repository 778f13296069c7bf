using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// How halves of peerings hang together: which half answers which, whose address space each was synced with, and what
/// both say about it. Direction of the levels as recorded: the half whose remote VNet changed says LocalNotInSync.
/// </summary>
internal sealed class PeeringLinks(Estate estate, Ids ids)
{
    public static ResourceId? RemoteOf(JsonObject half) =>
        ResourceId.TryParse(half.Object("properties").Reference("remoteVirtualNetwork"), out var id) ? id : null;

    public IEnumerable<(ResourceId Id, JsonObject Half)> HalvesOf(ResourceId network) =>
        estate.Find(network) is { } document
            ? Estate.Children(document, "virtualNetworkPeerings")
                .Select(h => (network.Child("virtualNetworkPeerings", h.Text("name")!), h))
            : [];

    /// <summary>The half in <paramref name="remote"/> that points back at <paramref name="local"/>.</summary>
    public (ResourceId Id, JsonObject Half)? OtherHalf(ResourceId local, ResourceId remote) =>
        HalvesOf(remote).Where(h =>
            RemoteOf(h.Half) == local).Select(h => ((ResourceId, JsonObject)?)h).FirstOrDefault();

    /// <summary>VNets that a change of this one shows in: those it points at and those that point at it.</summary>
    public IReadOnlyCollection<ResourceId> Neighbours(ResourceId network)
    {
        var found = new SortedSet<ResourceId>(HalvesOf(network).Select(h => RemoteOf(h.Half)).OfType<ResourceId>()
            .Where(r => estate.Find(r) is not null));
        found.UnionWith(estate.Networks.Where(n => HalvesOf(n).Any(h => RemoteOf(h.Half) == network)));
        found.Remove(network);
        return found;
    }

    /// <summary>
    /// Brings every half at this VNet up to date with the address spaces, and gives it and its neighbours new etags: a
    /// write to one VNet changes the etag of the other one too (recorded).
    /// </summary>
    public void Refresh(ResourceId network)
    {
        var neighbours = Neighbours(network);
        foreach (var at in neighbours.Append(network))
        {
            foreach (var (_, half) in HalvesOf(at).Where(h => at == network || RemoteOf(h.Half) == network))
            {
                Level(at, half);
            }

            if (estate.Find(at) is { } document)
            {
                Etags.Renew(document, ids);
            }
        }
    }

    /// <summary>
    /// Takes over the remote VNet's current prefixes: creation, sync, or the revival of a Disconnected half.
    /// </summary>
    public void Sync(JsonObject half)
    {
        if (RemoteOf(half) is { } remote && estate.Find(remote) is not null)
        {
            half.Properties()["remoteAddressSpace"] = Space(Prefixes(remote, half, "remoteSubnetNames"));
        }
    }

    /// <summary>
    /// A half of this VNet was removed: the other one, if any, is Disconnected (recorded).
    /// </summary>
    public void Disconnect(ResourceId local, ResourceId remote)
    {
        if (OtherHalf(local, remote) is { Half: var other })
        {
            other.Properties()["peeringState"] = "Disconnected";
            other.Properties().Remove("remoteGateways");
        }
    }

    /// <summary>The prefixes of a VNet that a half speaks of: all, or those of the named subnets.</summary>
    public IReadOnlyList<string> Prefixes(ResourceId network, JsonObject half, string subnetNames)
    {
        if (estate.Find(network) is not { } document)
        {
            return [];
        }

        var properties = half.Object("properties");
        if (properties.Flag("peerCompleteVnets") ?? true)
        {
            return [.. document.Object("properties").Object("addressSpace").Texts("addressPrefixes")];
        }

        var names = properties.Texts(subnetNames).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Estate.Children(document, "subnets").Where(s => names.Contains(s.Text("name") ?? string.Empty))
            .SelectMany(SubnetPrefixes)];
    }

    public static IEnumerable<string> SubnetPrefixes(JsonObject subnet) =>
        subnet.Object("properties").Texts("addressPrefixes").ToArray() is { Length: > 0 } list
            ? list
            : subnet.Object("properties").Text("addressPrefix") is { } one ? [one] : [];

    public static IReadOnlyList<IPPrefix> Parse(IEnumerable<string> prefixes) =>
        [.. prefixes.Select(p => IPPrefix.TryParse(p, out var prefix) ? prefix : (IPPrefix?)null).OfType<IPPrefix>()];

    private void Level(ResourceId local, JsonObject half)
    {
        var properties = half.Properties();
        if (RemoteOf(half) is not { } remote || estate.Find(remote) is null)
        {
            return;
        }

        var current = Prefixes(remote, half, "remoteSubnetNames");
        properties["remoteVirtualNetworkAddressSpace"] = Space(current);
        if (properties["remoteAddressSpace"] is null)
        {
            properties["remoteAddressSpace"] = Space(current);
        }

        if (!(properties.Flag("peerCompleteVnets") ?? true))
        {
            // Recorded for subnet peering only: both local members hold the subnets' prefixes.
            var own = Prefixes(local, half, "localSubnetNames");
            properties["localAddressSpace"] = Space(own);
            properties["localVirtualNetworkAddressSpace"] = Space(own);
        }

        var localStale = !Same(half, current);
        var remoteStale = OtherHalf(local, remote) is not { Half: var other }
            || !Same(other, Prefixes(local, other, "remoteSubnetNames"));
        properties["peeringSyncLevel"] = (localStale, remoteStale) switch
        {
            (false, false) => "FullyInSync",
            (true, false) => "LocalNotInSync",
            (false, true) => "RemoteNotInSync",
            _ => "LocalAndRemoteNotInSync",
        };
    }

    private static bool Same(JsonObject half, IReadOnlyList<string> current) =>
        half.Object("properties").Object("remoteAddressSpace") is not { } synced
        || synced.Texts("addressPrefixes").ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(current);

    private static JsonObject Space(IEnumerable<string> prefixes) =>
        new() { ["addressPrefixes"] = prefixes.ToJsonArray() };
}
