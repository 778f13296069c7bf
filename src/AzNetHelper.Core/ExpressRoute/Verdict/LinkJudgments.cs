using System.Globalization;
using System.Net;

namespace AzNetHelper.ExpressRoute;

/// <summary>What Microsoft's router tells of one link, from the lowest layer up (expressroute-troubleshooting-expressroute-overview).</summary>
internal static class LinkJudgments
{
    // A session of less than this is young: hold timers of 180 seconds let a line that flaps come back every few minutes.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    public static IEnumerable<CircuitFinding> Of(LinkCase link)
    {
        if (!link.IsConfigured)
        {
            // A prefix that is none of a link is told as that; where IPv6 is switched off its prefix does not count.
            return link.Peering.PrefixOf(link.Link, isIPv6: false) is null
                && (!link.Peering.Peering.HasIPv6 || link.Peering.PrefixOf(link.Link, isIPv6: true) is null)
                ? [link.Found(CircuitFindingId.LinkNotConfiguredPrimary, $"The peering has no addresses for {link.Name}.")] : [];
        }

        return Arp(link).Concat(Bgp(link)).Concat(BgpIPv6(link)).Concat(Routes(link));
    }

    private static IEnumerable<CircuitFinding> Arp(LinkCase link)
    {
        if (link.Addresses is not { } addresses)
        {
            yield break;
        }

        if (!link.Evidence.Arp.Tells(out var rows))
        {
            yield return link.Found(CircuitFindingId.ArpUnknownPrimary, $"The ARP table of {link.Name} was not read: {link.Evidence.Arp.Why}.");
            yield break;
        }

        // Who answers on Microsoft's address is Microsoft's whatever the row calls it.
        var (theirs, ours) = (rows.FirstOrDefault(r => r.Side == ArpSide.OnPremises || IsAt(r, addresses.CustomerAddress)),
            rows.FirstOrDefault(r => r.Side == ArpSide.Microsoft));
        if (theirs is null && ours is null)
        {
            yield return IsProviders(link)
                ? link.Found(CircuitFindingId.ArpHiddenPrimary, $"The ARP table of {link.Name} is empty, {Because(link)}.")
                : link.Found(CircuitFindingId.ArpMissingPrimary, $"The ARP table of {link.Name} is empty.");
            yield break;
        }

        if (theirs?.HardwareAddress is null && link.State == LinkState.Up)
        {
            // Whoever speaks BGP there answers, whatever the table shows.
            yield return link.Found(CircuitFindingId.ArpHiddenPrimary,
                $"The ARP table of {link.Name} shows nobody at {addresses.CustomerAddress}, although the BGP session with it is up.");
        }
        else if (theirs is null && IsProviders(link))
        {
            yield return link.Found(CircuitFindingId.ArpHiddenPrimary, $"The ARP table of {link.Name} has no row for on-premises, {Because(link)}.");
        }
        else if (theirs?.HardwareAddress is null)
        {
            yield return link.Found(CircuitFindingId.ArpIncompleteOnPremisesPrimary,
                $"On {link.Name} nobody answers for {addresses.CustomerAddress}, where your router should be.");
        }
        else if (!IPAddress.TryParse(theirs.Address, out var at) || !at.Equals(addresses.CustomerAddress))
        {
            yield return link.Found(CircuitFindingId.ArpWrongAddressPrimary,
                $"On {link.Name} your router answers on '{theirs.Address}'; the peering expects {addresses.CustomerAddress}.");
        }

        if (ours?.HardwareAddress is null)
        {
            yield return link.Found(CircuitFindingId.ArpIncompleteMicrosoftPrimary,
                $"On {link.Name} Microsoft's router has no entry for {addresses.MicrosoftAddress}, its own address.");
        }
    }

    // A provider that terminates layer 3 answers itself: seen by who wrote the peering, or by a session without an ARP entry.
    private static bool IsProviders(LinkCase link) => link.State == LinkState.Up || link.Peering.WrittenByProvider is not null;

    private static string Because(LinkCase link) => link.Peering.WrittenByProvider is { } provider ? $"and the peering was written by {provider}"
        : "although the BGP session is up";

    private static bool IsAt(ArpEntry row, IPAddress address) =>
        row.Side != ArpSide.Microsoft && IPAddress.TryParse(row.Address, out var at) && at.Equals(address);

    private static IEnumerable<CircuitFinding> Bgp(LinkCase link)
    {
        if (link.Addresses is not { } addresses)
        {
            yield break;
        }

        if (!link.Evidence.Neighbors.IsKnown)
        {
            yield return link.Found(CircuitFindingId.BgpUnknownPrimary, $"The BGP sessions of {link.Name} were not read: {link.Evidence.Neighbors.Why}.");
        }
        else if (link.Session is not { } session)
        {
            yield return link.Found(CircuitFindingId.BgpMissingPrimary,
                $"On {link.Name} Microsoft's router has no session with {addresses.CustomerAddress}.");
        }
        else
        {
            foreach (var finding in Session(link, session))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<CircuitFinding> Session(LinkCase link, BgpNeighbor session)
    {
        if (!session.IsEstablished)
        {
            yield return link.Found(CircuitFindingId.BgpDownPrimary,
                $"On {link.Name} the session with {session.Address} is {session.StateOrPrefixes ?? session.UpDown ?? "not established"}.");
        }
        else if (session.UpDown is { } since && Duration(since) is { } up && up < Young)
        {
            yield return link.Found(CircuitFindingId.BgpYoungPrimary, $"On {link.Name} the session with {session.Address} is up since {since}.");
        }

        if (session.Asn is > 0 and var asn && link.Peering.Peering.PeerAsn is { } wanted && asn != wanted)
        {
            yield return link.Found(CircuitFindingId.AsnDiffersPrimary, string.Create(CultureInfo.InvariantCulture,
                $"On {link.Name} Microsoft's router expects the ASN {asn}; the peering says {wanted}."));
        }

        if (session.Prefixes == 0)
        {
            yield return link.Found(CircuitFindingId.NoPrefixesPrimary,
                $"On {link.Name} the session with {session.Address} is up and has received no prefix.");
        }
    }

    private static IEnumerable<CircuitFinding> BgpIPv6(LinkCase link)
    {
        if (link.AddressesIPv6 is not { } addresses || !link.Evidence.Neighbors.IsKnown)
        {
            if (link is { AddressesIPv6: not null, Addresses: null })
            {
                yield return link.Found(CircuitFindingId.BgpIPv6UnknownPrimary,
                    $"The BGP sessions of {link.Name} were not read: {link.Evidence.Neighbors.Why}.");
            }
        }
        else if (link.SessionIPv6 is not { } session)
        {
            // Whether the summary lists IPv6 is documented nowhere.
            yield return link.Found(CircuitFindingId.BgpIPv6UnknownPrimary,
                $"The summary of {link.Name} has no session with {addresses.CustomerAddress}.");
        }
        else if (!session.IsEstablished)
        {
            yield return link.Found(CircuitFindingId.BgpIPv6DownPrimary,
                $"On {link.Name} the session with {session.Address} is {session.StateOrPrefixes ?? session.UpDown ?? "not established"}.");
        }
        else if (session.Prefixes == 0)
        {
            yield return link.Found(CircuitFindingId.NoPrefixesPrimary,
                $"On {link.Name} the session with {session.Address} is up and has received no prefix.");
        }
    }

    // A session that has received prefixes, and a table that has none of them, do not go together.
    private static IEnumerable<CircuitFinding> Routes(LinkCase link)
    {
        if (!link.Evidence.Routes.IsKnown)
        {
            yield return link.Found(CircuitFindingId.RoutesUnknownPrimary, $"The routes of {link.Name} were not read: {link.Evidence.Routes.Why}.");
        }
        else if (link.FromSite is { IsEmpty: true } && link.Session is { Prefixes: > 0 } session)
        {
            yield return link.Found(CircuitFindingId.RoutesUnknownPrimary, string.Create(CultureInfo.InvariantCulture,
                $"On {link.Name} the session has received {session.Prefixes} prefixes, and the route table shows none of them."));
        }
    }

    /// <summary>The length of time that a session is up, where it is told in hours, minutes and seconds; null for longer, and for what cannot be read.</summary>
    internal static TimeSpan? Duration(string text) =>
        TimeSpan.TryParseExact(text, [@"h\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var time) ? time : null;
}
