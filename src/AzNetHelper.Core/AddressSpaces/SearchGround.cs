using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.AddressSpaces;

/// <summary>A prefix that is in use, and by whom, in words.</summary>
internal readonly record struct TakenSpace(IPPrefix Prefix, string Phrase);

/// <summary>Where room is looked for, and what is in the way there.</summary>
internal sealed record SearchGround(ImmutableArray<IPPrefix> Supernets, ImmutableArray<TakenSpace> Taken)
{
    public ImmutableArray<NoticeStep> Notices { get; private init; } = [];

    public Failure? Failure { get; private init; }

    public bool IsIPv6Only => !Supernets.IsEmpty && Supernets.All(s => s.IsIPv6);

    public static SearchGround OfEstate(Topology topology, FreeSpaceRequest request)
    {
        var estate = new AddressEstate(topology);
        var reach = request.For.IsEmpty ? null : AddressReach.Of(estate, request.For);
        bool InTheWay(AddressHolder holder) => reach is null || reach.Contains(holder);
        return new(request.Supernets.IsEmpty ? AddressRules.Supernets : request.Supernets,
            [.. estate.Holders.Where(InTheWay).SelectMany(estate.ClaimsOf).Select(c => new TakenSpace(c.Prefix, c.Holder.Phrase))])
        {
            Notices = [.. UnknownSpace.Of(estate, InTheWay)],
        };
    }

    public static SearchGround OfNetwork(Topology topology, FreeSpaceRequest request)
    {
        var network = topology.VirtualNetwork(request.Network!)
            ?? throw new ArgumentException($"{request.Network} is not in the topology.", nameof(request));
        var space = PrefixSet.Of(network.AddressSpace);
        var supernets = request.Supernets.IsEmpty ? space : space.Intersect(PrefixSet.Of(request.Supernets));
        var ground = new SearchGround([.. supernets],
            [.. network.Subnets.SelectMany(s => s.Prefixes.Select(p => new TakenSpace(p, $"the subnet {s.Name}")))]);
        return request.SubnetName is { } name
            && network.Subnets.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } there
            ? ground with
            {
                Failure = new("SubnetExists", FailureKind.ResourceExists,
                    $"{network.Name} has a subnet {there.Name} already ({string.Join(", ", there.Prefixes)}).", there.Id),
            }
            : supernets.IsEmpty ? ground with
            {
                Failure = new("SupernetOutside", FailureKind.InvalidArgument,
                    $"Nothing of {string.Join(", ", request.Supernets)} is in the address space of {network.Name} ({space}).", network.Id),
            }
            : ground;
    }
}
