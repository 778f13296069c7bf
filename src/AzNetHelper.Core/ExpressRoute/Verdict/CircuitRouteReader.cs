using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Asks circuits what on-premises announces: the route table of the private peering at each of Microsoft's two routers, and
/// nothing else. Both links together are what lies behind a circuit. A link that does not tell is a gap: what the other one
/// tells is known all the same, but that there is nothing is known only when both say so.
/// </summary>
internal sealed class CircuitRouteReader(IArm arm, Harvest harvest, TimeSpan patience)
{
    /// <summary>The code of a gap for a link that did not tell.</summary>
    public const string NotRead = "CircuitRoutesNotRead";

    private const string What = "routes of circuits";

    private int _done;

    /// <summary>Adds what on-premises announces over each circuit to what was read. One that carries nothing is not asked.</summary>
    /// <param name="circuits">The circuits.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public async Task ReadAsync(IEnumerable<ExpressRouteCircuit> circuits, CancellationToken stop)
    {
        ExpressRouteCircuit[] wanted = [.. circuits.Where(c => c.IsUsable).OrderBy(c => c.Id)];
        var found = new ConcurrentDictionary<ResourceId, ExtraDocument>();
        harvest.Progress(What, 0, wanted.Length);
        await Parallel.ForEachAsync(wanted, harvest.Options(stop), async (circuit, token) =>
        {
            if (await AnnouncedAsync(circuit, token).ConfigureAwait(false) is { } prefixes)
            {
                found[circuit.Id] = KnownExtras.Behind(circuit.Id, prefixes);
            }

            harvest.Progress(What, Interlocked.Increment(ref _done), wanted.Length);
        }).ConfigureAwait(false);
        harvest.Extras = [.. harvest.Extras, .. found.OrderBy(f => f.Key).Select(f => f.Value)];
    }

    // Null where it is not known.
    private async Task<ImmutableArray<IPPrefix>?> AnnouncedAsync(ExpressRouteCircuit circuit, CancellationToken stop)
    {
        if (circuit.PrivatePeering is not { } peering)
        {
            harvest.Gap($"{circuit.Id}/peerings", NotRead, $"The peerings of {circuit.Name} were not told, so none was asked what on-premises announces.");
            return null;
        }

        var reader = new LinkReader(arm, new(arm, patience), circuit);
        var evidence = await reader.RoutesAsync(new(peering), stop).ConfigureAwait(false);
        foreach (var link in evidence.Links.Where(l => !l.Routes.IsKnown))
        {
            harvest.Gap(reader.RoutesPath(evidence, link.Link), NotRead,
                $"What on-premises announces over the {LinkReader.Device(link.Link)} link of {circuit.Name} is not known: {link.Routes.Why}.");
        }

        var (prefixes, silent) = SiteRoutes.Announced(evidence);
        return prefixes is { IsEmpty: true } && silent is not null ? null : prefixes;
    }
}
