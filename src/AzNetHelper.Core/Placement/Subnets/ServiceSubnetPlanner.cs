using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Placement;

/// <summary>
/// Plans a subnet for a service: room, size, name, delegation and all that is attached in one write, since policies of landing
/// zones refuse a subnet that is made without a security group. One that is there and fits is kept. Pure: it reads the topology
/// and writes nothing.
/// </summary>
public static class ServiceSubnetPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNet, what is to be attached, and for a wider address space what it is peered with.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="placement">The day, and what else is known of the region.</param>
    /// <param name="facts">What else was asked, where the address space is to grow; null for nothing.</param>
    public static Plan Create(Topology topology, ServiceSubnetRequest request, PlacementRequest placement, PeeringFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(placement);
        var plan = new Plan($"Subnet {request.Name} for {request.Service.Service} in {request.Network.Name}")
        {
            CreatedAt = topology.ReadAt ?? default, Origins = [ServiceSubnetOrigins.Of(request)],
        };
        if (topology.VirtualNetwork(request.Network) is not { } network)
        {
            return plan with { Problems = [ServiceSubnetProblems.NoNetwork(topology, request.Network)] };
        }

        var layout = ServiceSubnetLayout.In(topology, network, request);
        var problems = new ServiceSubnetProblems(topology, request, layout, placement with { Service = request.Service, Scale = request.Scale });
        plan = plan with { Problems = problems.All, Notices = problems.Notices };
        return layout switch
        {
            { There: { } there } => plan with { Changes = [Kept(there, request)] },
            { Made: null } => plan,
            _ => Made(plan, topology, layout, request, facts),
        };
    }

    private static Plan Made(Plan plan, Topology topology, ServiceSubnetLayout layout, ServiceSubnetRequest request, PeeringFacts? facts)
    {
        var (network, group) = (layout.Network, request.Subnet.ToString());
        var wider = request.ExtendAddressSpace && layout.Lacking is { } lacking
            ? AddressSpacePlanner.Create(topology, new(network.Id) { Add = [lacking] }, facts) : new(string.Empty);
        var space = wider.Changes.FirstOrDefault(c => c.Writes && c.Resource == network.Id);
        return plan with
        {
            Changes =
            [
                .. wider.Changes.Where(c => c.Writes).Select(c => c with { Group = group }),
                new(request.Subnet, ChangeKind.Create, $"Create subnet '{request.Name}' in {network.Name} ({layout.Made}) for {request.Service.Service}")
                {
                    Group = group,
                    After = JsonBody.Write(Body(layout, request)),
                    Lanes = [network.Id],
                    DependsOn = space is null ? [] : [space.Key],
                },
            ],
            Problems = [.. plan.Problems, .. wider.Problems.Select(p => p with { Group = string.Empty })],
            Notices = [.. plan.Notices, .. wider.Notices],
            RestsOn = wider.RestsOn,
        };
    }

    // A prefix of text, not of a list: App Service Environments take no other (app-service/environment/networking).
    private static JsonObject Body(ServiceSubnetLayout layout, ServiceSubnetRequest request)
    {
        var properties = new JsonObject { ["addressPrefix"] = layout.Made!.Value.ToString() };
        if (request.DelegatedTo is { } to)
        {
            properties["delegations"] = new JsonArray(new JsonObject
            {
                ["name"] = to.Replace('/', '.'), ["properties"] = new JsonObject { ["serviceName"] = to },
            });
        }

        Refer("networkSecurityGroup", request.NetworkSecurityGroup);
        Refer("routeTable", request.RouteTable);
        Refer("natGateway", request.NatGateway);
        properties["defaultOutboundAccess"] = request.DefaultOutboundAccess ?? false;
        return new() { ["properties"] = properties };

        void Refer(string name, ResourceId? id)
        {
            if (id is not null)
            {
                properties[name] = new JsonObject { ["id"] = id.ToString() };
            }
        }
    }

    private static Change Kept(Subnet there, ServiceSubnetRequest request)
    {
        var state = JsonBody.Write(new JsonObject
        {
            ["properties"] = new JsonObject { [there.Prefixes.Length > 1 ? "addressPrefixes" : "addressPrefix"] = Prefixes(there) },
        });
        return new(there.Id, ChangeKind.NoChange, $"Keep subnet '{there.Name}' in {request.Network.Name}")
        {
            Group = there.Id.ToString(), Before = state, After = state, Lanes = [request.Network],
        };
    }

    private static JsonNode Prefixes(Subnet subnet) => subnet.Prefixes is [var one] ? JsonValue.Create(one.ToString())
        : new JsonArray([.. subnet.Prefixes.Select(p => (JsonNode)p.ToString())]);
}
