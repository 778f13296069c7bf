using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite.Profiles;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>The three ways from a VNet to a service: its subnet is trusted, the service moves in, or gets an address there.</summary>
internal static class ServiceWays
{
    /// <summary>Enable-VNetServiceEndpoint and Grant-VNetServiceAccess.</summary>
    public static OptionDraft Endpoint(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.ServiceEndpoint) { Downtime = "open connections from the subnet to the service are closed once" };
        if (scene.Destination is not ServiceEnd { Service: var service } end)
        {
            return draft.JoinsOthers();
        }

        if (service.Endpoint is not { } word)
        {
            return draft.Refuse("NoServiceEndpoint", service.NoEndpoint ?? $"{service.Name} has no service endpoint: it is deployed into a VNet.");
        }

        if (end.Tier is { } tier && !service.EndpointTiers.IsEmpty && !service.EndpointTiers.Contains(tier, StringComparer.OrdinalIgnoreCase))
        {
            draft.Refuse("TierTooLow", $"{end} is {tier}, and subnets can be trusted by {string.Join(", ", service.EndpointTiers)} alone.");
        }

        if (service.Reach == EndpointReach.SameRegion && end.Location is { } region && !RegionZones.IsRegion(region, scene.Source.Network.Location))
        {
            draft.Refuse("OtherRegion", $"{end} is in {region} and {scene.Source.Network.Name} in {scene.Source.Network.Location}: endpoints of {service.Name} stay within a region.");
        }

        var subnets = scene.Source.Subnets.ToArray();
        if (subnets.Length == 0)
        {
            draft.Refuse("NoSubnet", $"{scene.Source} has no subnet that could have an endpoint.");
        }

        if (draft.Obstacles.Count > 0)
        {
            return draft;
        }

        // One way to write the endpoint of another region's storage, which may not stand beside the plain one.
        var isFar = service.Name == "Storage" && end.Location is { } place && !RegionZones.IsRegion(place, scene.Source.Network.Location);
        var name = isFar ? "StorageGlobal" : word;
        draft.Has.AddRange(subnets.Where(s => s.ServiceEndpoints.Any(e => e.StartsWith($"Microsoft.{EndpointWord(word)}", StringComparison.OrdinalIgnoreCase))).Select(s => $"endpoint on {s.Name}"));
        draft.Needs.AddRange(subnets.Select(s => $"the endpoint {name} on {s.Name}, and a rule on the service that trusts it"));
        draft.Commands.AddRange(subnets.Select(s => end.Id is null ? $"Enable-VNetServiceEndpoint -Subnet {Quoted(s.Id)} -Service {name}"
            : $"Grant-VNetServiceAccess -Resource {Quoted(end.Id)} -Subnet {Quoted(s.Id)} -EnsureEndpoint"));
        return draft;
    }

    /// <summary>New-VNetServiceSubnet, for what is made after it.</summary>
    public static OptionDraft Injection(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.VNetInjection);
        if (scene.Destination is not ServiceEnd { Service: var service } end)
        {
            return draft.JoinsOthers();
        }

        if (service.SubnetLength is not { } length)
        {
            return draft.Refuse("NotDeployed", $"{service.Name} is not deployed into VNets.");
        }

        if (end.Id is not null)
        {
            return draft.Refuse("ChosenAtCreation", $"{end} is there: whether a service stands in a VNet is chosen when it is made. A private endpoint comes later, too.");
        }

        if (service.Retirement is { } retirement)
        {
            return draft.Refuse("Retiring", retirement);
        }

        var room = AddressSpaceFinder.Find(scene.Topology, new() { Network = scene.Source.Network.Id, Lengths = [length] });
        if (room.Failure is { } failure)
        {
            return draft.Refuse(failure.Id, failure.Message);
        }

        draft.Needs.Add($"a subnet of at least /{length.ToString(System.Globalization.CultureInfo.InvariantCulture)} for {service.Name} alone");
        draft.Commands.Add($"New-VNetServiceSubnet -Service {service.Name} -VNet {Quoted(scene.Source.Network.Id)}");
        return draft;
    }

    /// <summary>A private endpoint; between VNets the Private Link service of what the far one offers.</summary>
    public static OptionDraft Private(ConnectivityScene scene)
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
                draft.Encryption = "that of the service behind it; the network adds none";
                draft.IsEncrypted = false;
                return draft;
            default:
                return draft.JoinsOthers();
        }
    }

    private static OptionDraft ToService(OptionDraft draft, ServiceEnd end)
    {
        if (end.Service.PrivateLinkGroup is not { } group)
        {
            return draft.Refuse("NoPrivateLink", $"{end.Service.Name} takes no private endpoints.");
        }

        if (end.Tier is { } tier && !end.Service.PrivateLinkTiers.IsEmpty && !end.Service.PrivateLinkTiers.Contains(tier, StringComparer.OrdinalIgnoreCase))
        {
            return draft.Refuse("TierTooLow", $"{end} is {tier}, and private endpoints are for {string.Join(", ", end.Service.PrivateLinkTiers)} alone.");
        }

        draft.Needs.Add($"a private endpoint in {draft.Scene.Source}, and the private DNS zone of {end.Service.Name} linked to the VNet");
        draft.Marks.Add(OptionMarks.Of("Recommended"));
        draft.Marks.Add(OptionMarks.Of("Billed"));
        draft.NextStep = $"This module has no command for it: az network private-endpoint create --private-connection-resource-id {(end.Id is null ? "<id of the service>" : end.Id)} "
            + $"--group-id {group}, then az network private-endpoint dns-zone-group create.";
        return draft;
    }

    // Identifiers of endpoints begin with the word, but for Cosmos DB (virtual-network-service-endpoints-overview).
    private static string EndpointWord(string word) => word == "CosmosDb" ? "AzureCosmosDB" : word;

    private static string Quoted(Arm.ResourceId id) => PowerShellText.Literal(id.ToString());
}
