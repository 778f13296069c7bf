using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about the public addresses that a gateway is given.</summary>
internal static class AddressChecks
{
    public static IEnumerable<Finding> Count(VpnGatewayLayout layout)
    {
        var given = layout.Request.PublicAddresses;
        if (given.IsDefaultOrEmpty || layout.Existing is not null)
        {
            yield break;
        }

        if (given.Length != layout.Instances)
        {
            yield return Wrong(layout, string.Create(CultureInfo.InvariantCulture,
                $"{given.Length} public {(given.Length == 1 ? "address was" : "addresses were")} given for {layout.Instances} "
                + $"{(layout.Instances == 1 ? "instance" : "instances")}: give one for each, or none to have them made."));
        }
        else if (given.Distinct().Count() < given.Length)
        {
            yield return Wrong(layout, "Each instance needs a public address of its own; one was given twice.");
        }
    }

    public static IEnumerable<Finding> Fixed(VpnGatewayLayout layout)
    {
        if (layout.Existing is not { } gateway || layout.Request.PublicAddresses.IsDefaultOrEmpty)
        {
            yield break;
        }

        var kept = layout.Addresses.Select(a => a.Id).Concat(gateway.Addresses.Select(a => a.PublicAddress)).ToHashSet();
        foreach (var other in layout.Request.PublicAddresses.Where(p => !kept.Contains(p)))
        {
            yield return new(other,
                $"{gateway.Name} has {string.Join(", ", gateway.Addresses.Select(a => a.PublicAddress?.Name))}, and the public address of a "
                + $"gateway cannot be exchanged for {other.Name}. Leave -PublicIpAddress out, or make the gateway anew.", string.Empty)
            {
                Kind = FailureKind.InvalidArgument,
            };
        }
    }

    public static IEnumerable<Finding> NotStandard(VpnGatewayLayout layout) =>
        from address in New(layout)
        let why = !string.Equals(address.Sku, "Standard", StringComparison.OrdinalIgnoreCase) ? $"of the SKU {address.Sku ?? "Basic"}"
            : !address.IsStatic ? "dynamic"
            : address.IsIPv6 ? "IPv6"
            : address.IsGlobal ? "of the tier Global"
            : null
        where why is not null
        select new Finding(address.Id,
            $"The public address {address.Name} is {why}; a VPN gateway takes Standard static IPv4 addresses of its region. "
            + "Give another one, or the name of one to be made.", string.Empty);

    public static IEnumerable<Finding> Region(VpnGatewayLayout layout)
    {
        foreach (var planned in layout.Addresses.Where(a => !a.IsJoined))
        {
            if (!string.Equals(planned.Id.SubscriptionId, layout.Request.Gateway.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            {
                yield return new(planned.Id, $"The public address {planned.Id.Name} is in another subscription than the gateway: "
                    + $"it has to be in {layout.Request.Gateway.SubscriptionId}.", string.Empty)
                    {
                        Kind = FailureKind.InvalidArgument,
                    };
            }
            else if (layout.Network is { } network && planned.There is { } there && !RegionZones.IsRegion(there.Location, network.Location))
            {
                yield return new(there.Id,
                    $"The public address {there.Name} is in {there.Location}, the VNet in {network.Location}.", string.Empty);
            }
        }
    }

    public static IEnumerable<Finding> InUse(VpnGatewayLayout layout) =>
        from address in New(layout)
        where address.User is { } user && !user.IsWithin(layout.Request.Gateway)
        select new Finding(address.Id,
            $"The public address {address.Name} is in use by {address.User!.Parent?.Name ?? address.User.Name}. "
            + "Give another one with -PublicIpAddress, or the name of one to be made.", string.Empty)
            {
                Kind = FailureKind.ResourceExists,
            };

    // Of a gateway that is there the addresses have shown that they will do, and an upgrade keeps them (gateway-sku-upgrade).
    public static IEnumerable<Finding> Zones(VpnGatewayLayout layout) =>
        from address in New(layout)
        where layout.Existing is null
        let why = layout.IsZonal && address.Zones.IsEmpty && layout.Region.Zones is { IsEmpty: false } zones
                ? $"has no zones, and a {layout.Settings.Sku} gateway needs addresses with zones ({string.Join(", ", zones)}) in {address.Location}"
            : !layout.IsZonal && !address.Zones.IsEmpty ? $"has zones, and a {layout.Settings.Sku} gateway takes only addresses without"
            : null
        where why is not null
        select new Finding(address.Id,
            $"The public address {address.Name} {why}. Give another one, or the name of one to be made.", string.Empty);

    public static IEnumerable<Finding> NoSuchZone(VpnGatewayLayout layout) =>
        layout is { Settings.Zones: { IsDefaultOrEmpty: false } given, Region.Zones: { } known, IsBasic: false }
            && given.Except(known, StringComparer.Ordinal).ToArray() is { Length: > 0 } missing
            ? [Wrong(layout, known.IsEmpty
                ? $"{layout.Network?.Location} has no availability zones: leave -Zone out."
                : $"{layout.Network?.Location} has the zones {string.Join(", ", known)}, not {string.Join(", ", missing)}.")]
            : [];

    public static IEnumerable<Finding> Stays(VpnGatewayLayout layout) =>
        layout.Settings.ActiveActive is not false ? []
            : from id in layout.Freed.Select(f => f.PublicAddress).OfType<ResourceId>().Concat(layout.FreedAddresses.Select(a => a.Id)).Distinct()
              where layout.RemovedAddresses.All(a => a.Id != id)
              let there = layout.FreedAddresses.FirstOrDefault(a => a.Id == id)
              select new Finding(id, $"{layout.Request.Gateway.Name} needs the public address {id.Name} no more, and it stays and is billed on: " + (there switch
              {
                  null => "it could not be read, so whether this module has made it is not known. Delete it where nobody else needs it.",
                  _ when MadeByTag.IsOn(there.Tags) => "with -NoWait it is not waited until it is free. Run the command again without -NoWait to remove it.",
                  _ => $"this module has not made it (it has no tag {MadeByTag.Name}={MadeByTag.Value}). Delete it where nobody else needs it.",
              }), string.Empty) { Tells = NoticeSeverity.Warning };

    // The zones of an address cannot be changed; a second address that is made is given them.
    public static IEnumerable<Finding> ZoneUnused(VpnGatewayLayout layout) =>
        layout is { Existing: { } gateway, Settings.Zones: { IsDefaultOrEmpty: false } given } && layout.Addresses.All(a => a is { IsJoined: true } or { There: not null })
            && layout.Addresses.Any(a => a.There is null || !a.There.Zones.ToHashSet(StringComparer.Ordinal).SetEquals(given))
            ? [new(gateway.Id, $"{gateway.Name} is there with its addresses ({string.Join(", ", layout.Addresses.Select(ZonesOf))}), and -Zone changes nothing on them: "
                + "it is for addresses that are made.", string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> ZonesUnknown(VpnGatewayLayout layout) =>
        layout is { Region: { Zones: null, Why: { } why }, IsZonal: true, Settings.Zones: null } && layout.Addresses.Any(a => a is { There: null, IsJoined: false })
            ? [new(layout.Request.Gateway,
                $"The zones of {layout.Network?.Location} could not be read ({why}), so its addresses are made without. Where the "
                + "region has zones Azure refuses that: give -Zone 1, 2, 3.", string.Empty)
                {
                    Tells = NoticeSeverity.Warning,
                }]
            : [];

    private static string ZonesOf(InstanceAddress address) => address.Id.Name + address.There switch
    {
        null => ": zones not read",
        { Zones: [] } => ": no zones",
        { Zones: [var one] } => $": zone {one}",
        { Zones: var zones } => $": zones {string.Join(", ", zones)}",
    };

    private static IEnumerable<PublicIPAddress> New(VpnGatewayLayout layout) =>
        layout.Addresses.Where(a => !a.IsJoined).Select(a => a.There).OfType<PublicIPAddress>();

    private static Finding Wrong(VpnGatewayLayout layout, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Kind = FailureKind.InvalidArgument };
}
