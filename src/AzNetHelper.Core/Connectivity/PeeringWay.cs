using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>A peering between the two, as New-VNetPeering makes it.</summary>
internal static class PeeringWay
{
    public const string Overlap = "AddressSpaceOverlap";

    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.Peering);
        if (scene.Destination is not NetworkEnd { Network: var other })
        {
            return draft.JoinsOthers();
        }

        var network = scene.Source.Network;
        if (scene.Question.Overlap)
        {
            draft.Refuse(Overlap, OverlapSentence(scene));
        }

        draft.Add(networks => VNetPeeringPlanner.Create(networks, new(network.Id, other.Id)));
        if (draft.Obstacles.Count > 0)
        {
            draft.Limits.AddRange(CanPeerSubnets(network, other)
                ? ["subnet peering joins subnets alone, of prefixes that the other VNet does not have: az network vnet peering create with the names of the subnets"] : []);
            return draft;
        }

        if (!RegionZones.IsRegion(network.Location, other.Location))
        {
            draft.Limits.Add($"global: {network.Location} and {other.Location}, charged more than within a region");
        }

        Encrypt(draft, network, other);
        return draft;
    }

    // Subnets of overlapping VNets are peered where the address spaces that they lie in do not overlap (how-to-configure-subnet-peering).
    private static bool CanPeerSubnets(VirtualNetwork one, VirtualNetwork other) =>
        Addressing.Overlap.Any(one.AddressSpace, other.AddressSpace) && HasOwn(one, other) && HasOwn(other, one);

    private static bool HasOwn(VirtualNetwork one, VirtualNetwork other) => one.Subnets.SelectMany(s => s.Prefixes).Any(p =>
        one.AddressSpace.Any(a => a.Contains(p) && !Addressing.Overlap.Any([a], other.AddressSpace)));

    public static string OverlapSentence(ConnectivityScene scene) =>
        $"The addresses of {scene.Source} and {scene.Destination} overlap, as you say (-Overlap): no route can tell them apart.";

    /// <summary>VNet encryption works between VNets that both have it (virtual-network-encryption-overview).</summary>
    public static void Encrypt(OptionDraft draft, params VirtualNetwork[] networks)
    {
        if (Array.TrueForAll(networks, n => HasEncryption(draft.Scene.Topology, n.Id)))
        {
            draft.IsEncrypted = true;
            draft.Encryption = "VNet encryption, between machines whose sizes support it";
        }
    }

    private static bool HasEncryption(Topology topology, ResourceId network)
    {
        if (topology.Document(network) is not { } document)
        {
            return false;
        }

        using var json = JsonDocument.Parse(document.Json);
        return json.RootElement.Object("properties").Object("encryption").Flag("enabled");
    }
}
