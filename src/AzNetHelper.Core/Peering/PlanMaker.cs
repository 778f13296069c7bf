using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Reading;
using AzNetHelper.Routing;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Services;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Peering;

/// <summary>Makes a plan anew from the live state, by what made it: the same planners that the commands use.</summary>
public sealed class PlanMaker(IArm arm, IReadOnlyCollection<string> subscriptionIds, StepWriter steps)
{
    /// <summary>The plan as it is today. Null when it cannot be made: why was told as failures.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public async Task<Plan?> MakeAsync(Plan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Origins.IsEmpty)
        {
            steps.Fail(new("PlanNotRemade", FailureKind.InvalidOperation,
                "The plan does not tell which command made it, so it cannot be made again here. Make it again as it was made: a fix "
                + "comes from Test-VNetTransitivity.", plan.Title));
            return null;
        }

        // Pairs were planned together, so that the rules are checked over all of them.
        var made = ImmutableArray.CreateBuilder<Plan>();
        foreach (var origins in plan.Origins.GroupBy(o =>
            o.Command is PeeringOrigins.NewVNetPeering or PeeringOrigins.RemoveVNetPeering or VNetToVNetOrigins.NewVNetToVNetConnection
                ? o.Command : o.CommandLine, StringComparer.Ordinal))
        {
            if (await MakeAsync(plan, [.. origins], cancellationToken).ConfigureAwait(false) is not { } one)
            {
                return null;
            }

            made.Add(one);
        }

        return Plan.Of(made);
    }

    private async Task<Plan?> MakeAsync(Plan saved, PlanOrigin[] origins, CancellationToken stop)
    {
        var origin = origins[0];
        var given = JsonBody.Parse(origin.Parameters);
        try
        {
            var pairs = origins.Select(o => JsonBody.Parse(o.Parameters)).ToArray();
            string[] ends = origin.Command is not (PeeringOrigins.NewVNetPeering or PeeringOrigins.RemoveVNetPeering) ? []
                : [.. pairs.SelectMany(p => new[] { Need(p, "VNet"), Need(p, "RemoteVNet") })];
            switch (origin.Command)
            {
                case PeeringOrigins.NewHubSpokePeering or PeeringOrigins.RemoveHubSpokePeering when given[ManagerOrigins.Parameter] is not null:
                    return await ManagedSpokesGround.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case PeeringOrigins.NewHubSpokePeering:
                    return await OnAsync([Id("Hub"), .. Ids("Spoke")], (g, f) => HubSpoke(g, given, f), stop)
                        .ConfigureAwait(false);
                case PeeringOrigins.RemoveHubSpokePeering:
                    return await OnAsync([Id("Hub"), .. Ids("Spoke")], (g, facts) => HubSpokeRemover.Create(g.Topology,
                        new(g.Networks[0], g.Networks[1..]) { AllowLoss = Flag(given, "AllowLoss") ?? false }, facts), stop,
                        ReadDepth.All, sites: true).ConfigureAwait(false);
                case PeeringOrigins.NewVNetPeering:
                    return await OnAsync(ends, (g, facts) => VNetPeeringPlanner.CreateAll(g.Topology,
                        [.. pairs.Zip(g.Networks.Chunk(2), (p, two) => Pair(two[0], two[1], p))], facts), stop)
                        .ConfigureAwait(false);
                case PeeringOrigins.RemoveVNetPeering:
                    return await OnAsync(ends, (g, facts) => VNetPeeringPlanner.RemoveAll(g.Topology,
                        [.. g.Networks.Chunk(2).Select(two => PeeringPair.Between(g.Topology, two[0], two[1]))], facts), stop,
                        ReadDepth.All).ConfigureAwait(false);
                case PeeringOrigins.SyncVNetPeering:
                    return await OnPeersAsync([.. Ids("VNet"), .. Remotes()], pointing: false, (g, facts) => SyncPlanner.Create(
                        g.Topology, Selection(g), facts), stop).ConfigureAwait(false);
                case PeeringOrigins.RepairVNetPeering:
                    return await OnPeersAsync([.. Ids("VNet"), .. Remotes()], given["RemoteVNet"] is null, (g, facts) =>
                        RepairPlanner.Create(g.Topology, new(Selection(g))
                        {
                            EndGatewayUse = Flag(given, "EndGatewayUse") ?? false,
                            UseLentGateway = Flag(given, "UseLentGateway") ?? false,
                        }, facts), stop).ConfigureAwait(false);
                case PeeringOrigins.SetVNetAddressSpace:
                    return await OnPeersAsync([Id("VNet")], pointing: false, (g, facts) => AddressSpacePlanner.Create(
                        g.Topology, Space(g.Networks[0]), facts), stop, sites: true).ConfigureAwait(false);
                case RoutingOrigins.SetHubSpokeRoute:
                    return await RoutesAsync(new(Id("Hub"), Id("NextHop"))
                    {
                        Spokes = given["Spoke"] is null ? [] : [.. Ids("Spoke")],
                        AddressPrefixes = Prefixes("AddressPrefix"),
                        IncludeGatewaySubnet = Flag(given, "IncludeGatewaySubnet") ?? false,
                    }, stop).ConfigureAwait(false);
                case SiteOrigins.NewSiteToSiteConnection:
                    return await SiteAsync(SiteOrigins.Read(origin), stop).ConfigureAwait(false);
                case ConnectionRemovalPlanner.RemoveVpnGatewayConnection:
                    return (await ConnectionRemovalGround.ReadAsync(arm, [.. Ids("Connection")], Flag(given, "KeepLocalNetworkGateway") ?? false,
                        subscriptionIds, steps, stop).ConfigureAwait(false))?.RemovingAnySite(Flag(given, "RemoveLocalNetworkGateway") ?? false).Plan();
                case VNetToVNetOrigins.NewVNetToVNetConnection:
                    return (await VNetToVNetOrigins.ReadAsync(arm, origins, subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
                case SharedKeyGround.ResetVpnSharedKey:
                    return await SharedKeyGround.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case P2SConfigurationOrigins.SetP2SConfiguration:
                    return (await P2SConfigurationGround.ReadAsync(arm, Id("Gateway"), subscriptionIds, id => P2SConfigurationOrigins.Read(origin, id),
                        given: null, steps, stop).ConfigureAwait(false))?.Plan();
                case AccessOrigins.Grant or AccessOrigins.Revoke:
                    return await AccessAsync(origin, stop).ConfigureAwait(false);
                case VpnOrigins.NewVpnGateway or VpnOrigins.RemoveVpnGateway:
                    return await new VpnPlanMaker(arm, subscriptionIds, steps).MakeAsync(origin, stop).ConfigureAwait(false);
                case ExpressRouteGatewayOrigins.NewExpressRouteGateway:
                    return await ExpressRouteGatewayOrigins.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case ExpressRouteConnectionOrigins.NewExpressRouteConnection:
                    return await ExpressRouteConnectionOrigins.RemakeAsync(arm, saved, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case CircuitOrigins.NewCircuit or CircuitOrigins.RemoveCircuit or CircuitOrigins.NewPrivatePeering:
                    return await CircuitOrigins.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case EndpointOrigins.Enable or EndpointOrigins.Disable:
                    return await EndpointOrigins.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                case ServiceSubnetOrigins.NewVNetServiceSubnet:
                    return await ServiceSubnetGround.ReadAsync(arm, ServiceSubnetOrigins.Read(origin), subscriptionIds, steps, stop)
                        .ConfigureAwait(false) is { } subnet ? await subnet.PlanAsync(arm, steps, stop).ConfigureAwait(false) : null;
                case RevocationPlanner.Revoke or RevocationPlanner.Restore:
                    return await RevocationPlanner.RemakeAsync(arm, origin, subscriptionIds, steps, stop).ConfigureAwait(false);
                default:
                    throw new FormatException($"'{origin.Command}' is no command that plans are made again by");
            }
        }
        catch (FormatException e)
        {
            steps.Fail(new("PlanNotRemade", FailureKind.InvalidData,
                $"The plan cannot be made again here: {e.Message}. Run it yourself: {origin.CommandLine}", origin.Command) { Cause = e });
            return null;
        }

        string Id(string name) => Need(given, name);

        AddressSpaceRequest Space(ResourceId network) => new(network)
        {
            Add = Prefixes("Add"),
            Remove = Prefixes("Remove"),
            Prefix = given["Prefix"] is null ? null : Prefixes("Prefix"),
            AllowUnsynced = Flag(given, "AllowUnsynced") ?? false,
        };

        ImmutableArray<IPPrefix> Prefixes(string name) => given[name] is null ? [] : [.. Ids(name).Select(IPPrefix.Parse)];

        IEnumerable<string> Remotes() => given["RemoteVNet"] is null ? [] : Ids("RemoteVNet");

        PeeringSelection Selection(PeeringGround ground)
        {
            var count = Ids("VNet").Count();
            var (networks, remotes) = (ground.Networks[..count], ground.Networks[count..]);
            return remotes.IsEmpty ? new(networks)
                : new([]) { Named = [.. networks.SelectMany(n => remotes.Select(r => new PeeringEnds(n, r)))] };
        }

        IEnumerable<string> Ids(string name) => given[name] is JsonArray { Count: > 0 } items
            ? items.Select(i => i is JsonValue v && v.TryGetValue<string>(out var id)
                ? id : throw new FormatException($"-{name} is no list of ids"))
            : throw new FormatException($"-{name} is missing");
    }

    private async Task<Plan?> OnAsync(
        IReadOnlyList<string> ids, Func<PeeringGround, PeeringFacts, Plan> plan, CancellationToken stop,
        ReadDepth around = ReadDepth.Gateways | ReadDepth.PeerSpaces, bool sites = false) =>
        await PeeringGround.ReadAsync(arm, ids, subscriptionIds, steps, stop, around).ConfigureAwait(false) is { } ground
            ? await PeeringFactsReader.PlanAsync(arm, ground.Topology, facts => plan(ground, facts), steps, stop,
                sites ? ground.Networks : null).ConfigureAwait(false)
            : null;

    private async Task<Plan?> OnPeersAsync(
        IReadOnlyList<string> ids, bool pointing, Func<PeeringGround, PeeringFacts, Plan> plan, CancellationToken stop, bool sites = false) =>
        await PeeringGround.ReadWithPeersAsync(arm, ids, subscriptionIds, pointing, steps, stop).ConfigureAwait(false) is { } ground
            ? await PeeringFactsReader.PlanAsync(arm, ground.Topology, facts => plan(ground, facts), steps, stop,
                sites ? ground.Networks : null).ConfigureAwait(false)
            : null;

    private async Task<Plan?> AccessAsync(PlanOrigin origin, CancellationToken stop)
    {
        var (services, subnets) = AccessOrigins.Named(origin);
        return origin.Command == AccessOrigins.Grant
            ? (await AccessGround.ReadAsync(arm, services, subnets, (s, n) => AccessOrigins.Granted(origin) with { Services = s, Subnets = n },
                subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan()
            : (await AccessRemovalGround.ReadAsync(arm, services, subnets, (s, n) => AccessOrigins.Revoked(origin) with { Services = s, Subnets = n },
                subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
    }

    private async Task<Plan?> RoutesAsync(HubSpokeRouteNames names, CancellationToken stop) =>
        await RoutingGround.ReadAsync(arm, names, subscriptionIds, steps, stop).ConfigureAwait(false) is { } ground
            ? (await ground.PlanAsync(arm, steps, stop).ConfigureAwait(false)).Plan : null;

    private async Task<Plan?> SiteAsync(SiteRequest request, CancellationToken stop) =>
        await SiteGround.ReadAsync(arm, request.Gateway.ToString(), _ => request, subscriptionIds, steps, stop).ConfigureAwait(false) is { } ground
            ? (await ground.PlanAsync(arm, key: null, stop).ConfigureAwait(false)).Plan : null;

    private static Plan HubSpoke(PeeringGround ground, JsonObject given, PeeringFacts facts) =>
        HubSpokePlanner.Create(ground.Topology, new(ground.Networks[0], [.. ground.Networks[1..].Distinct()])
        {
            UseHubGateway = Flag(given, "UseHubGateway"),
            AllowForwardedTraffic = Flag(given, "AllowForwardedTraffic"),
            AllowForwardedTrafficToHub = Flag(given, "AllowForwardedTrafficToHub"),
            HubPeeringNameFormat = Text(given, "HubPeeringNameFormat") ?? PeeringNames.DefaultFormat,
            SpokePeeringNameFormat = Text(given, "SpokePeeringNameFormat") ?? PeeringNames.DefaultFormat,
        }, facts);

    private static NewPeeringRequest Pair(ResourceId local, ResourceId remote, JsonObject given) => new(local, remote)
    {
        LocalHalf = new()
        {
            Name = Text(given, "Name"),
            AllowForwardedTraffic = Flag(given, "AllowForwardedTraffic"),
            AllowGatewayTransit = Flag(given, "AllowGatewayTransit"),
            UseRemoteGateways = Flag(given, "UseRemoteGateways"),
        },
        RemoteHalf = new()
        {
            Name = Text(given, "RemoteName"),
            AllowForwardedTraffic = Flag(given, "RemoteAllowForwardedTraffic"),
            AllowGatewayTransit = Flag(given, "UseRemoteGateways") is true ? true : null,
        },
    };

    private static string Need(JsonObject given, string name) =>
        Text(given, name) ?? throw new FormatException($"-{name} is missing");

    private static bool? Flag(JsonObject given, string name) => given[name] is null ? null
        : given[name] is JsonValue v && v.TryGetValue<bool>(out var flag) ? flag
        : throw new FormatException($"-{name} is neither true nor false");

    private static string? Text(JsonObject given, string name) => given[name] is null ? null
        : given[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text
        : throw new FormatException($"-{name} is no text");
}
