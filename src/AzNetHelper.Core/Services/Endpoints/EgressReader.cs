using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Endpoints;

/// <summary>
/// Reads what tells the public addresses that subnets are seen with. What may not be read makes an answer less sure and fails nothing:
/// the answer says what is not known.
/// </summary>
public sealed class EgressReader
{
    /// <summary>More interfaces than these are not read, one by one, for what is a help and no rule.</summary>
    public const int MostInterfaces = 256;

    /// <summary>What is read of networks before this is asked.</summary>
    public const ReadDepth Around = ReadDepth.All;

    private readonly IArm _arm;
    private readonly Topology _topology;
    private readonly StepWriter _steps;

    private EgressReader(IArm arm, Topology topology, StepWriter steps) => (_arm, _topology, _steps) = (arm, topology, steps);

    /// <summary>The egress of subnets, one each, by the subnet; one that is not in the topology is left out.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="topology">The VNets of the subnets with what is around them (<see cref="Around"/>).</param>
    /// <param name="subnets">The subnets.</param>
    /// <param name="steps">Where progress goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static Task<ImmutableSortedDictionary<ResourceId, SubnetEgress>> ReadAsync(
        IArm arm, Topology topology, IEnumerable<ResourceId> subnets, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(subnets);
        ArgumentNullException.ThrowIfNull(steps);
        var found = subnets.Distinct().Select(id => topology.VirtualNetwork(id.Parent!)?.Subnets.FirstOrDefault(s => s.Id == id)).OfType<Subnet>();
        return new EgressReader(arm, topology, steps).ReadAsync([.. found], cancellationToken);
    }

    private async Task<ImmutableSortedDictionary<ResourceId, SubnetEgress>> ReadAsync(ImmutableArray<Subnet> subnets, CancellationToken stop)
    {
        var ways = new EgressWays(_topology);
        var learned = await LearnedAsync(subnets.Where(ways.TakesLearnedRoutes), stop).ConfigureAwait(false);

        // What they say is looked at, and the answers say what is missing: no warning for each that may not be read.
        var harvest = new Harvest(_arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        var direct = subnets.Where(s => ways.UserDefault(s) is { IsRead: true, Route: null or { NextHopType: NextHopType.Internet } }).ToArray();
        var interfaces = direct.Where(s => s.NatGateway is null).SelectMany(s => s.IPConfigurations).Select(c => c.Parent).OfType<ResourceId>()
            .Where(i => i.IsType(ResourceTypes.NetworkInterface)).Distinct().Take(MostInterfaces);
        await GetAsync(direct.Select(s => s.NatGateway).OfType<ResourceId>().Concat(interfaces).Concat(Firewalls(subnets, ways))).ConfigureAwait(false);
        await GetAsync(harvest.Documents.Where(d => d.Id.IsType(ResourceTypes.NetworkInterface)).SelectMany(Balancers)).ConfigureAwait(false);
        await GetAsync(harvest.Documents.SelectMany(Publics)).ConfigureAwait(false);
        harvest.Ended();
        var read = _topology.With(harvest.Documents);
        var answers = new EgressWays(read);
        return subnets.ToImmutableSortedDictionary(s => s.Id, s => answers.Of(s, learned));

        Task GetAsync(IEnumerable<ResourceId> ids) => harvest.GetAsync(
            ids.Where(i => _topology.Document(i) is null && !harvest.Has(i)), "ways to the internet", e => e.Status is 403 or 404 || Harvest.LeavesGap(e), stop);
    }

    private async Task<ImmutableSortedDictionary<ResourceId, LentRoutes>> LearnedAsync(IEnumerable<Subnet> subnets, CancellationToken stop)
    {
        var lenders = subnets.Select(s => _topology.VirtualNetwork(s.Id.Parent!)).OfType<VirtualNetwork>().Distinct().SelectMany(EgressWays.LendersOf)
            .Distinct().Where(n => _topology.VirtualNetwork(n) is not null).Order().ToArray();
        var routes = new LentRoutesReader(_arm, _topology);
        var learned = ImmutableSortedDictionary.CreateBuilder<ResourceId, LentRoutes>();
        foreach (var lender in lenders)
        {
            _steps.Progress("Asking gateways", lender.Name, learned.Count, lenders.Length);
            learned[lender] = await routes.ReadAsync(lender, stop).ConfigureAwait(false);
        }

        if (lenders.Length > 0)
        {
            _steps.ProgressEnded("Asking gateways");
        }

        return learned.ToImmutable();
    }

    // The firewalls of the VNets that were read, where a default route leads to an address of one.
    private IEnumerable<ResourceId> Firewalls(ImmutableArray<Subnet> subnets, EgressWays ways) =>
        subnets.Any(s => ways.UserDefault(s).Route is { NextHopType: NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp })
            ? _topology.VirtualNetworks.SelectMany(Shape.AppliancesIn).Where(a => a.IsType(ResourceTypes.AzureFirewall)) : [];

    private static IEnumerable<ResourceId> Balancers(ResourceDocument document)
    {
        using var json = CanonicalJson.Parse(document.Json);
        return [.. json.RootElement.Object("properties").Items("ipConfigurations")
            .SelectMany(c => c.Object("properties").Items("loadBalancerBackendAddressPools")).Select(p => p.Text("id"))
            .Select(t => ResourceId.TryParse(t, out var id) ? id.Parent : null).OfType<ResourceId>()];
    }

    private static IEnumerable<ResourceId> Publics(ResourceDocument document)
    {
        if (document.Id.IsType(ResourceTypes.NatGateway))
        {
            return EgressWays.AddressesOf(document);
        }

        using var json = CanonicalJson.Parse(document.Json);
        var p = json.RootElement.Object("properties");
        return [.. p.Items("ipConfigurations").Concat(p.Items("frontendIPConfigurations")).Select(c => c.Object("properties"))
            .SelectMany(Of).OfType<ResourceId>()];

        static IEnumerable<ResourceId?> Of(JsonElement c) => [c.Id("publicIPAddress"), c.Id("publicIPPrefix")];
    }
}
