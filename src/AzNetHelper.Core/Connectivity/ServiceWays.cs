using System.Collections.Frozen;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite.Profiles;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Connectivity;

/// <summary>Two ways from a VNet to a service: its subnet is trusted, or the service moves in.</summary>
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

        ResourceId[] subnets = [.. scene.Source.Subnets.Select(s => s.Id)];
        if (subnets.Length == 0)
        {
            return draft.Refuse("NoSubnet", $"{scene.Source} has no subnet that could have an endpoint.");
        }

        var kind = end.Id is { } given ? ServiceKind.All.FirstOrDefault(k => given.IsType(k.ResourceType)) : null;
        if (kind is not null && scene.Topology.Document(end.Id!) is { } document)
        {
            return Granted(draft, document, subnets);
        }

        if (!draft.Add(networks => EndpointPlanner.Create(networks, new([.. subnets], [endpoint.Identifier], Enables: true), EndpointFacts.None)))
        {
            return draft;
        }

        return end.Id is null ? Enable(draft, service) : kind is null ? Restrict(draft, end.Id, subnets) : Grant(draft, end.Id, subnets);
    }

    // As Grant-VNetServiceAccess plans it, by its checks: what it refuses is not possible, and with nothing to write it is there.
    private static OptionDraft Granted(OptionDraft draft, ResourceDocument service, ResourceId[] subnets)
    {
        draft.Add(networks => AccessPlanner.Create(new(networks,
            new([ServiceDocuments.Read(service, networks.Documents.Where(d => d.Id.Parent == service.Id))], [], []),
            new([service.Id], [.. subnets]) { EnsureEndpoint = true })), projects: false);
        return draft;
    }

    // Apps have restrictions of their own, one a subnet (app-service-ip-restrictions).
    private static OptionDraft Restrict(OptionDraft draft, ResourceId service, ResourceId[] subnets)
    {
        draft.Needs.Add($"an access restriction of {service.Name} that allows {(subnets.Length == 1 ? "the subnet" : "each of the subnets")}");
        draft.NextStep = $"This module writes no access restrictions of apps: az webapp config access-restriction add --ids {service} --priority 100 "
            + $"--rule-name subnet --action Allow --subnet {subnets[0]}{(subnets.Length == 1 ? string.Empty : ", and so for each subnet")}.";
        return draft;
    }

    private static OptionDraft Enable(OptionDraft draft, PlatformService service)
    {
        draft.IsWhole = false;
        draft.Needs.Add($"a rule on each {service.Name} service that trusts the subnet (Grant-VNetServiceAccess)");
        draft.NextStep = draft.Commands.Count > 0 ? null : "The endpoint is there: Grant-VNetServiceAccess lets the subnet in at a service once that is there.";
        return draft;
    }

    // The service could not be read: what its own command refuses is not known.
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

        if (end.Id is not null && IsSettled(draft, end, requirement))
        {
            return draft;
        }

        if (requirement.Direction == ServiceDirection.Outbound)
        {
            draft.Shortfalls.Add(new("OutboundOnly",
                $"By it {end} calls into {scene.Source.Network.Name}, and is not reached there: for that it needs another way, such as a private endpoint."));
        }

        draft.IsWhole = false;

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
        draft.NextStep = draft.Obstacles.Count > 0 || draft.Commands.Count > 0 ? null
            : $"The subnet is there: {Last(end)}.";
        draft.Needs.AddRange(draft.Obstacles.Count > 0 ? [] : [Last(end)]);
        draft.SetUp = draft.Commands.Count > 0 ? null : end.Id is null ? "as long as the service takes" : "as long as the service takes to move";
        return draft;
    }

    private static string Last(ServiceEnd end) => end.Id is null ? $"make {end.Service.Name} in it" : $"move {end} into it, by the service's own command";

    // What is in a VNet already, and what stays where it was made.
    private static bool IsSettled(OptionDraft draft, ServiceEnd end, ServiceRequirement requirement)
    {
        var network = draft.Scene.Source.Network;
        if (end.Subnet is { } there && there.Parent == network.Id)
        {
            draft.Has.Add($"{end} in {network.Name}/{there.Name}");
            draft.IsInPlace = true;
            if (requirement.Direction == ServiceDirection.Outbound)
            {
                draft.Shortfalls.Add(new("OutboundOnly", $"{end} calls into {network.Name} by {there.Name}, and is not reached there."));
            }

            return true;
        }

        if (requirement.IsChangeable == false)
        {
            draft.Refuse("ChosenAtCreation", end.Subnet is null
                ? $"{end} is there, and a service of its kind is put into a VNet when it is made, not later."
                : $"{end} stands in {end.Subnet.Parent?.Name}/{end.Subnet.Name} and cannot be moved: connect {network.Name} with that VNet.");
            return true;
        }

        draft.Limits.AddRange(requirement.IsChangeable is null ? [$"whether {end} can be moved into a VNet later is not known here"] : []);
        return false;
    }

    private static readonly FrozenDictionary<string, (string Parameter, string Placeholder, string What)> Attachments =
        new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["SecurityGroupMissing"] = ("NetworkSecurityGroup", "nsg-of-the-service", "a network security group with the rules that the service asks for"),
            ["RouteTableMissing"] = ("RouteTable", "rt-of-the-service", "a route table"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string Quoted(ResourceId id) => PowerShellText.Literal(id.ToString());
}
