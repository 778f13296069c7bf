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
            return draft;
        }

        if (!RegionZones.IsRegion(network.Location, other.Location))
        {
            draft.Limits.Add($"global: {network.Location} and {other.Location}, charged more than within a region");
        }

        Encrypt(draft, network, other);
        return draft;
    }

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
