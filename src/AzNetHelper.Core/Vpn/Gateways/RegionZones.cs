using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// The availability zones that a region has for a subscription, as the service tells them (Subscriptions - List Locations,
/// <c>availabilityZoneMappings</c>); there are regions without.
/// </summary>
/// <param name="Zones">Their numbers, for example 1, 2, 3; null where they could not be read, or nobody asked.</param>
/// <param name="Why">Why not; null where they are known, or nobody asked.</param>
public sealed record RegionZones(ImmutableArray<string>? Zones, string? Why = null)
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = "Microsoft.Resources/subscriptions/locations/read";

    /// <summary>Nobody asked, so nothing is known, and there is no reason why not.</summary>
    public static RegionZones NotAsked { get; } = new((ImmutableArray<string>?)null);

    /// <summary>Asks for the zones of a region. What may not be read is unknown; another error ends it.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<RegionZones> ReadAsync(
        IArm arm, string subscriptionId, string region, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        try
        {
            var answer = await arm.GetAsync(
                $"/subscriptions/{subscriptionId}/locations", ResourceTypes.ResourcesApiVersion, cancellationToken).ConfigureAwait(false);
            return Of(answer.Body, region);
        }
        catch (ArmException e) when (e.Status is 403 or 404)
        {
            return new(null, e.Message);
        }
        catch (JsonException e)
        {
            return new(null, $"The list of regions is no JSON: {e.Message}");
        }
    }

    private static RegionZones Of(ReadOnlyMemory<byte> body, string region)
    {
        using var json = JsonDocument.Parse(body);
        foreach (var location in json.RootElement.Items("value"))
        {
            if (IsRegion(location.Text("name"), region))
            {
                return new([.. location.Items("availabilityZoneMappings").Select(z => z.Text("logicalZone")).OfType<string>()
                    .Order(StringComparer.Ordinal)]);
            }
        }

        return new(null, $"The subscription's list of regions does not name {region}.");
    }

    /// <summary>True for one region, whether written as West Europe or westeurope.</summary>
    internal static bool IsRegion(string? one, string? other) => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string? Plain(string? region) => region?.Replace(" ", string.Empty, StringComparison.Ordinal);
}
