using System.Collections.Immutable;

namespace AzNetHelper.Connectivity;

/// <summary>A thing that counts for or against an option.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Points">Positive for the option.</param>
/// <param name="Says">What it says.</param>
/// <param name="Source">Where the judgement comes from.</param>
public sealed record OptionMarkRule(string Id, int Points, string Says, string Source);

/// <summary>
/// The one scale by which options are ranked. Points are this module's own; what they weigh is Microsoft's advice on choosing
/// (Azure Architecture Center, VNet peering vs VPN gateway; azure-network-rules 9).
/// </summary>
public static class OptionMarks
{
    private const string Choosing = "Azure Architecture Center: VNet peering vs VPN gateway";
    private const string Engine = "the reachability engine, on the plan";

    public static ImmutableArray<OptionMarkRule> All { get; } =
    [
        new("Backbone", 20, "stays on Microsoft's network", Choosing),
        new("PrivateLine", 15, "a line of one's own instead of the internet", "expressroute-faqs"),
        new("Soon", 15, "carries packets within minutes", Choosing),
        new("HubInPlace", 10, "both are spokes of the hub already, so its firewall keeps seeing what passes", "hub-spoke topology"),
        new("Recommended", 5, "what Microsoft recommends for services", "virtual-network-service-endpoints-overview"),
        new("NothingToMake", 20, "everything is there", "the plan has nothing to write"),
        new("ExtraHop", -5, "one hop more than a direct peering", Choosing),
        new("Tunnel", -10, "two gateways between, and what a tunnel carries", Choosing),
        new("GatewayAsRouter", -20, "a VPN gateway as router between spokes, which Microsoft advises against", "spoke-to-spoke patterns"),
        new("GatewayToBuild", -15, "a gateway more, paid by the hour (for each)", "vpn-gateway-peering-gateway-transit"),
        new("ProviderNeeded", -20, "a provider has to bring a circuit", "expressroute-workflows"),
        new("Interrupts", -10, "somebody is interrupted while it is made", "the plan's impact"),
        new("Closes", -40, "pairs that reach each other now do not any more", Engine),
        new("LeadsAround", -25, "what passes an appliance or another way now would lead around it", Engine),
        new("DoesNotArrive", -60, "the two would still not reach each other", Engine),
        new("Billed", -5, "paid by the hour and GB", "private-endpoint-overview"),
        new("OneServiceAlone", -60, "publishes one service and does not join the networks", "private-link-service-overview"),
        new("NoCommand", -5, "this module has no command for it", "this module"),
        new("LatencyLow", 10, "latency matters, and it adds none", Choosing),
        new("LatencyGateways", -15, "latency matters, and gateways are on the way", Choosing),
        new("LatencyInternet", -25, "latency matters, and the internet is on the way", Choosing),
        new("WholeOffice", -30, "so many clients are an office: a device there, or ExpressRoute, serves all with one tunnel", "this module's advice"),
        new("Natted", -20, "addresses have to be translated, and each is known by another one at the far end", "vpn-gateway-vpn-faq"),
    ];

    /// <summary>The mark of a rule, so many times.</summary>
    internal static OptionMark Of(string id, int times = 1)
    {
        var rule = All.First(r => r.Id == id);
        return new(id, rule.Points * times, rule.Says);
    }
}
