using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Hosting;

namespace AzNetHelper.Support;

/// <summary>Completes circuits.</summary>
public sealed class CircuitCompleter() : ResourceCompleter(ResourceTypes.ExpressRouteCircuit);

/// <summary>Completes providers of circuits, as the subscriptions of the session list them.</summary>
public sealed class ServiceProviderCompleter : NameCompleter
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken) =>
        [.. (await OffersAsync(arm, cancellationToken)).Select(o => new CompletableName(o.Name, string.Create(CultureInfo.InvariantCulture,
            $"{o.PeeringLocations.Length} locations, {o.BandwidthsInMbps.FirstOrDefault()} to {o.BandwidthsInMbps.LastOrDefault()} Mbps")))];

    // The list is the same in every subscription but for providers that are not open to all.
    internal static async Task<IReadOnlyList<ServiceProviderOffer>> OffersAsync(IArm arm, CancellationToken cancellationToken)
    {
        foreach (var id in (await SubscriptionList.ReadAsync(arm, cancellationToken)).Select(s => s.Id))
        {
            if ((await ProviderCatalogue.ReadAsync(arm, id, cancellationToken)).Offers is { } offers)
            {
                return offers;
            }
        }

        return [];
    }
}

/// <summary>What some providers offer: a location, or a bandwidth.</summary>
internal sealed record OfferedName(string Text, ImmutableArray<string> Providers) : CompletableName(Text, string.Join(", ", Providers));

/// <summary>The base of completers of what a provider offers: that of the one that was named, or else of all.</summary>
public abstract class OfferCompleter : NameCompleter
{
    private protected override bool Fits(CompletableName name, IDictionary? bound)
    {
        var provider = bound?["Provider"] is PSObject wrapped ? wrapped.BaseObject as string : bound?["Provider"] as string;
        return string.IsNullOrEmpty(provider) || name is not OfferedName offered || offered.Providers.Contains(provider, StringComparer.OrdinalIgnoreCase);
    }

    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken) =>
    [
        .. (await ServiceProviderCompleter.OffersAsync(arm, cancellationToken)).SelectMany(o => Of(o).Select(text => (Text: text, o.Name)))
            .GroupBy(o => o.Text, StringComparer.OrdinalIgnoreCase).Select(g => new OfferedName(g.Key, [.. g.Select(o => o.Name)])),
    ];

    /// <summary>What of an offer is completed.</summary>
    private protected abstract IEnumerable<string> Of(ServiceProviderOffer offer);
}

/// <summary>Completes peering locations: of -Provider, where that was given.</summary>
public sealed class PeeringLocationCompleter : OfferCompleter
{
    private protected override IEnumerable<string> Of(ServiceProviderOffer offer) => offer.PeeringLocations;
}

/// <summary>Completes bandwidths in Mbps: of -Provider, where that was given.</summary>
public sealed class CircuitBandwidthCompleter : OfferCompleter
{
    private protected override IEnumerable<string> Of(ServiceProviderOffer offer) =>
        offer.BandwidthsInMbps.Select(b => b.ToString(CultureInfo.InvariantCulture));
}
