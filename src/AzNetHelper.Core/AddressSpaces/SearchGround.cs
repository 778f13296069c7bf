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
            Notices = [.. Unknown(topology, estate, InTheWay)],
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

    // Whoever was not read may hold what seems free.
    private static IEnumerable<NoticeStep> Unknown(Topology topology, AddressEstate estate, Func<AddressHolder, bool> inTheWay)
    {
        if (topology.Gaps is { IsEmpty: false } gaps)
        {
            yield return Warning("NotEverythingRead",
                $"{gaps.Length} parts of the networks could not be read, {gaps[0].Scope} among them: what they hold may seem free.");
        }

        var silent = estate.Peered.Select(AddressEstate.VNet).Where(h => topology.VirtualNetwork(h.Id) is null && inTheWay(h)
            && !estate.ClaimsOf(h).Any()).ToArray();
        if (silent.Length > 0)
        {
            yield return Warning("AddressSpaceUnknown",
                $"The prefixes of {OverlapSentences.Listed([.. silent.Select(h => h.Id.Name)])} are not known: they may seem free.", silent[0].Id);
        }

        foreach (var hub in estate.Hubs)
        {
            var members = hub.Members.Where(m => m.Value == HubRole.Site && inTheWay(m.Key)).Select(m => m.Key).ToArray();
            if (members.Where(m => m.Kind == HolderKind.Circuit && !estate.ClaimsOf(m).Any()).ToArray() is { Length: > 0 } circuits)
            {
                yield return Warning("OnPremisesPrefixesUnknown",
                    $"What lies behind {OverlapSentences.Listed([.. circuits.Select(c => c.Id.Name)])} is not known: it may seem free.", circuits[0].Id);
            }

            if (members.Where(m => m.Kind == HolderKind.Site && hub.Dynamic.Contains(m)).ToArray() is { Length: > 0 } sites)
            {
                yield return new(NoticeSeverity.Information, "LearnedPrefixesUnknown",
                    $"What {hub.Network.Name} learns by BGP from {OverlapSentences.Listed([.. sites.Select(s => s.Id.Name)])} is not known: only the "
                    + "prefixes of the local network gateways count.", sites[0].Id);
            }
        }
    }

    private static NoticeStep Warning(string id, string message, ResourceId? resource = null) =>
        new(NoticeSeverity.Warning, id, message, resource);
}
