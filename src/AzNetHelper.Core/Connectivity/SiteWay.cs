using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Reachability;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>A tunnel to the device of a site, as New-SiteToSiteConnection makes it.</summary>
internal static class SiteWay
{
    /// <summary>Stands for the device where its address is not known (RFC 2606 keeps the name for that).</summary>
    public const string Device = "vpn-device.example.com";

    // NAT rules are for these SKUs (vpn-gateway-vpn-faq; azure-network-rules 4.3).
    private const string LeastSkuForNat = "VpnGw2AZ";
    private static readonly ImmutableArray<string> SkusWithNat =
        ["VpnGw2", "VpnGw3", "VpnGw4", "VpnGw5", LeastSkuForNat, "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ"];

    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.SiteToSite);
        return scene.Destination switch
        {
            SiteEnd site => ToSite(draft, site),
            ClientsEnd when ClientWay.IsOffice(scene) => ToSite(draft, ClientWay.Office(scene)),
            ClientsEnd => draft.Refuse("JoinsOthers", "It joins a site: single devices have none. Give -ClientCount where they sit in one office."),
            NetworkEnd { Network: var other } when CloudOf(scene.Source.Network) != CloudOf(other) => ToOtherCloud(draft, other),
            NetworkEnd => draft.Refuse("JoinsOthers",
                "Both are VNets of one cloud: a VNet-to-VNet connection joins them with less, and knows their address spaces by itself."),
            _ => draft.JoinsOthers(),
        };
    }

    /// <summary>Adds the connection of a gateway with the device of a site; false where the planner refuses it.</summary>
    public static bool Connect(OptionDraft draft, ResourceId gateway, SiteEnd site)
    {
        var there = draft.Scene.Topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == site.Site);
        return Connect(draft, gateway, there?.GatewayAddress?.ToString() ?? there?.Fqdn ?? Device, there is null ? site.Prefixes : null);
    }

    private static OptionDraft ToSite(OptionDraft draft, SiteEnd site) => Join(draft, gateway => Connect(draft, gateway, site));

    private static OptionDraft ToOtherCloud(OptionDraft draft, VirtualNetwork other)
    {
        Join(draft, gateway => Connect(draft, gateway, Device, other.AddressSpace));
        draft.Needs.Add($"the same at the other end, in a session of the other cloud: a VPN gateway in {other.Name}, and a connection with the address of this one");
        draft.Endpoint = null;
        return draft;
    }

    private static OptionDraft Join(OptionDraft draft, Func<ResourceId, bool> connect)
    {
        var scene = draft.Scene;
        var network = scene.Source.Network;
        if (scene.Question.Overlap)
        {
            return Translate(draft, new OptionReason(PeeringWay.Overlap, PeeringWay.OverlapSentence(scene)));
        }

        var gateway = scene.GatewayFor(network) is { } used && used.VirtualNetwork != network.Id ? Used(draft, used)
            : TunnelWays.Gateway(draft, network, TunnelThroughput.Smallest(scene.Question.BandwidthMbps, clients: null, ofTunnel: true));
        if (gateway is null)
        {
            return draft;
        }

        if (!connect(gateway))
        {
            var reasons = draft.Obstacles.ToArray();
            return Array.TrueForAll(reasons, r => r.Id is "OverlapsNetwork" or "OverlapsUser") ? Translate(draft, reasons) : draft;
        }

        TunnelWays.Limit(draft, [gateway]);
        return draft;
    }

    private static bool Connect(OptionDraft draft, ResourceId gateway, string device, ImmutableArray<IPPrefix>? prefixes)
    {
        if (!draft.Add(networks => SiteConnectionPlanner.Create(networks, new(gateway, [new(device)]) { AddressPrefixes = prefixes })))
        {
            return false;
        }

        if (draft.Plans[^1].WriteCount > 0)
        {
            // The device has to be configured before a packet passes.
            draft.IsWhole = false;
            draft.SetUp = draft.NewGateways == 0 ? ConnectivityTraits.Of(ConnectivityKind.SiteToSite).SetUpOnGateway : null;
        }

        if (device == Device)
        {
            draft.Needs.Add($"the public address of the device ('{Device}' stands for it), and its configuration (Export-VpnDeviceConfiguration)");
        }

        draft.Endpoint ??= draft.Plans[^1].Changes.FirstOrDefault(c => c.Resource.IsType(ResourceTypes.LocalNetworkGateway)) is { } made
            ? new SiteEndpoint(made.Resource) : null;
        return true;
    }

    private static ResourceId Used(OptionDraft draft, VirtualNetworkGateway used)
    {
        draft.Has.Add($"VPN gateway {used.Name} ({used.Sku}), which {draft.Scene.Source.Network.Name} uses");
        draft.Via = used.Name;
        return used.Id;
    }

    // The module makes no NAT rules; where the SKU has them, they are the way (azure-network-rules 4.3 and 9).
    private static OptionDraft Translate(OptionDraft draft, params OptionReason[] reasons)
    {
        draft.Obstacles.Clear();
        draft.Commands.Clear();
        draft.Plans.Clear();
        draft.Needs.Clear();
        draft.SetUp = null;
        draft.IsWhole = false;
        var network = draft.Scene.Source.Network;
        var there = draft.Scene.GatewayFor(network);
        if (there is { } gateway && !SkusWithNat.Contains(gateway.Sku ?? string.Empty, StringComparer.OrdinalIgnoreCase))
        {
            draft.Obstacles.AddRange(reasons);
            return draft.Refuse("NatNotPossible", $"Translating addresses would help, and {gateway.Name} ({gateway.Sku}) has no NAT rules: they need {LeastSkuForNat} or larger.");
        }

        draft.GatewaysWithoutPlan = there is null ? 1 : 0;
        draft.Needs.AddRange(there is null ? [$"a VPN gateway ({LeastSkuForNat} or larger) in {network.Name}"] : []);
        draft.Needs.Add($"NAT rules on a VPN gateway of {LeastSkuForNat} or larger, and addresses that each end knows the other by");
        draft.Needs.AddRange(reasons.Select(r => r.Sentence));
        draft.Marks.Add(OptionMarks.Of("Natted"));
        draft.NextStep = "This module makes no NAT rules: make them with az network vnet-gateway nat-rule add and name them at the connection, after New-VpnGateway and "
            + "New-SiteToSiteConnection for the translated prefixes.";
        draft.Endpoint = null;
        return draft;
    }

    private static string? CloudOf(VirtualNetwork network) => NetworkChecks.CloudOf(network.Location);
}
