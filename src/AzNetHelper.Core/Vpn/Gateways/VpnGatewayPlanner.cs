using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.Checks;

namespace AzNetHelper.Vpn;

/// <summary>
/// Plans a VPN gateway with all that it needs: room in the VNet, GatewaySubnet, public addresses, the gateway itself. What is
/// there is taken as it is, so a run that was interrupted is finished by the same command. All of it is one group: nothing of it
/// is of use alone. Pure: it reads the topology and writes nothing.
/// </summary>
public static class VpnGatewayPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNet, what it is peered with, gateways and addresses around.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="zones">The zones of the region (<see cref="RegionZones.ReadAsync"/>).</param>
    /// <param name="facts">What else was asked, where the address space is to grow; null for nothing.</param>
    public static Plan Create(Topology topology, VpnGatewayRequest request, RegionZones zones, PeeringFacts? facts = null) =>
        Create(topology, request, zones, facts, VpnGatewayCheck.Whole);

    internal static Plan Create(
        Topology topology, VpnGatewayRequest request, RegionZones zones, PeeringFacts? facts, CheckList<VpnGatewayScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(zones);
        var layout = new VpnGatewayLayout(topology, request, zones);
        var (problems, notices) = checks.Run(new(layout));
        var plan = new Plan($"VPN gateway {request.Gateway.Name} in {request.Network.Name}")
        {
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            Origins = [VpnOrigins.Of(request)],
        };
        return layout.Network is { } network && !layout.Unread.Any() ? With(plan, layout, network, facts) : plan;
    }

    private static Plan With(Plan plan, VpnGatewayLayout layout, VirtualNetwork network, PeeringFacts? facts)
    {
        var gateway = Gateway(layout, network);
        var freed = layout.RemovedAddresses.Select(a => VpnGatewayRemover.Address(layout.Request.Gateway, a) with
        {
            DependsOn = gateway.Writes ? [gateway.Key] : [],
        });
        if (gateway.Kind == ChangeKind.NoChange)
        {
            return plan with { Changes = [gateway, .. freed] };
        }

        var (wider, place) = GatewayGroundwork.Of(layout, network, facts);
        ImmutableArray<Change> before =
        [
            .. place,
            .. layout.Addresses.Select(a => Address(layout, network, a)).OfType<Change>(),
        ];
        return plan with
        {
            Changes = [.. before, gateway with { DependsOn = [.. before.Select(c => c.Key)] }, .. freed],
            Problems = [.. plan.Problems, .. wider.Problems],
            Notices = [.. plan.Notices, .. wider.Notices],
            RestsOn = [.. wider.RestsOn, .. Ground(layout)],
        };
    }

    // One in state Failed blocks what refers to it until it is written again (arm-protocol 2.3).
    private static Change? Address(VpnGatewayLayout layout, VirtualNetwork network, InstanceAddress address)
    {
        var body = GatewayBody.Address(layout, network.Location);
        return address switch
        {
            { IsJoined: true } or { There.ProvisioningState: not ProvisioningState.Failed } => null,
            { There: null } => new(address.Id, ChangeKind.Create, $"Create public address '{address.Id.Name}': Standard, static, {ZoneText(layout)}")
            {
                Group = layout.Request.Gateway.ToString(), After = JsonBody.Write(body), Lanes = [address.Id], Impact = VpnGatewayImpacts.AddressMade.Of(),
            },
            _ => new(address.Id, ChangeKind.Update, $"Write public address '{address.Id.Name}' again, which is in state Failed")
            {
                Group = layout.Request.Gateway.ToString(),
                Before = JsonBody.Write(new JsonObject { ["sku"] = body["sku"]!.DeepClone() }),
                After = JsonBody.Write(new JsonObject { ["sku"] = body["sku"]!.DeepClone() }),
                Lanes = [address.Id],
            },
        };
    }

    private static string ZoneText(VpnGatewayLayout layout) => layout.Zones switch
    {
        [] => "regional",
        [var one] => $"zone {one}",
        var zones => $"zones {string.Join(", ", zones)}",
    };

    private static Change Gateway(VpnGatewayLayout layout, VirtualNetwork network)
    {
        var (id, sku) = (layout.Request.Gateway, layout.Sku?.Name ?? layout.Settings.Sku);
        var change = new Change(id, ChangeKind.Create, $"Create VPN gateway '{id.Name}' in {network.Name}: {sku}{Instances(layout)}")
        {
            Group = id.ToString(),
            Lanes = [network.Id, id],
            Impact = VpnGatewayImpacts.Built.Of(sku),
        };
        if (layout.Existing is not { } gateway)
        {
            return change with { After = JsonBody.Write(GatewayBody.New(layout, network.Location)) };
        }

        var (before, after) = GatewayBody.Differences(layout);
        var isFailed = gateway.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;
        var isBusy = gateway.ProvisioningState is ProvisioningState.Updating or ProvisioningState.Creating;
        var rest = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = "Vpn" } });
        change = change with { Key = new Change(id, ChangeKind.Update, string.Empty).Key, Kind = ChangeKind.Update };
        return after.Count > 0
            ? change with
            {
                Summary = $"Update VPN gateway '{id.Name}' in {network.Name}: {string.Join(", ", GatewayWords.Of(layout))}",
                Before = JsonBody.Write(before),
                After = JsonBody.Write(after),
                Impact = GatewayWords.Impact(layout),
            }
            : isFailed ? change with
            {
                Summary = $"Write VPN gateway '{id.Name}' in {network.Name} again, which is in state {gateway.ProvisioningState}",
                Before = rest, After = rest,
            }
            : isBusy && !layout.Settings.NoWait ? change with
            {
                Summary = $"Wait for VPN gateway '{id.Name}' in {network.Name}, which is being written",
                Before = rest, After = rest, Impact = ImpactStatement.None,
            }
            : change with
            {
                Key = new Change(id, ChangeKind.NoChange, string.Empty).Key, Kind = ChangeKind.NoChange,
                Summary = $"Keep VPN gateway '{id.Name}' in {network.Name}", Before = rest, After = rest, Impact = ImpactStatement.None,
            };
    }

    private static string Instances(VpnGatewayLayout layout) => layout.ActiveActive ? ", active-active" : string.Empty;

    // An address that is adopted must still be one that a gateway takes.
    private static IEnumerable<PlanGround> Ground(VpnGatewayLayout layout) =>
        from address in layout.Addresses
        where address is { IsJoined: false, There: not null }
        select new PlanGround(address.Id, JsonBody.Write(new JsonObject { ["sku"] = new JsonObject { ["name"] = "Standard" } }));
}
