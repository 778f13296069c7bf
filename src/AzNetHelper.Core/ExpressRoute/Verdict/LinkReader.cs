using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>Reads what Microsoft's two routers tell of the peerings of a circuit, and the byte counters.</summary>
internal sealed class LinkReader(IArm arm, RouterQuestions questions, ExpressRouteCircuit circuit)
{
    private readonly string _version = ResourceTypes.ApiVersion(circuit.Id);

    /// <summary>The router of a link, as paths name it.</summary>
    public static string Device(CircuitLink link) => link == CircuitLink.Primary ? "primary" : "secondary";

    /// <summary>Where the routes of a link are asked for.</summary>
    public string RoutesPath(PeeringEvidence peering, CircuitLink link) => $"{Path(peering)}/routeTables/{Device(link)}";

    /// <summary>A peering with the routes of both links and nothing else.</summary>
    public async Task<PeeringEvidence> RoutesAsync(PeeringEvidence peering, CancellationToken stop)
    {
        var told = await Task.WhenAll(peering.Links.Select(async l => l with { Routes = await AskAsync(l.Link).ConfigureAwait(false) })).ConfigureAwait(false);
        return peering with { Primary = told[0], Secondary = told[1] };

        Task<Told<ImmutableArray<CircuitRoute>>> AskAsync(CircuitLink link) =>
            Silent(peering.Peering) is { } why ? Task.FromResult(Told.Unknown<ImmutableArray<CircuitRoute>>(why))
                : questions.PostAsync(RoutesPath(peering, link), _version, query: null, CircuitAnswers.Routes, stop);
    }

    /// <summary>The peerings, the private one with the routes of both links.</summary>
    public async Task<ImmutableArray<PeeringEvidence>> PrivateRoutesAsync(ImmutableArray<PeeringEvidence> peerings, CancellationToken stop) =>
        [.. await Task.WhenAll(peerings.Select(p => p.Peering.IsPrivate ? RoutesAsync(p, stop) : Task.FromResult(p))).ConfigureAwait(false)];

    public async Task<ImmutableArray<PeeringEvidence>> ReadAsync(
        ImmutableArray<PeeringEvidence> peerings, TimeSpan? sample, CancellationToken stop)
    {
        var first = arm.Time.GetTimestamp();
        var counted = await CountAsync(peerings, (p, traffic) => p with { Traffic = traffic }, stop).ConfigureAwait(false);

        // The two links end at two routers; one router takes one question after another.
        var links = await Task.WhenAll(Enum.GetValues<CircuitLink>().Select(link => LinkAsync(counted, link, stop))).ConfigureAwait(false);
        ImmutableArray<PeeringEvidence> read =
            [.. counted.Select((p, i) => p with { Primary = links[0][i], Secondary = links[1][i] })];
        if (sample is not { } wait)
        {
            return read;
        }

        if (wait - arm.Time.GetElapsedTime(first) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, arm.Time, stop).ConfigureAwait(false);
        }

        return await CountAsync(read, (p, traffic) => p with { LaterTraffic = traffic }, stop).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<PeeringEvidence>> CountAsync(
        ImmutableArray<PeeringEvidence> peerings, Func<PeeringEvidence, Told<CircuitTraffic>, PeeringEvidence> with, CancellationToken stop)
    {
        var counted = ImmutableArray.CreateBuilder<PeeringEvidence>(peerings.Length);
        foreach (var peering in peerings)
        {
            counted.Add(with(peering, Silent(peering.Peering) is { } why ? Told.Unknown<CircuitTraffic>(why)
                : await questions.GetAsync($"{Path(peering)}/stats", _version, CircuitAnswers.Traffic, stop).ConfigureAwait(false)));
        }

        return counted.DrainToImmutable();
    }

    private async Task<LinkEvidence[]> LinkAsync(ImmutableArray<PeeringEvidence> peerings, CircuitLink link, CancellationToken stop)
    {
        var told = new LinkEvidence[peerings.Length];
        var device = Device(link);
        for (var i = 0; i < peerings.Length; i++)
        {
            var path = Path(peerings[i]);
            told[i] = Silent(peerings[i].Peering) is { } why
                ? new(link)
                {
                    Arp = Told.Unknown<ImmutableArray<ArpEntry>>(why),
                    Neighbors = Told.Unknown<ImmutableArray<BgpNeighbor>>(why),
                    Routes = Told.Unknown<ImmutableArray<CircuitRoute>>(why),
                }
                : new(link)
                {
                    Arp = await AskAsync($"{path}/arpTables/{device}", CircuitAnswers.Arp).ConfigureAwait(false),
                    Neighbors = await AskAsync($"{path}/routeTablesSummary/{device}", CircuitAnswers.Neighbors).ConfigureAwait(false),
                    Routes = await AskAsync(RoutesPath(peerings[i], link), CircuitAnswers.Routes).ConfigureAwait(false),
                };
        }

        return told;

        Task<Told<ImmutableArray<T>>> AskAsync<T>(string path, Func<JsonPart, ImmutableArray<T>> read) =>
            questions.PostAsync(path, _version, query: null, read, stop);
    }

    // What is not there yet has nothing to tell, and a router that is asked for it takes its time.
    private string? Silent(CircuitPeering peering) =>
        !Is(circuit.CircuitState, "Enabled") ? $"it was not asked for while the circuit is {circuit.CircuitState}"
        : !Is(circuit.ProviderState, "Provisioned") ? $"it was not asked for while the provider's side is {circuit.ProviderState}"
        : !peering.IsEnabled ? "it was not asked for while the peering is switched off"
        : null;

    private string Path(PeeringEvidence peering) => circuit.Id.Child("peerings", peering.Peering.Name).ToString();

    private static bool Is(string? state, string wanted) => state is null || state.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
