using AzNetHelper.Arm;

namespace AzNetHelper.Connectivity;

/// <summary>A service gets an address in the VNet.</summary>
internal static class PrivateLinkWay
{
    /// <summary>A private endpoint; between VNets the Private Link service of what the far one offers.</summary>
    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.PrivateEndpoint);
        switch (scene.Destination)
        {
            case ServiceEnd end:
                return ToService(draft, end);
            case NetworkEnd { Network: var other }:
                draft.Needs.Add($"a Private Link service in {other.Name} in front of a Standard load balancer, and a private endpoint in {scene.Source.Network.Name}");
                draft.Marks.Add(OptionMarks.Of("OneServiceAlone"));
                draft.Marks.Add(OptionMarks.Of("Billed"));
                draft.Limits.Add("one direction: the near end calls; overlapping addresses do not matter");
                draft.NextStep = "This module has no command for it: az network private-link-service create and az network private-endpoint create.";
                draft.Endpoint = null;
                draft.IsWhole = false;
                draft.Encryption = "not by the network: that of the service behind it";
                return draft;
            default:
                return draft.JoinsOthers();
        }
    }

    private static OptionDraft ToService(OptionDraft draft, ServiceEnd end)
    {
        if (end.Group is not { } group)
        {
            return draft.Refuse("NoPrivateLink", $"This module knows of no private endpoint for {end.Service.Name}.");
        }

        if (end.Tier is { } tier && !end.Service.PrivateLinkTiers.IsEmpty && !end.Service.PrivateLinkTiers.Contains(tier, StringComparer.OrdinalIgnoreCase))
        {
            return draft.Refuse("TierTooLow", $"{end} is {tier}, and private endpoints are for {string.Join(", ", end.Service.PrivateLinkTiers)} alone.");
        }

        // Private access and private endpoints exclude each other (postgresql/flexible-server/concepts-networking-private-link).
        if (end.Subnet is { } home && end.Service.NoEndpoint is not null)
        {
            return draft.Refuse("InsideVNet",
                $"{end} stands in {home.Parent?.Name}/{home.Name}, and takes no private endpoints: connect {draft.Scene.Source.Network.Name} with that VNet.");
        }

        draft.Marks.Add(OptionMarks.Of("Recommended"));
        draft.Marks.Add(OptionMarks.Of("Billed"));
        var network = draft.Scene.Source.Network;
        if (end.PrivateEndpoints.FirstOrDefault(e => e.IsApproved && network.Subnets.Any(s => s.PrivateEndpoints.Contains(e.Endpoint))) is { } there)
        {
            draft.Has.Add($"private endpoint {there.Endpoint.Name} in {network.Name}");
            draft.IsInPlace = true;
            return draft;
        }

        draft.Has.AddRange(end.PrivateEndpoints.Select(e => $"private endpoint {e.Endpoint.Name} ({e.Status ?? "state not told"}), "
            + (network.Subnets.Any(s => s.PrivateEndpoints.Contains(e.Endpoint)) ? $"in {network.Name}" : "elsewhere")));
        draft.IsWhole = end.Id is not null;
        draft.Needs.Add($"a private endpoint in {draft.Scene.Source}, and the private DNS zone of {end.Service.Name} linked to the VNet");
        draft.NextStep = PrivateEndpointCommand(draft.Scene.Source, end, group);
        return draft;
    }

    private static string PrivateEndpointCommand(NetworkEnd source, ServiceEnd end, string group)
    {
        var (network, name) = (source.Network, $"pe-{end.Id?.Name ?? "service"}");
        var subnet = source.Subnets.FirstOrDefault(s => s.Delegations.IsEmpty)?.Id.ToString() ?? "<id of a subnet without delegation>";
        var others = end.Service.PrivateLinkGroups.Where(g => g != group).ToArray();
        return $"This module has no command for it: az network private-endpoint create --subscription {network.SubscriptionId} --resource-group {network.ResourceGroup} "
            + $"--location {network.Location.Replace(" ", string.Empty, StringComparison.Ordinal)} --name {name} --connection-name {name} --subnet {subnet} "
            + $"--private-connection-resource-id {(end.Id is null ? "<id of the service>" : end.Id)} --group-id {group}, then az network private-endpoint "
            + $"dns-zone-group create --subscription {network.SubscriptionId} --resource-group {network.ResourceGroup} --endpoint-name {name} --name default "
            + $"--zone-name {group} --private-dns-zone <id of the private DNS zone>."
            + (others.Length == 0 ? string.Empty : $" Other groups, each with an endpoint of its own: {string.Join(", ", others)}.");
    }
}
