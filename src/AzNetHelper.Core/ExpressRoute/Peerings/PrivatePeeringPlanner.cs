using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>Plans the private peering of a circuit: its links, its VLAN, its ASN and its key. Pure.</summary>
public static class PrivatePeeringPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The circuit, and who holds addresses.</param>
    /// <param name="request">What is wanted.</param>
    public static Plan Create(Topology topology, PrivatePeeringRequest request) => Create(topology, request, CircuitCheck.Whole);

    internal static Plan Create(Topology topology, PrivatePeeringRequest request, CheckList<CircuitScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var layout = new PrivatePeeringLayout(topology, request);
        var (problems, notices) = checks.Run(new(null, Peering: layout));
        return new($"Private peering of the ExpressRoute circuit {request.Circuit.Name}")
        {
            Changes = layout is { Circuit: not null, IPv4: not null } ? [Peering(layout)] : [],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            RestsOn = layout.Circuit?.ServiceProvider is { } provider ? [new(request.Circuit, JsonBody.Write(new JsonObject
            {
                ["properties"] = new JsonObject { ["serviceProviderProperties"] = new JsonObject { ["serviceProviderName"] = provider } },
            }))] : [],
            Origins = [CircuitOrigins.Of(request)],
        };
    }

    private static Change Peering(PrivatePeeringLayout layout)
    {
        var (id, circuit) = (layout.Id, layout.Request.Circuit);
        var change = new Change(id, ChangeKind.Create, $"Create the private peering of '{circuit.Name}': {Words(layout)}")
        {
            Group = circuit.ToString(), Lanes = [circuit],
        };
        if (layout.Existing is not { } there)
        {
            return change with { After = JsonBody.Write(Whole(layout)) };
        }

        var rest = JsonBody.Write(Properties(new() { ["vlanId"] = there.VlanId }));
        if (layout.Changes)
        {
            var (before, after) = Differences(layout, there);
            return change with
            {
                Key = new Change(id, ChangeKind.Update, string.Empty).Key, Kind = ChangeKind.Update,
                Summary = layout.ChangesSettings ? $"Update the private peering of '{circuit.Name}': {Changed(layout)}"
                    : layout.IsFailed ? $"Write the private peering of '{circuit.Name}' again, which is in state {there.ProvisioningState}"
                    : layout.Request.Key == PeeringKey.Given ? $"Write the MD5 key of the private peering of '{circuit.Name}'"
                    : $"Take the MD5 key from the private peering of '{circuit.Name}'",
                Before = JsonBody.Write(Properties(before)), After = JsonBody.Write(Properties(after)), Impact = ImpactOf(layout),

                // No GET tells the key, so nothing that could be read says that it is there already.
                NeededWhile = layout.Request.ReplacesKey ? rest : null,
            };
        }

        return there.ProvisioningState is ProvisioningState.Updating or ProvisioningState.Creating
            ? change with
            {
                Key = new Change(id, ChangeKind.Update, string.Empty).Key, Kind = ChangeKind.Update,
                Summary = $"Wait for the private peering of '{circuit.Name}', which is being written", Before = rest, After = rest,
            }
            : change with
            {
                Key = new Change(id, ChangeKind.NoChange, string.Empty).Key, Kind = ChangeKind.NoChange,
                Summary = $"Keep the private peering of '{circuit.Name}'", Before = rest, After = rest,
            };
    }

    private static JsonObject Whole(PrivatePeeringLayout layout)
    {
        var properties = new JsonObject
        {
            ["peeringType"] = PeeringKeys.Private,
            ["peerASN"] = layout.Request.PeerAsn,
            ["primaryPeerAddressPrefix"] = layout.IPv4!.Primary.Prefix.ToString(),
            ["secondaryPeerAddressPrefix"] = layout.IPv4.Secondary.Prefix.ToString(),
            ["vlanId"] = layout.Request.VlanId,
        };
        if (layout.IPv6 is { } links)
        {
            properties["ipv6PeeringConfig"] = IPv6(links);
        }

        if (layout.Request.Key == PeeringKey.Given)
        {
            properties["sharedKey"] = PeeringKeys.Slot(layout.Id);
        }

        return Properties(properties);
    }

    private static (JsonObject Before, JsonObject After) Differences(PrivatePeeringLayout layout, CircuitPeering there)
    {
        var (before, after) = (new JsonObject { ["vlanId"] = there.VlanId }, new JsonObject { ["vlanId"] = layout.Request.VlanId });
        if (layout.ChangesAsn)
        {
            (before["peerASN"], after["peerASN"]) = (there.PeerAsn, layout.Request.PeerAsn);
        }

        if (layout.SwitchesOn)
        {
            (before["state"], after["state"]) = ("Disabled", "Enabled");
        }

        if (layout is { ChangesIPv4: true, IPv4: { } four })
        {
            (before["primaryPeerAddressPrefix"], after["primaryPeerAddressPrefix"]) = (there.PrimaryPrefix?.ToString(), four.Primary.Prefix.ToString());
            (before["secondaryPeerAddressPrefix"], after["secondaryPeerAddressPrefix"]) = (there.SecondaryPrefix?.ToString(), four.Secondary.Prefix.ToString());
        }

        if (layout is { ChangesIPv6: true, IPv6: { } six })
        {
            before["ipv6PeeringConfig"] = there is { PrimaryPrefixIPv6: null, SecondaryPrefixIPv6: null } ? null : new JsonObject
            {
                ["primaryPeerAddressPrefix"] = there.PrimaryPrefixIPv6?.ToString(), ["secondaryPeerAddressPrefix"] = there.SecondaryPrefixIPv6?.ToString(),
            };
            after["ipv6PeeringConfig"] = IPv6(six);
        }

        if (layout.Request.Key != PeeringKey.Unsaid)
        {
            after["sharedKey"] = layout.Request.Key == PeeringKey.Given ? PeeringKeys.Slot(layout.Id) : null;
        }

        return (before, after);
    }

    private static JsonObject IPv6(CircuitLinkPlan links) => new()
    {
        ["primaryPeerAddressPrefix"] = links.Primary.Prefix.ToString(),
        ["secondaryPeerAddressPrefix"] = links.Secondary.Prefix.ToString(),
        ["state"] = "Enabled",
    };

    private static ImpactStatement ImpactOf(PrivatePeeringLayout layout)
    {
        // Of a peering that is off nothing ends, whatever else of it changes.
        if (layout.SwitchesOn)
        {
            return CircuitImpacts.PeeringSwitchedOn.Of(Words(layout));
        }

        ImpactStatement[] all =
        [
            layout.ChangesAsn || layout.ChangesVlan || layout.ChangesIPv4 || (layout.ChangesIPv6 && !layout.AddsIPv6)
                ? CircuitImpacts.PeeringChanged.Of(Words(layout)) : layout.AddsIPv6 ? CircuitImpacts.IPv6Added.Of() : ImpactStatement.None,
            layout.Request.Key != PeeringKey.Unsaid ? CircuitImpacts.KeyChanged.Of() : ImpactStatement.None,
        ];
        return new(all.Max(i => i.Kind), string.Join(" ", all.Select(i => i.Statement).Where(s => s.Length > 0)));
    }

    private static string Words(PrivatePeeringLayout layout) => string.Create(CultureInfo.InvariantCulture,
        $"VLAN {layout.Request.VlanId}, ASN {layout.Request.PeerAsn}, {layout.IPv4?.Primary.Prefix} and {layout.IPv4?.Secondary.Prefix}")
        + (layout.IPv6 is { } six ? $", {six.Primary.Prefix} and {six.Secondary.Prefix}" : string.Empty);

    private static string Changed(PrivatePeeringLayout layout)
    {
        var there = layout.Existing!;
        return string.Join(", ", new[]
        {
            layout.SwitchesOn ? "Disabled to Enabled" : null,
            layout.ChangesVlan ? string.Create(CultureInfo.InvariantCulture, $"VLAN {there.VlanId} to {layout.Request.VlanId}") : null,
            layout.ChangesAsn ? string.Create(CultureInfo.InvariantCulture, $"ASN {there.PeerAsn} to {layout.Request.PeerAsn}") : null,
            layout.ChangesIPv4 ? $"links {layout.IPv4!.Primary.Prefix} and {layout.IPv4.Secondary.Prefix}" : null,
            layout.ChangesIPv6 ? $"IPv6 links {layout.IPv6!.Primary.Prefix} and {layout.IPv6.Secondary.Prefix}" : null,
        }.OfType<string>());
    }

    private static JsonObject Properties(JsonObject members) => new() { ["properties"] = members };
}
