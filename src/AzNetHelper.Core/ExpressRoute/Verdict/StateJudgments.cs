using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>What the documents of a circuit and of its peerings tell (expressroute-workflows, expressroute-routing).</summary>
internal static class StateJudgments
{
    public static IEnumerable<CircuitFinding> Circuit(CircuitCase c)
    {
        var circuit = c.Circuit;
        switch (circuit.ProvisioningState)
        {
            case ProvisioningState.Failed or ProvisioningState.Canceled:
                yield return c.Found(CircuitFindingId.CircuitFailed, $"The last write of {circuit.Name} ended {circuit.ProvisioningState}.");
                break;
            case ProvisioningState.Succeeded:
                break;
            case ProvisioningState.Unknown:
                yield return c.Found(CircuitFindingId.StateUnknown, $"{circuit.Name} tells a provisioning state that is not known here.");
                break;
            default:
                yield return c.Found(CircuitFindingId.CircuitUpdating, $"{circuit.Name} is {circuit.ProvisioningState}.");
                break;
        }

        if (circuit.CircuitState is null)
        {
            yield return c.Found(CircuitFindingId.StateUnknown, $"{circuit.Name} does not tell its state at Microsoft's side.");
        }
        else if (!CircuitCase.Is(circuit.CircuitState, "Enabled"))
        {
            yield return c.Found(CircuitFindingId.CircuitNotEnabled, $"circuitProvisioningState of {circuit.Name} is {circuit.CircuitState}.");
        }

        if (Provider(c) is { } provider)
        {
            yield return provider;
        }
    }

    // The values: arm-protocol 1.7. A circuit on a port of ExpressRoute Direct is its owner's own provider.
    private static CircuitFinding? Provider(CircuitCase c)
    {
        var said = $"serviceProviderProvisioningState of {c.Circuit.Name} is {c.Circuit.ProviderState}"
            + (c.Circuit.Port is { } port ? $"; it is on the port {port.Name}, which has no provider."
                : c.Circuit.ServiceProvider is { } name ? $"; the provider is {name}." : ".");
        return c.Circuit.ProviderState?.ToUpperInvariant() switch
        {
            "PROVISIONED" => null,
            "NOTPROVISIONED" => c.Found(CircuitFindingId.ProviderNotProvisioned, said),
            "PROVISIONING" => c.Found(CircuitFindingId.ProviderProvisioning, said),
            "DEPROVISIONING" or "DEPROVISIONED" => c.Found(CircuitFindingId.ProviderDeprovisioning, said),
            null => c.Found(CircuitFindingId.StateUnknown, $"{c.Circuit.Name} does not tell its state at the provider's side."),
            _ => c.Found(CircuitFindingId.StateUnknown, said),
        };
    }

    public static IEnumerable<CircuitFinding> Peerings(CircuitCase c)
    {
        if (c.Circuit.Peerings is null)
        {
            yield return c.Found(CircuitFindingId.PeeringsUnknown, $"{c.Circuit.Name} was read without its peerings.");
            yield break;
        }

        // A circuit for Microsoft's public services alone has no private peering, and nothing to connect gateways with.
        if (c.Evidence.Private is null && (c.Evidence.Peerings.IsEmpty || !c.Gateways.IsEmpty))
        {
            yield return c.Found(CircuitFindingId.NoPrivatePeering, c.Gateways.IsEmpty ? $"{c.Circuit.Name} has no peering."
                : $"{string.Join(", ", c.Gateways.Select(g => g.Connection.Name))} would need it.");
        }

        foreach (var finding in c.Evidence.Peerings.SelectMany(p => Peering(c, p)))
        {
            yield return finding;
        }

        foreach (var shared in c.Evidence.Peerings.Where(p => p.Peering.VlanId is not null).GroupBy(p => p.Peering.VlanId).Where(g => g.Count() > 1))
        {
            yield return c.Found(CircuitFindingId.VlanShared,
                string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", shared.Select(p => p.Peering.Name))} have VLAN {shared.Key}."));
        }
    }

    private static IEnumerable<CircuitFinding> Peering(CircuitCase c, PeeringEvidence evidence)
    {
        var peering = evidence.Peering;
        switch (peering.ProvisioningState)
        {
            case ProvisioningState.Failed or ProvisioningState.Canceled:
                yield return c.Found(CircuitFindingId.PeeringFailed, evidence, $"The last write of {peering.Name} ended {peering.ProvisioningState}.");
                break;
            case ProvisioningState.Succeeded:
                break;
            default:
                yield return c.Found(CircuitFindingId.PeeringUpdating, evidence, $"{peering.Name} is {peering.ProvisioningState}.");
                break;
        }

        if (!peering.IsEnabled)
        {
            yield return c.Found(CircuitFindingId.PeeringDisabled, evidence, $"The state of {peering.Name} is Disabled.");
            yield break;
        }

        // Told as 0 until Microsoft's routers have it (recorded-behaviour 6.3).
        if (peering is { AzureAsn: 0, ProvisioningState: ProvisioningState.Succeeded })
        {
            yield return c.Found(CircuitFindingId.PeeringNotBuilt, evidence, $"azureASN of {peering.Name} is 0.");
        }

        if (peering.PeerAsn is { } asn && CircuitAsn.Problem(asn) is { } problem)
        {
            yield return c.Found(CircuitFindingId.PeerAsnReserved, evidence, problem);
        }

        foreach (var finding in Addresses(c, evidence))
        {
            yield return finding;
        }
    }

    private static IEnumerable<CircuitFinding> Addresses(CircuitCase c, PeeringEvidence peering)
    {
        var given = (from link in Enum.GetValues<CircuitLink>()
                     from isIPv6 in new[] { false, true }
                     let prefix = peering.PrefixOf(link, isIPv6)
                     where prefix is not null
                     select (Link: link, Prefix: prefix.Value)).ToArray();
        foreach (var wrong in given.Select(g => LinkAddresses.Problem(g.Prefix)).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return c.Found(CircuitFindingId.LinkPrefixWrong, peering, wrong);
        }

        foreach (var isIPv6 in new[] { false, true })
        {
            if (peering.PrefixOf(CircuitLink.Primary, isIPv6) is { } one && peering.PrefixOf(CircuitLink.Secondary, isIPv6) is { } other && one.Overlaps(other))
            {
                yield return c.Found(CircuitFindingId.LinkPrefixesOverlap, peering, $"The links have {one} and {other}.");
            }
        }

        foreach (var (network, prefix) in c.Networks.SelectMany(n => n.Prefixes.Select(p => (n.Network, Prefix: p))).Distinct())
        {
            foreach (var link in given.Where(g => g.Prefix.Overlaps(prefix)))
            {
                yield return c.Found(CircuitFindingId.LinkOverlapsVNet, peering,
                    $"{link.Prefix} of the {link.Link} link lies in {prefix} of {network.Name}.");
            }
        }
    }

    /// <summary>A peering for Microsoft's public services.</summary>
    public static IEnumerable<CircuitFinding> MicrosoftPeering(CircuitCase c)
    {
        foreach (var evidence in c.Evidence.Peerings.Where(p => CircuitCase.Is(p.Peering.Kind ?? p.Peering.Name, "MicrosoftPeering") && p.Peering.IsEnabled))
        {
            var peering = evidence.Peering;
            if (peering.AdvertisedPublicPrefixes.IsEmpty)
            {
                yield return c.Found(CircuitFindingId.PublicPrefixesMissing, evidence, $"advertisedPublicPrefixes of {peering.Name} is empty.");
            }
            else if (CircuitCase.Is(peering.AdvertisedPublicPrefixesState, "ValidationNeeded"))
            {
                yield return c.Found(CircuitFindingId.PublicPrefixesUnvalidated, evidence, $"advertisedPublicPrefixesState of {peering.Name} is ValidationNeeded.");
            }
            else if (!CircuitCase.Is(peering.AdvertisedPublicPrefixesState, "Configured"))
            {
                yield return c.Found(CircuitFindingId.PublicPrefixesPending, evidence,
                    $"advertisedPublicPrefixesState of {peering.Name} is {peering.AdvertisedPublicPrefixesState ?? "not told"}.");
            }

            var own = peering.AdvertisedPublicPrefixes.Select(p => IPPrefix.TryParse(p, out var prefix) ? prefix : (IPPrefix?)null)
                .Concat([peering.PrimaryPrefix, peering.SecondaryPrefix]).OfType<IPPrefix>().Where(AddressKinds.IsPrivate).Distinct().ToArray();
            if (own.Length > 0)
            {
                yield return c.Found(CircuitFindingId.PublicPrefixesPrivate, evidence, $"{string.Join(", ", own)} {(own.Length == 1 ? "is" : "are")} private.");
            }

            if (peering.RouteFilter is null)
            {
                yield return c.Found(CircuitFindingId.RouteFilterMissing, evidence, $"{peering.Name} names no route filter.");
            }
        }
    }
}
