using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
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
        var given = new Given(JsonBody.Parse(origin.Parameters));
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

    /// <summary>The parameters of the command, each of its kind.</summary>
    private sealed class Given(JsonObject parameters)
    {
        public bool Has(string name) => parameters[name] is not null;

        public string Need(string name) => Text(name) ?? throw new FormatException($"-{name} is missing");

        public string? Text(string name) => parameters[name] is null ? null
            : parameters[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text
            : throw new FormatException($"-{name} is no text");

        public bool? Flag(string name) => parameters[name] is null ? null
            : parameters[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag
            : throw new FormatException($"-{name} is neither true nor false");

        public long? Number(string name) => parameters[name] is null ? null
            : long.TryParse(parameters[name]!.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"-{name} is no number");

        public IEnumerable<string> Texts(string name) => parameters[name] is null ? []
            : parameters[name] is JsonArray items ? items.Select(i => i is JsonValue v && v.TryGetValue<string>(out var text)
                ? text : throw new FormatException($"-{name} is no list of texts"))
            : throw new FormatException($"-{name} is no list");
    }
}
