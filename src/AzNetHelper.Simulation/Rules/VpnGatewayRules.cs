using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What is checked of a VPN gateway by itself: SKU, generation, type, instances, BGP (azure-network-rules 4.1 to 4.5).
/// </summary>
internal sealed class VpnGatewayRules(Cloud cloud)
{
    // azure-network-rules 4.5: the only link-local addresses that the Azure side may have.
    private static readonly IPPrefix[] LinkLocal = [IPPrefix.Parse("169.254.21.0/24"), IPPrefix.Parse("169.254.22.0/24")];

    // azure-network-rules 3: /27 for every SKU but Basic.
    private const int LongestPrefix = 27;
    private const int LongestPrefixOfBasic = 29;

    private DateOnly Today => DateOnly.FromDateTime(cloud.Options.Time.GetUtcNow().UtcDateTime);

    public ArmError? Check(ResourceId id, JsonObject? existing, JsonObject made)
    {
        var properties = made.Object("properties")!;
        if (!GatewayShape.IsVpn(made))
        {
            return null;
        }

        var name = properties.Object("sku").Text("name");
        if (VpnGatewaySku.Find(name) is not { } sku)
        {
            return VpnErrors.UnknownSku.With(name, id);
        }

        var before = existing.Object("properties");
        return (existing is null ? CheckNew(id, made, sku) : CheckChange(id, before, properties, sku))
            ?? CheckKind(id, properties, sku) ?? CheckInstances(id, properties) ?? CheckBgp(id, properties, sku)
            ?? new ClientRules(cloud, this).Check(id, existing, made);
    }

    /// <summary>True where nothing new may be made of this.</summary>
    public bool IsRetired(string subject) => cloud.Options.Retirements.Any(r => Json.Same(r.Subject, subject) && Today >= r.NoNewSince);

    private ArmError? CheckNew(ResourceId id, JsonObject made, VpnGatewaySku sku)
    {
        if (IsRetired(sku.Name))
        {
            return sku.Name.StartsWith("VpnGw", StringComparison.Ordinal)
                ? VpnErrors.NonZonalSku.With() : VpnErrors.RetiredSku.With(sku.Name, id);
        }

        foreach (var subnet in GatewayTransitRules.Subnets(made).Select(cloud.Estate.Find).OfType<JsonObject>())
        {
            var longest = sku.IsBasic ? LongestPrefixOfBasic : LongestPrefix;
            if (PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(subnet)).Any(p => !p.IsIPv6 && p.Length > longest))
            {
                return VpnErrors.SubnetTooSmall.With(subnet.Text("id"), longest, sku.Name);
            }
        }

        return null;
    }

    private ArmError? CheckChange(ResourceId id, JsonObject? before, JsonObject made, VpnGatewaySku sku)
    {
        foreach (var member in (string[])["gatewayType", "vpnType"])
        {
            if (before.Text(member) is { } old && made.Text(member) is { } now && !Json.Same(old, now))
            {
                return VpnErrors.CannotChange.With(member, id, old, now);
            }
        }

        var was = VpnGatewaySku.Find(before.Object("sku").Text("name"));
        if (was is null || was == sku)
        {
            return was is not null && cloud.Options.Retirements.Any(r => Json.Same(r.Subject, was.Name) && r.FrozenSince <= Today)
                ? VpnErrors.FrozenSku.With(id, was.Name) : null;
        }

        // Only inside a generation and not to or from Basic (azure-network-rules 4.2); to the same size with zones is a migration.
        var generation = before.Text("vpnGatewayGeneration") ?? was.DefaultGeneration;
        return was.IsBasic || sku.IsBasic || !sku.Generations.Contains(generation, StringComparer.OrdinalIgnoreCase)
            || !Json.Same(generation, made.Text("vpnGatewayGeneration") ?? generation)
                ? VpnErrors.ResizeNotAllowed.With(id, was.Name, sku.Name, generation)
            : IsRetired(sku.Name) ? VpnErrors.NonZonalSku.With()
            : null;
    }

    private static ArmError? CheckKind(ResourceId id, JsonObject made, VpnGatewaySku sku)
    {
        var generation = made.Text("vpnGatewayGeneration");
        return generation is not (null or "None") && !sku.Generations.Contains(generation, StringComparer.OrdinalIgnoreCase)
                ? VpnErrors.WrongGeneration.With(sku.Name, generation)
            : Json.Same(made.Text("vpnType"), "PolicyBased") && !sku.IsBasic ? VpnErrors.PolicyBasedSku.With(id, sku.Name)
            : sku.IsBasic && ((made.Flag("enableBgp") ?? false) || (made.Flag("activeActive") ?? false)) ? VpnErrors.BasicCannot.With(id)
            : null;
    }

    // Two instances have two addresses, and a third one where there are clients (azure-network-rules 4.3).
    private static ArmError? CheckInstances(ResourceId id, JsonObject made)
    {
        var configurations = made.Objects("ipConfigurations").Select(c => c.Object("properties")).ToArray();
        var active = made.Flag("activeActive") ?? false;
        var clients = made.Object("vpnClientConfiguration").Object("vpnClientAddressPool").Texts("addressPrefixes").Any();
        var wanted = !active ? 1 : clients ? 3 : 2;
        return configurations.Length < wanted || (!active && configurations.Length > 1) || configurations.Length > 3
            ? VpnErrors.WrongInstances.With(id, wanted, configurations.Length)
            : configurations.Select(c => c.Reference("publicIPAddress")).OfType<string>()
                .GroupBy(a => a, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice
                ? NetworkErrors.AddressTaken.With(id, twice.Key, id)
            : null;
    }

    private static ArmError? CheckBgp(ResourceId id, JsonObject made, VpnGatewaySku sku)
    {
        var bgp = made.Object("bgpSettings");
        var asn = bgp.Number("asn") ?? 0;
        if (asn is not (0 or GatewayShape.DefaultAsn) && (sku.IsBasic || ReservedAsns.Reason(asn) is not null))
        {
            return sku.IsBasic ? VpnErrors.BasicCannot.With(id) : VpnErrors.ReservedAsn.With(asn, id, ReservedAsns.Reason(asn));
        }

        var custom = bgp.Objects("bgpPeeringAddresses").SelectMany(a => a.Texts("customBgpIpAddresses"))
            .FirstOrDefault(a => !IPAddress.TryParse(a, out var ip) || !LinkLocal.Any(p => p.Contains(ip)));
        return custom is null ? null : VpnErrors.CustomBgpAddress.With(custom, id);
    }
}
