using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>What is in the way of configuring routers for a circuit, and what a person should know about it.</summary>
internal static class RouterChecks
{
    /// <summary>A peering that is not whole, and tags that are none.</summary>
    public static IEnumerable<Failure> Of(CircuitPeering peering, ResourceId id, RouterRequest request)
    {
        string[] missing =
        [
            .. LinkAddresses.Of(peering.PrimaryPrefix) is null ? (string[])["the /30 of the primary link"] : [],
            .. LinkAddresses.Of(peering.SecondaryPrefix) is null ? (string[])["the /30 of the secondary link"] : [],
            .. HasIPv6(peering) && LinkAddresses.Of(peering.PrimaryPrefixIPv6) is null ? (string[])["the /126 of the primary link"] : [],
            .. HasIPv6(peering) && LinkAddresses.Of(peering.SecondaryPrefixIPv6) is null ? (string[])["the /126 of the secondary link"] : [],
            .. peering.PeerAsn is null or 0 ? (string[])["the ASN of the routers"] : [],
            .. peering.VlanId is null or 0 ? (string[])["the VLAN"] : [],
        ];
        if (missing.Length > 0)
        {
            yield return new("PeeringIncomplete", FailureKind.InvalidData, $"The private peering of {id} does not tell {string.Join(", ", missing)}. "
                + "Set it with New-ExpressRoutePrivatePeering, or read the circuit again.", id);
        }
        else if (CircuitAsn.Problem(peering.PeerAsn!.Value) is { } problem)
        {
            yield return new("PeerAsnInvalid", FailureKind.InvalidData, problem, id);
        }

        if (request.OuterVlanId is { } outer and (< 1 or > 4094))
        {
            yield return new("OuterVlanInvalid", FailureKind.InvalidArgument, $"The outer tag {outer} is none: 1 to 4094.", outer);
        }
    }

    /// <summary>Prefixes that cannot be announced, or that nobody knows.</summary>
    public static IEnumerable<Failure> OfPrefixes(CircuitPeering peering, ResourceId id, RouterRequest request, CircuitNetworks networks,
        ImmutableArray<IPPrefix> advertised, ImmutableArray<IPPrefix> accepted)
    {
        if (advertised.IsEmpty)
        {
            yield return new("AdvertisedPrefixesUnknown", FailureKind.InvalidArgument,
                $"What the site announces over {id.Name} is not known. Say it with -Advertise.", id);
        }

        if (advertised.Any(p => p.IsDefault) && !request.AllowEgressChange)
        {
            yield return new("EgressWouldChange", FailureKind.InvalidArgument, "A default route that is announced draws all that the VNets send "
                + "to the Internet to this site. Where that is meant, say so with -AllowEgressChange.", id);
        }

        if (advertised.Any(p => p.IsDefault) && request.AcceptDefault)
        {
            yield return new("DefaultBothWays", FailureKind.InvalidArgument,
                "A default route goes one way: leave it out of -Advertise, or leave -AcceptDefaultRoute out.", id);
        }

        if (advertised.Any(p => p.IsIPv6) && !HasIPv6(peering))
        {
            yield return new("PeeringHasNoIPv6", FailureKind.InvalidArgument, $"The private peering of {id.Name} has no IPv6, or has it switched off, so these cannot be "
                + $"announced: {string.Join(", ", advertised.Where(p => p.IsIPv6))}. Leave them out, or give the peering IPv6 first.", id);
        }

        if (advertised.Where(AddressKinds.IsSpecial).ToArray() is { Length: > 0 } special)
        {
            yield return new("AdvertisedSpecialAddresses", FailureKind.InvalidArgument, $"No network has these addresses, or Azure has them in every "
                + $"VNet: {string.Join(", ", special)}. Leave them out of -Advertise.", id);
        }

        if (advertised.FirstOrDefault(p => networks.Linked.Any(n => n.Contains(p))) is { Length: > 0 } inside)
        {
            yield return new("AdvertisedInsideNetwork", FailureKind.InvalidArgument, $"{inside} lies inside of "
                + $"{networks.Linked.First(n => n.Contains(inside))}, which Azure announces over this circuit: a site cannot have it, too. "
                + "Leave it out of -Advertise.", id);
        }

        if (!accepted.Any(p => !p.IsIPv6))
        {
            yield return new("LinkedNetworksUnknown", FailureKind.InvalidArgument, $"No network is known that is linked with {id.Name}, so nothing "
                + "would be taken from Azure. Link one first, or leave -Accept out to take all private addresses.", id);
        }
    }

    /// <summary>What does not stand in the way.</summary>
    public static void Notice(ExpressRouteCircuit circuit, CircuitPeering peering, CircuitNetworks networks, ImmutableArray<IPPrefix> advertised, StepWriter steps)
    {
        if (!circuit.IsUsable)
        {
            steps.Notice(NoticeSeverity.Warning, "CircuitNotReady", $"{circuit.Name} is {circuit.CircuitState ?? "in no known state"} at Microsoft's side and "
                + $"{circuit.ProviderState ?? "in no known state"} at the provider's{(peering.IsEnabled ? string.Empty : ", and its private peering is off")}: "
                + "the sessions stay down until all of it is there.", circuit.Id);
        }

        if (peering.LastModifiedBy is { Length: > 0 } by && !by.Equals("Customer", StringComparison.OrdinalIgnoreCase))
        {
            steps.Notice(NoticeSeverity.Warning, "ProviderOwnsPeering", $"The private peering of {circuit.Name} was written by {by}: where the provider "
                + "terminates BGP, its routers have these sessions, not yours.", circuit.Id);
        }

        Count(circuit, advertised.Where(p => !p.IsIPv6).Count(), CircuitPrefixes.FromSite(circuit.Tier), "IPv4", steps);
        Count(circuit, advertised.Where(p => p.IsIPv6).Count(), CircuitPrefixes.FromSiteIPv6, "IPv6", steps);
        if (advertised.Where(AddressKinds.IsPublic).ToArray() is { Length: > 0 } open)
        {
            steps.Notice(NoticeSeverity.Warning, "AdvertisedPublicAddresses", $"These are not private, or not all of them: {string.Join(", ", open)}. What "
                + $"VNets linked with {circuit.Name} send there then comes to this site, and not to the Internet.", circuit.Id);
        }

        if (advertised.Where(p => networks.All.Any(n => n.Contains(p)) && !networks.Linked.Any(n => n.Contains(p))).ToArray() is { Length: > 0 } shared)
        {
            steps.Notice(NoticeSeverity.Warning, "AdvertisedOverlapsNetwork", $"VNets that are not linked with {circuit.Name} have the same addresses: "
                + $"{string.Join(", ", shared)}. They cannot be linked with it.", circuit.Id);
        }
    }

    // With the addresses of one link alone it is not whole; with none it is none.
    private static bool HasIPv6(CircuitPeering peering) => peering.HasIPv6 && (peering.PrimaryPrefixIPv6 ?? peering.SecondaryPrefixIPv6) is not null;

    private static void Count(ExpressRouteCircuit circuit, int count, int? most, string family, StepWriter steps)
    {
        if (count > most)
        {
            steps.Notice(NoticeSeverity.Warning, "TooManyAdvertised", string.Create(CultureInfo.InvariantCulture,
                $"{count} prefixes of {family} are announced, and {circuit.Name} ({circuit.Tier ?? "of no known SKU"}) takes {most}: ")
                + "Microsoft drops the session above that. Announce summaries instead.", circuit.Id);
        }
    }
}
