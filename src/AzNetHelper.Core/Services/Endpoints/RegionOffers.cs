using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Services.Endpoints;

/// <summary>The service endpoints that a region offers a subscription (Available Endpoint Services - List).</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Location">The region.</param>
/// <param name="Identifiers">What is offered, for example <c>Microsoft.Storage</c>; null where it could not be read.</param>
/// <param name="Why">Why not; null where it is known.</param>
public sealed record RegionOffers(string SubscriptionId, string Location, ImmutableArray<string>? Identifiers, string? Why = null)
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = "Microsoft.Network/locations/virtualNetworkAvailableEndpointServices/read";

    /// <summary>True where the region offers the endpoint; null where that is not known.</summary>
    public bool? Has(string identifier) => Identifiers?.Contains(identifier, StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks. What may not be read is unknown; another error ends it.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<RegionOffers> ReadAsync(IArm arm, string subscriptionId, string location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(location);
        var region = RegionPairs.Name(location);
        try
        {
            var found = ImmutableArray.CreateBuilder<string>();
            var path = $"{ResourceId.ForSubscription(subscriptionId)}/providers/Microsoft.Network/locations/{region}/virtualNetworkAvailableEndpointServices";
            await foreach (var page in arm.ListAsync(path, ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false))
            {
                using var json = CanonicalJson.Parse(page.Body);
                found.AddRange(json.RootElement.Items("value").Select(s => s.Text("name")).OfType<string>());
            }

            return new(subscriptionId, region, [.. found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);
        }
        catch (ArmException e) when (e.Status is 400 or 403 or 404 || Harvest.LeavesGap(e))
        {
            return new(subscriptionId, region, null, $"{e.Message} ({e.Code})");
        }
        catch (JsonException e)
        {
            return new(subscriptionId, region, null, $"The answer is no JSON: {e.Message}");
        }
    }
}
