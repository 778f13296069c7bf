using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Placement;

/// <summary>The prefix that is found in random VNets, against trying every block of the address space.</summary>
public sealed class ServiceSubnetProperties
{
    // Every service that is found room for in so small a VNet, and that needs nothing beside.
    private static readonly string[] s_services =
    [
        "AppService", "AksApiServer", "PostgreSqlFlexibleServer", "MySqlFlexibleServer", "ContainerInstances", "ContainerApps", "AzureFirewall", "Bastion",
        "VpnGateway", "RouteServer", "DnsResolverInbound", "ApplicationGateway", "HDInsight",
    ];

    private static readonly Gen<(string Service, int? Scale, (int At, int Length)[] Subnets, int[] Spaces)> Cases = Gen.Select(
        Gen.Int[0, s_services.Length - 1], Gen.Int[0, 40].Nullable(), Gen.Select(Gen.Int[0, 255], Gen.Int[25, 29]).Array[0, 14], Gen.Int[0, 3].Array[1, 3])
        .Select((service, scale, subnets, spaces) => (s_services[service], scale, subnets, spaces));

    [Fact]
    public void The_subnet_is_in_the_smallest_hole_that_takes_it_and_clashes_with_nothing() => Cases.Sample(drawn =>
    {
        var (name, number, subnets, spaces) = drawn;
        var service = ServiceCatalogue.Find(name)!;
        var estate = new TestEstate().VNet("v", [.. spaces.Distinct().Select(s => $"10.{s}.0.0/23")]);
        var taken = new List<IPPrefix>();
        foreach (var (at, length) in subnets)
        {
            var prefix = IPPrefix.Containing(System.Net.IPAddress.Parse($"10.{spaces[at % spaces.Length]}.{at & 1}.{at}"), length);
            if (taken.TrueForAll(t => !t.Overlaps(prefix)))
            {
                estate.Subnet("v", $"s{taken.Count}", prefix.ToString());
                taken.Add(prefix);
            }
        }

        var topology = estate.Topology();
        var scale = number is { } n && service.Scale is not null ? ServiceScale.Of(service, [new(string.Empty, n)]).Scale : null;
        var request = new ServiceSubnetRequest(Place.Network, service) { Scale = scale };
        var plan = ServiceSubnetPlanner.Create(topology, request, new(service, Place.Before));
        var expected = Lengths(service, scale).Select(l => Brute(topology.VirtualNetworks[0].AddressSpace, taken, l)).FirstOrDefault(p => p is not null);
        if (expected is null)
        {
            Assert.Contains(plan.Problems, p => p.CheckId == "NoFreeAddressSpace");
            return;
        }

        Assert.Empty(plan.Problems);
        var found = IPPrefix.Parse((string)JsonBody.At(JsonBody.Parse(plan.Changes.Single().After!), "properties.addressPrefix")!);
        Assert.Equal(expected, found);
        Assert.DoesNotContain(taken, t => t.Overlaps(found));
        Assert.True(scale is null || (1L << (32 - found.Length)) - 5 >= scale.Addresses);
        Assert.True(found.Length <= service.Least);
    }, iter: 2_000);

    // Counted anew: the advised length and on to the smallest, or the one that the addresses need.
    private static IEnumerable<int> Lengths(ServiceRequirement service, ServiceScale? scale) => scale is null
        ? Enumerable.Range(service.Advised, service.Least - service.Advised + 1)
        : [Enumerable.Range(2, service.Least - 1).Reverse().First(l => (1L << (32 - l)) - 5 >= scale.Addresses)];

    private static IPPrefix? Brute(IEnumerable<IPPrefix> space, List<IPPrefix> taken, int length)
    {
        IPPrefix? best = null;
        var bestHole = -1;
        foreach (var block in space.Order().SelectMany(p => Blocks(p, length)).Where(IsFree))
        {
            // The hole around it: as wide as it stays free and inside one of the prefixes, or of two that touch.
            var hole = length;
            while (hole > 1 && IPPrefix.Containing(block.Network, hole - 1) is var wider && IsFree(wider) && Blocks(wider, 29).All(b => space.Any(s => s.Contains(b))))
            {
                hole--;
            }

            if (hole > bestHole)
            {
                (best, bestHole) = (block, hole);
            }
        }

        return best;

        bool IsFree(IPPrefix block) => taken.TrueForAll(t => !t.Overlaps(block));
    }

    private static IEnumerable<IPPrefix> Blocks(IPPrefix within, int length)
    {
        for (long i = 0; length >= within.Length && i < 1L << (length - within.Length); i++)
        {
            yield return IPPrefix.FromBits(within.Bits + ((UInt128)i << (128 - length)), length, isIPv6: false);
        }
    }
}
