using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Plans an ExpressRoute gateway with what it needs: room in the VNet, GatewaySubnet, the gateway itself. What is there is taken
/// as it is, so a run that was interrupted is finished by the same command. Pure: it reads the topology and writes nothing.
/// </summary>
public static class ExpressRouteGatewayPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNet, what it is peered with, and the gateways around.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked, where the address space is to grow; null for nothing.</param>
    public static Plan Create(Topology topology, ExpressRouteGatewayRequest request, PeeringFacts? facts = null) =>
        Create(topology, request, facts, ExpressRouteGatewayCheck.Whole);

    internal static Plan Create(
        Topology topology, ExpressRouteGatewayRequest request, PeeringFacts? facts, CheckList<ExpressRouteGatewayLayout> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var layout = new ExpressRouteGatewayLayout(topology, request);
        var (problems, notices) = checks.Run(layout);
        var plan = new Plan($"ExpressRoute gateway {request.Gateway.Name} in {request.Network.Name}")
        {
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            Origins = [ExpressRouteGatewayOrigins.Of(request)],
        };
        if (layout.Network is not { } network || layout.Unread.Any())
        {
            return plan;
        }

        var gateway = Gateway(layout, network);
        if (gateway.Kind == ChangeKind.NoChange)
        {
            return plan with { Changes = [gateway] };
        }

        var (wider, place) = GatewayGroundwork.Of(layout, network, facts);
        return plan with
        {
            Changes = [.. place, gateway with { DependsOn = [.. place.Select(c => c.Key)] }],
            Problems = [.. plan.Problems, .. wider.Problems],
            Notices = [.. plan.Notices, .. wider.Notices],
            RestsOn = wider.RestsOn,
        };
    }

    private static Change Gateway(ExpressRouteGatewayLayout layout, VirtualNetwork network)
    {
        var (id, sku) = (layout.Request.Gateway, layout.Sku?.Name ?? layout.Settings.Sku);
        var made = new Change(id, ChangeKind.Create, $"Create ExpressRoute gateway '{id.Name}' in {network.Name}: {sku}{Units(layout.Bounds)}")
        {
            Group = id.ToString(),
            Lanes = [network.Id, id],
            Impact = ExpressRouteGatewayImpacts.Built.Of(sku),
        };
        if (layout.Existing is not { } gateway)
        {
            return made with { After = JsonBody.Write(ExpressRouteGatewayBody.New(layout, network.Location)) };
        }

        var (before, after) = ExpressRouteGatewayBody.Differences(layout);
        var isFailed = gateway.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;
        var isBusy = gateway.ProvisioningState is ProvisioningState.Updating or ProvisioningState.Creating;
        var rest = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = "ExpressRoute" } });
        var change = made with { Key = new Change(id, ChangeKind.Update, string.Empty).Key, Kind = ChangeKind.Update, Before = rest, After = rest };
        return after.Count > 0
            ? change with
            {
                Summary = $"Update ExpressRoute gateway '{id.Name}' in {network.Name}: {string.Join(", ", Words(layout, gateway))}",
                Before = JsonBody.Write(before),
                After = JsonBody.Write(after),
                Impact = ImpactOf(layout, gateway),
            }
            : isFailed ? change with { Summary = $"Write ExpressRoute gateway '{id.Name}' in {network.Name} again, which is in state {gateway.ProvisioningState}" }
            : isBusy && !layout.Settings.NoWait ? change with
            {
                Summary = $"Wait for ExpressRoute gateway '{id.Name}' in {network.Name}, which is being written", Impact = ImpactStatement.None,
            }
            : change with
            {
                Key = new Change(id, ChangeKind.NoChange, string.Empty).Key, Kind = ChangeKind.NoChange,
                Summary = $"Keep ExpressRoute gateway '{id.Name}' in {network.Name}", Impact = ImpactStatement.None,
            };
    }

    private static IEnumerable<string> Words(ExpressRouteGatewayLayout layout, VirtualNetworkGateway gateway)
    {
        if (!layout.IsOfSku)
        {
            yield return $"{gateway.Sku} to {layout.Sku?.Name ?? layout.Settings.Sku}";
        }

        if (layout.ChangesBounds)
        {
            yield return Units(layout.Bounds).TrimStart(',', ' ');
        }

        if (layout.Settings.AllowRemoteVNetTraffic is { } allow && allow != (gateway.AllowRemoteVNetTraffic ?? false))
        {
            yield return allow ? "lets VNets of other gateways of its circuits in" : "shuts VNets of other gateways of its circuits out";
        }
    }

    private static ImpactStatement ImpactOf(ExpressRouteGatewayLayout layout, VirtualNetworkGateway gateway)
    {
        var rows = new List<ImpactStatement>();
        if (!layout.IsOfSku)
        {
            rows.Add(ExpressRouteGatewayImpacts.Resized.Of(layout.Sku?.Name ?? layout.Settings.Sku));
        }

        if (layout.ChangesBounds)
        {
            var (wanted, had) = (layout.Bounds!.Value, gateway.ScaleBounds);
            rows.Add((had is { } was && wanted.Least <= was.Least && wanted.Most <= was.Most
                ? ExpressRouteGatewayImpacts.ScaledDown : ExpressRouteGatewayImpacts.ScaledUp).Of(Units(wanted).TrimStart(',', ' ')));
        }

        if (layout.Settings.AllowRemoteVNetTraffic is false && gateway.AllowRemoteVNetTraffic is true)
        {
            rows.Add(ExpressRouteGatewayImpacts.RemoteShut.Of(layout.Network!.Name));
        }

        return rows.Count == 0 ? ImpactStatement.None : new(rows.Max(r => r.Kind), string.Join(' ', rows.Select(r => r.Statement)));
    }

    private static string Units((int Least, int Most)? bounds) => bounds switch
    {
        null => string.Empty,
        var (least, most) when least == most => string.Create(CultureInfo.InvariantCulture, $", {least} scale {(least == 1 ? "unit" : "units")}"),
        var (least, most) => string.Create(CultureInfo.InvariantCulture, $", {least} to {most} scale units"),
    };
}
