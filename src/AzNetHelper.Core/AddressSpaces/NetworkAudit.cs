using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>What Azure says about a VNet's own prefixes and subnets, and about client pools.</summary>
internal static class NetworkAudit
{
    public static IEnumerable<AddressSpaceFinding> Of(Topology topology, VirtualNetwork network)
    {
        var inside = PrefixSet.Of(network.AddressSpace);
        return Ranges(network.AddressSpace, $"the address space of {network.Name}", network.Id)
            .Concat(Families(network))
            .Concat(OwnOverlaps(network))
            .Concat(network.Subnets.SelectMany(s => Subnet(topology, network, s, inside)))
            .Concat(SubnetOverlaps(network));
    }

    /// <summary>What Azure refuses, and what it takes with side effects.</summary>
    public static IEnumerable<AddressSpaceFinding> Ranges(IEnumerable<IPPrefix> prefixes, string place, ResourceId? resource)
    {
        foreach (var prefix in prefixes)
        {
            var refused = AddressRules.Refused.Where(r => r.Prefix.Overlaps(prefix)).ToArray();
            foreach (var range in refused)
            {
                yield return new(RefusedRange, Error,
                    $"{prefix} cannot be in {place}: {range.Prefix} is kept for {range.Use}.")
                {
                    Resources = Those(resource), Prefixes = [prefix, range.Prefix], Remedy = "Take a private range.",
                };
            }

            if (refused.Length == 0 && !AddressRules.Private.Contains(prefix))
            {
                yield return new(PublicRange, Information,
                    $"{prefix} in {place} is not private: hosts on the internet with these addresses cannot be reached from there.")
                {
                    Resources = Those(resource), Prefixes = [prefix],
                };
            }
        }
    }

    /// <summary>A pool holds at least 8 addresses, with two active gateways 16 (point-to-site with certificates).</summary>
    public static IEnumerable<AddressSpaceFinding> Pool(VirtualNetworkGateway gateway)
    {
        var least = gateway.ActiveActive ? 28 : 29;
        return Ranges(gateway.ClientPool, $"the client pool of {gateway.Name}", gateway.Id)
            .Concat(gateway.ClientPool.Where(p => !p.IsIPv6 && p.Length > least).Select(p => new AddressSpaceFinding(ClientPoolSize, Error,
                $"{p} is too small for the client pool of {gateway.Name}: it takes a /{least} or larger.")
            {
                Resources = [gateway.Id], Prefixes = [p], Remedy = "Give the clients a larger range.",
            }));
    }

    private static IEnumerable<AddressSpaceFinding> Families(VirtualNetwork network)
    {
        if (!network.AddressSpace.Any(p => !p.IsIPv6))
        {
            yield return new(IPv4Missing, Error, $"{network.Name} has no IPv4 prefix; a VNet needs one.")
            {
                Resources = [network.Id], Prefixes = network.AddressSpace, Remedy = "Add one with Set-VNetAddressSpace -Add.",
            };
        }
    }

    private static IEnumerable<AddressSpaceFinding> OwnOverlaps(VirtualNetwork network) =>
        PrefixNesting.Of(network.AddressSpace.AsSpan()).Pairs()
            .Select(p => (Outer: network.AddressSpace[p.Outer], Inner: network.AddressSpace[p.Inner])).Select(o => new AddressSpaceFinding(OwnOverlap, Error, $"Prefixes of {network.Name} overlap: {new Overlap(o.Outer, o.Inner)}.")
            {
                Resources = [network.Id], Prefixes = [o.Outer, o.Inner], Remedy = "Keep the wider one.",
            });

    private static IEnumerable<AddressSpaceFinding> Subnet(
        Topology topology, VirtualNetwork network, Subnet subnet, PrefixSet inside)
    {
        var name = $"{network.Name}/{subnet.Name}";
        foreach (var prefix in subnet.Prefixes)
        {
            if (!inside.Contains(prefix))
            {
                yield return new(SubnetOutside, Error, $"{name} has {prefix}, which is not in the address space of {network.Name}.")
                {
                    Resources = [subnet.Id, network.Id], Prefixes = [prefix],
                    Remedy = $"Add it with Set-VNetAddressSpace {network.Name} -Add, or give the subnet another range.",
                };
            }

            if (!AddressRules.IsSubnetSize(prefix, subnet.Name))
            {
                yield return new(SubnetSize, Error, prefix.IsIPv6
                    ? $"{name} has {prefix}; an IPv6 subnet is exactly a /{AddressRules.IPv6Subnet}."
                    : $"{name} has {prefix}; a subnet is a /{AddressRules.NarrowestSubnet} to a /{AddressRules.WidestSubnet}.")
                {
                    Resources = [subnet.Id], Prefixes = [prefix], Remedy = "Give the subnet a range of another size.",
                };
            }
        }

        if (ReservedSubnet.Of(subnet.Name) is { } reserved)
        {
            foreach (var finding in ReservedSubnetAudit.Of(topology, network, subnet, reserved))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<AddressSpaceFinding> SubnetOverlaps(VirtualNetwork network)
    {
        var claims = network.Subnets.SelectMany(s => s.Prefixes.Select(p => (Subnet: s, Prefix: p))).ToArray();
        foreach (var (outer, inner) in PrefixNesting.Of([.. claims.Select(c => c.Prefix)]).Pairs())
        {
            var (a, b) = (claims[outer], claims[inner]);
            yield return new(SubnetsOverlap, Error,
                $"{a.Subnet.Name} and {b.Subnet.Name} in {network.Name} overlap: {new Overlap(a.Prefix, b.Prefix)}.")
            {
                Resources = [.. new[] { a.Subnet.Id, b.Subnet.Id }.Distinct()], Prefixes = [.. new[] { a.Prefix, b.Prefix }.Distinct()],
                Remedy = $"Give one of them a free range: Find-VNetAddressSpace -VNet {network.Name}.",
            };
        }
    }

    private static ImmutableArray<ResourceId> Those(ResourceId? resource) => resource is null ? [] : [resource];
}
