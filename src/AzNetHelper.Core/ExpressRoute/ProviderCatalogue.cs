using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a provider offers to a subscription.</summary>
/// <param name="Name">As a circuit names it, for example <c>Equinix</c>.</param>
/// <param name="PeeringLocations">Where it meets Microsoft; no regions of Azure.</param>
/// <param name="BandwidthsInMbps">In order.</param>
public sealed record ServiceProviderOffer(string Name, ImmutableArray<string> PeeringLocations, ImmutableArray<int> BandwidthsInMbps)
{
    /// <summary>The location as the provider writes it; null where it is not there.</summary>
    public string? Location(string? name) =>
        PeeringLocations.FirstOrDefault(l => string.Equals(l, name, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Name;
}

/// <summary>
/// The providers of a subscription: who offers circuits, where, with which bandwidths (ExpressRoute Service Providers - List;
/// arm-protocol 1.7). Which bandwidths there are at one location alone, the list does not say.
/// </summary>
/// <param name="Offers">By name; null where they could not be read.</param>
/// <param name="Why">Why not; null where they are known.</param>
public sealed record ProviderCatalogue(ImmutableArray<ServiceProviderOffer>? Offers, string? Why = null)
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = "Microsoft.Network/expressRouteServiceProviders/read";

    /// <summary>The path of the list.</summary>
    public static string PathOf(string subscriptionId) => $"/subscriptions/{subscriptionId}/providers/{ResourceTypes.ExpressRouteProvider}";

    /// <summary>Reads the list. What may not be read is unknown; another error ends it.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ProviderCatalogue> ReadAsync(IArm arm, string subscriptionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        var offers = ImmutableArray.CreateBuilder<ServiceProviderOffer>();
        try
        {
            await foreach (var page in arm.ListAsync(PathOf(subscriptionId), ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false))
            {
                offers.AddRange(Of(page.Body));
            }
        }
        catch (ArmException e) when (e.Status is 403 or 404)
        {
            return new(null, e.Message);
        }
        catch (JsonException e)
        {
            return new(null, $"The list of providers is no JSON: {e.Message}");
        }

        return new([.. offers.OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>A provider by its name, in any case; null where it is not there, or the list is not known.</summary>
    public ServiceProviderOffer? Find(string? name) =>
        Offers?.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names that somebody may have meant, the nearest first; empty where none is near.</summary>
    public static ImmutableArray<string> Near(string wanted, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(n => (Name: n, Distance: NearNames.Distance(wanted, n), Within: n.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            .Where(n => n.Distance < int.MaxValue || n.Within)
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Select(n => n.Name).Take(5)];
    }

    private static IEnumerable<ServiceProviderOffer> Of(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        foreach (var item in json.RootElement.Items("value"))
        {
            var p = item.Object("properties");
            if (item.Text("name") is { Length: > 0 } name)
            {
                yield return new(name, [.. p.Texts("peeringLocations").Order(StringComparer.OrdinalIgnoreCase)],
                    [.. p.Items("bandwidthsOffered").Select(b => b.Number("valueInMbps")).OfType<long>().Select(b => (int)b).Distinct().Order()]);
            }
        }
    }
}
