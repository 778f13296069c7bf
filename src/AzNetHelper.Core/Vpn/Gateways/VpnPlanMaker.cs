using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Makes a plan of a VPN gateway anew from the live state, by what made it.</summary>
internal sealed class VpnPlanMaker(IArm arm, IReadOnlyCollection<string> subscriptionIds, StepWriter steps)
{
    /// <summary>The plan as it is today. Null when it cannot be made: why was told as failures.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public async Task<Plan?> MakeAsync(PlanOrigin origin, CancellationToken stop)
    {
        var given = new OriginParameters(origin);
        if (origin.Command == VpnOrigins.RemoveVpnGateway)
        {
            var removal = await VpnGatewayRemovalGround.ReadAsync(arm, given.Need("Gateway"), subscriptionIds, id => new(id)
            {
                KeepPublicAddresses = given.Flag("KeepPublicIpAddress") ?? false,
                AllowLoss = given.Flag("AllowLoss") ?? false,
            }, steps, stop).ConfigureAwait(false);
            return removal?.Plan();
        }

        var settings = new VpnGatewaySettings(given.Need("Sku"))
        {
            Generation = (int?)given.Number("Generation"),
            ActiveActive = given.Flag("ActiveActive"),
            Asn = given.Number("Asn"),
            EnableBgp = given.Flag("EnableBgp"),
            BgpPeeringAddresses = [.. given.Texts("BgpPeeringAddress").Select(IPAddress.Parse)],
            Zones = given.Has("Zone") ? [.. given.Texts("Zone")] : null,
            SubnetPrefix = given.Text("GatewaySubnetPrefix") is { } prefix ? IPPrefix.Parse(prefix) : null,
            ExtendAddressSpace = given.Flag("ExtendAddressSpace") ?? false,
            Location = given.Text("Location"),
            Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(
                t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.OrdinalIgnoreCase),
        };
        var ground = await VpnGatewayGround.ReadAsync(arm, new(given.Need("VNet"), given.Need("Name"), settings)
        {
            ResourceGroup = given.Text("ResourceGroupName"),
            PublicAddresses = [.. given.Texts("PublicIpAddress")],
        }, subscriptionIds, steps, stop).ConfigureAwait(false);
        return ground is null ? null : await ground.PlanAsync(arm, steps, stop).ConfigureAwait(false);
    }
}
