using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.AddressSpaces;

/// <summary>What is not known about who holds what: whoever was not read may hold what seems free.</summary>
internal static class UnknownSpace
{
    public static IEnumerable<NoticeStep> Of(AddressEstate estate, Func<AddressHolder, bool> matters)
    {
        if (estate.Topology.Gaps is { IsEmpty: false } gaps)
        {
            yield return Warning("NotEverythingRead",
                $"{gaps.Length} parts of the networks could not be read, {gaps[0].Scope} among them: what they hold may seem free.");
        }

        var silent = estate.Peered.Select(AddressEstate.VNet).Where(h => estate.Topology.VirtualNetwork(h.Id) is null && matters(h)
            && !estate.ClaimsOf(h).Any()).ToArray();
        if (silent.Length > 0)
        {
            yield return Warning("AddressSpaceUnknown",
                $"The prefixes of {OverlapSentences.Listed([.. silent.Select(h => h.Id.Name)])} are not known: they may seem free.", silent[0].Id);
        }

        foreach (var hub in estate.Hubs)
        {
            var members = hub.Members.Where(m => m.Value == HubRole.Site && matters(m.Key)).Select(m => m.Key).ToArray();
            if (members.Where(m => m.Kind == HolderKind.Circuit && !estate.ClaimsOf(m).Any()).ToArray() is { Length: > 0 } circuits)
            {
                yield return Warning("OnPremisesPrefixesUnknown",
                    $"What lies behind {OverlapSentences.Listed([.. circuits.Select(c => c.Id.Name)])} is not known: it may seem free. "
                    + "Get-VNetTopology -IncludeCircuitRoute asks what is announced now.",
                    circuits[0].Id);
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
