using System.Collections.Frozen;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite.Profiles;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>The three ways from a VNet to a service: its subnet is trusted, the service moves in, or gets an address there.</summary>
internal static class ServiceWays
{
    /// <summary>Enable-VNetServiceEndpoint; for a service that is there Grant-VNetServiceAccess, which does both sides.</summary>
    public static OptionDraft Endpoint(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.ServiceEndpoint);
        if (scene.Destination is not ServiceEnd { Service: var service } end)
        {
            return draft.JoinsOthers();
        }

        if (service.EndpointService is not { } endpoint)
        {
            return draft.Refuse("NoServiceEndpoint", service.NoEndpoint ?? $"{service.Name} has no service endpoint: it is deployed into a VNet.");
        }

        var (network, isFar) = (scene.Source.Network, end.Location is { } region && !RegionZones.IsRegion(region, scene.Source.Network.Location));
        if (service.EndpointTier is { } rule && !rule.IsMetBy(end.Tier))
        {
            draft.Refuse("TierTooLow", $"{end} is {end.Tier}; to trust subnets it needs {rule.Needs}.");
        }

        if (isFar && endpoint.Scope == EndpointScope.Region)
        {
            draft.Refuse("OtherRegion", $"{end} is in {end.Location} and {network.Name} in {network.Location}: endpoints of {service.Name} stay within a region.");
        }

        ResourceId[] subnets = [.. scene.Source.Subnets.Select(s => s.Id)];
        if (subnets.Length == 0)
        {
            draft.Refuse("NoSubnet", $"{scene.Source} has no subnet that could have an endpoint.");
        }

        // The plain one of storage leads to the region and its pair, and the other to all; never both.
        var isPair = end.Location is { } place && RegionPairs.Of(RegionPairs.Name(network.Location)) == RegionPairs.Name(place);
        var identifier = isFar && !isPair && endpoint.Scope == EndpointScope.RegionAndPair ? EndpointService.StorageGlobal.Identifier : endpoint.Identifier;
        if (draft.Obstacles.Count > 0
            || !draft.Add(networks => EndpointPlanner.Create(networks, new([.. subnets], [identifier], Enables: true), EndpointFacts.None)))
        {
            return draft;
        }

        return end.Id is null ? Enable(draft, service) : Grant(draft, end.Id, subnets);
    }

    private static OptionDraft Enable(OptionDraft draft, PlatformService service)
    {
        draft.Needs.Add($"a rule on each {service.Name} service that trusts the subnet (Grant-VNetServiceAccess)");
        draft.NextStep = draft.Commands.Count > 0 ? null : "The endpoint is there: Grant-VNetServiceAccess lets the subnet in at a service once that is there.";
        return draft;
    }

    private static OptionDraft Grant(OptionDraft draft, ResourceId service, ResourceId[] subnets)
    {
        draft.Needs.Add($"a rule on {service.Name} that trusts {(subnets.Length == 1 ? "the subnet" : "each of the subnets")}");
        draft.Commands.Clear();
        draft.Commands.Add($"Grant-VNetServiceAccess -Resource {Quoted(service)} -Subnet {string.Join(", ", subnets.Select(Quoted))} -EnsureEndpoint");
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

        if (service.Requirement is not { Tenancy: not SubnetTenancy.Outside } requirement)
        {
            return draft.Refuse("NotDeployed", $"{service.Name} is not deployed into VNets of one's own.");
        }

        if (end.Id is not null)
        {
            return draft.Refuse("ChosenAtCreation", $"{end} is there: whether a service stands in a VNet is chosen when it is made. A private endpoint comes later, too.");
        }

        // A group and a table of one's own are attached by name: that they are missing is told as a need.
        var missing = new List<string>();
        draft.Add(networks =>
        {
            var plan = ServiceSubnetPlanner.Create(networks,
                new ServiceSubnetRequest(scene.Source.Network.Id, requirement).ForAnother(scene.Source.Network), new(requirement, scene.Question.Today));
            missing.AddRange(plan.Problems.Where(p => Attachments.ContainsKey(p.CheckId)).Select(p => p.CheckId));
            return plan with
            {
                Problems =
                [
                    .. plan.Problems.Where(p => !Attachments.ContainsKey(p.CheckId)),
                    .. plan.Notices.Where(n => n.Id == "SubnetInUse").Select(n => new PlanProblem("AlreadyTaken", n.Message, scene.Source.Network.Id)),
                ],
            };
        }, line => missing.Aggregate(line, (text, id) => $"{text} -{Attachments[id].Parameter} {Attachments[id].Placeholder}"));
        draft.Needs.AddRange(draft.Obstacles.Count > 0 ? [] : missing.Select(id => $"{Attachments[id].What} ('{Attachments[id].Placeholder}' stands for it)"));
        draft.NextStep = draft.Obstacles.Count > 0 || draft.Commands.Count > 0 ? null : $"The subnet is there: make {service.Name} in it.";
        return draft;
    }

    private static readonly FrozenDictionary<string, (string Parameter, string Placeholder, string What)> Attachments =
        new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["SecurityGroupMissing"] = ("NetworkSecurityGroup", "nsg-of-the-service", "a network security group with the rules that the service asks for"),
            ["RouteTableMissing"] = ("RouteTable", "rt-of-the-service", "a route table"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

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
            return draft.Refuse("NoPrivateLink", $"This module knows of no private endpoint for {end.Service.Name}.");
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

    private static string Quoted(ResourceId id) => PowerShellText.Literal(id.ToString());
}
