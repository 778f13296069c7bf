using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What an answer did not look at, and what else to know.</summary>
internal static class NoticesOf
{
    public static ImmutableArray<ReachabilityNotice> Answer(
        Estate estate, Verdict verdict, Endpoint source, Endpoint destination)
    {
        var notices = ImmutableArray.CreateBuilder<ReachabilityNotice>();
        Endpoint[] ends = [source, destination];
        notices.Add(SecurityRules([.. ends.SelectMany(e => SecurityGroups(estate, e)).Distinct().Order()]));
        var networks = ends.Select(NetworkOf).OfType<ResourceId>().Distinct().ToArray();
        if (verdict is Verdict.Reachable or Verdict.Partial && networks.Length > 1)
        {
            notices.Add(new(ReachabilityNotice.NameResolution,
                "Azure's own name resolution ends at the VNet: use a private DNS zone linked to both, or DNS servers "
                + "of your own."));
        }

        var homes = networks.Select(n => estate.Node(n)?.Home?.Host).OfType<ResourceId>().Distinct().ToArray();
        if (homes.Length > 0)
        {
            notices.Add(new(ReachabilityNotice.ConnectionsNotRead,
                $"The gateways of {string.Join(" and ", homes.Select(h => h.Name))} are in use. What they have "
                + "learned over connections, a default route too, is not in this topology."));
        }

        return notices.ToImmutable();
    }

    private static ReachabilityNotice SecurityRules(ResourceId[] groups) => new(
        ReachabilityNotice.SecurityRulesNotEvaluated,
        groups.Length == 0
            ? "Security groups of network interfaces were not looked at; the subnets have none."
            : $"Security rules were not looked at: {string.Join(", ", groups.Select(g => g.Name))}, and those of "
                + "network interfaces.");

    private static IEnumerable<ResourceId> SecurityGroups(Estate estate, Endpoint end) =>
        NetworkOf(end) is { } network && estate.Network(network) is { } read
            ? read.Subnets
                .Where(s => end is SubnetEndpoint one ? s.Id == one.Subnet : !ReservedSubnets.Contains(s.Name))
                .Select(s => s.NetworkSecurityGroup).OfType<ResourceId>()
            : [];

    private static ResourceId? NetworkOf(Endpoint end) => end switch
    {
        VNetEndpoint network => network.VNet,
        SubnetEndpoint subnet => subnet.Subnet.Parent,
        _ => null,
    };
}
