using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Sites;

/// <summary>The changes that make a device's local network gateway and connection as wanted. What was not asked for stays.</summary>
internal sealed class SiteChanges(Topology topology, VirtualNetworkGateway gateway, PlannedSite site)
{
    private string Who => $"{gateway.Name} and {site.SiteId.Name}";

    public IEnumerable<Change> All()
    {
        var place = Site();
        yield return place;
        yield return Connection() with { DependsOn = [place.Key] };
    }

    private Change Site()
    {
        var wanted = new JsonObject();
        if (site.Request.AddressPrefixes is { } prefixes)
        {
            // The same prefixes in another order are the same.
            var same = site.Site is { } there && there.AddressSpace.ToHashSet().SetEquals(prefixes);
            wanted["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = Texts(same ? site.Site!.AddressSpace : prefixes) };
        }

        var bgp = new JsonObject();
        if (site.Device.Asn is { } asn)
        {
            bgp["asn"] = asn;
        }

        if (site.Device.BgpPeerAddress is { } peer)
        {
            bgp["bgpPeeringAddress"] = peer.ToString();
        }

        if (bgp.Count > 0)
        {
            wanted["bgpSettings"] = bgp;
        }

        return site.Site is { } existing ? Keep(existing.Id, existing.ProvisioningState, wanted, "site", Impact(existing))
            : Make(site.SiteId, With(wanted), $"Make the site '{site.SiteId.Name}' with the device {site.Device}");

        JsonObject With(JsonObject properties)
        {
            properties["localNetworkAddressSpace"] ??= new JsonObject { ["addressPrefixes"] = new JsonArray() };
            properties[site.Device.IPAddress is null ? "fqdn" : "gatewayIpAddress"] = site.Device.Address;
            return properties;
        }
    }

    private ImpactStatement Impact(LocalNetworkGateway existing)
    {
        // Every tunnel with the site takes what is changed in it, whichever gateway's it is.
        var users = topology.Connections.Where(c => c.LocalNetworkGateway == existing.Id).ToArray();
        var rows = new List<SiteImpact>();
        if (users.Length > 0 && !site.Lost.IsEmpty)
        {
            rows.Add(SiteImpacts.PrefixesLost);
        }

        if (users.Any(c => c.EnableBgp) && ((site.Device.Asn is { } asn && asn != existing.Asn)
            || (site.Device.BgpPeerAddress is { } peer && !peer.Equals(existing.BgpPeeringAddress))))
        {
            rows.Add(SiteImpacts.SessionMoved);
        }

        var gateways = users.Select(c => c.Gateway?.Name).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        return SiteImpacts.Say(rows, $"{string.Join(" or ", gateways)} and {existing.Name}", string.Join(", ", site.Lost));
    }

    private Change Connection()
    {
        var wanted = new JsonObject();
        var rows = new List<SiteImpact>();
        var existing = site.Connection;
        Want("enableBgp", site.AsksForBgp ? JsonValue.Create(true) : null, existing is { EnableBgp: false } ? SiteImpacts.Rebuilt : null);
        Want("ipsecPolicies", site.Request.IpsecPolicy?.ToJsonArray(),
            site.Request.IpsecPolicy?.Canonical().Own != existing?.IpsecPolicy ? SiteImpacts.Rebuilt : null);
        Want("usePolicyBasedTrafficSelectors", site.Request.UsePolicyBasedTrafficSelectors is { } flag ? JsonValue.Create(flag) : null,
            site.Request.UsePolicyBasedTrafficSelectors != existing?.UsePolicyBasedTrafficSelectors ? SiteImpacts.Rebuilt : null);
        Want("trafficSelectorPolicies", site.Request.TrafficSelectors is { } selectors ? new JsonArray([.. selectors.Select(Selector)]) : null,
            SiteImpacts.Rebuilt);
        Want("connectionMode", site.Request.ConnectionMode, null);
        Want("dpdTimeoutSeconds", site.Request.DpdTimeoutSeconds is { } seconds ? JsonValue.Create(seconds) : null, null);
        Want("gatewayCustomBgpIpAddresses", LinkLocalAddresses.Of(gateway, site) is { IsEmpty: false } addresses
            ? new JsonArray([.. addresses.Select(Address)]) : null, SiteImpacts.SessionMoved);
        if (existing is not null)
        {
            return Keep(existing.Id, existing.ProvisioningState, wanted, "connection", SiteImpacts.Say(rows, Who), site.ConnectionId);
        }

        var made = new JsonObject
        {
            ["connectionType"] = "IPsec",
            ["connectionProtocol"] = site.Request.Protocol ?? (TunnelRules.IsPolicyBased(gateway) ? TunnelRules.IkeV1 : TunnelRules.IkeV2),
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = gateway.Id.ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = site.SiteId.ToString() },
            ["sharedKey"] = SecretSlots.OfSharedKey(site.ConnectionId),
            ["enableBgp"] = site.AsksForBgp,
        };
        return Make(site.ConnectionId, JsonBody.Merge(made, wanted), $"Connect {gateway.Name} with {site.SiteId.Name}: connection '{site.ConnectionId.Name}'");

        void Want(string member, JsonNode? value, SiteImpact? row)
        {
            if (value is null)
            {
                return;
            }

            wanted[member] = value;
            if (existing is not null && row is not null && !Holds(existing.Id, new() { [member] = value.DeepClone() }))
            {
                rows.Add(row);
            }
        }
    }

    private Change Make(ResourceId id, JsonObject properties, string summary)
    {
        var body = new JsonObject { ["location"] = gateway.Location, ["properties"] = properties };
        // A site with the mark is removed with its connection, any other stays (Remove-VpnGatewayConnection).
        var tags = id.IsType(ResourceTypes.LocalNetworkGateway) ? site.Request.Tags.SetItem(MadeByTag.Name, MadeByTag.Value) : site.Request.Tags;
        if (!tags.IsEmpty)
        {
            body["tags"] = new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return new(id, ChangeKind.Create, summary) { Group = site.Group, After = JsonBody.Write(body), Lanes = [id] };
    }

    // A write that failed is made again, with the same.
    private Change Keep(
        ResourceId id, ProvisioningState state, JsonObject wanted, string what, ImpactStatement impact, ResourceId? keyOf = null)
    {
        var failed = state is ProvisioningState.Failed or ProvisioningState.Canceled;
        var writes = failed || !Holds(id, wanted);
        var before = Before(id, wanted);
        if (failed && keyOf is not null)
        {
            wanted["sharedKey"] = SecretSlots.OfSharedKey(keyOf);
        }

        return new(id, writes ? ChangeKind.Update : ChangeKind.NoChange, writes ? $"Change the {what} '{id.Name}'" : $"Keep the {what} '{id.Name}'")
        {
            Group = site.Group,
            Before = JsonBody.Write(new JsonObject { ["properties"] = before }),
            After = JsonBody.Write(new JsonObject { ["properties"] = wanted }),
            Lanes = writes ? [id] : [],
            Impact = writes ? impact : ImpactStatement.None,
        };
    }

    private bool Holds(ResourceId id, JsonObject wanted) =>
        JsonBody.Differences(new() { ["properties"] = wanted.DeepClone() }, Document(id)).IsEmpty;

    // What is to be changed as it was, and what the plan rests on: the two ends, the device.
    private JsonObject Before(ResourceId id, JsonObject wanted)
    {
        var before = new JsonObject();
        string[] ends = id.IsType(ResourceTypes.Connection) ? ["localNetworkGateway2.id", "virtualNetworkGateway1.id"] : ["gatewayIpAddress", "fqdn"];
        foreach (var path in wanted.Select(w => w.Key).Concat(ends))
        {
            var parts = path.Split('.');
            var value = JsonBody.At(Document(id), $"properties.{path}")?.DeepClone();
            if (value is not null || parts.Length == 1)
            {
                before[parts[0]] = parts.Length == 1 ? value : new JsonObject { [parts[1]] = value };
            }
        }

        return before;
    }

    // A GET always tells the flags; a document from elsewhere may not.
    private JsonObject Document(ResourceId id)
    {
        var document = topology.Document(id) is { } read ? JsonBody.Parse(read.Json) ?? [] : [];
        return !id.IsType(ResourceTypes.Connection) ? document : JsonBody.Merge(new()
        {
            ["properties"] = new JsonObject { ["enableBgp"] = false, ["usePolicyBasedTrafficSelectors"] = false, ["dpdTimeoutSeconds"] = 0, ["ipsecPolicies"] = new JsonArray() },
        }, document);
    }

    private static JsonArray Texts(IEnumerable<IPPrefix> prefixes) => [.. prefixes.Select(p => (JsonNode)p.ToString())];

    private static JsonObject Selector(TrafficSelector selector) => new()
    {
        ["localAddressRanges"] = Texts(selector.Local), ["remoteAddressRanges"] = Texts(selector.Remote),
    };

    private static JsonObject Address(CustomBgpAddress address) => new()
    {
        ["ipConfigurationId"] = address.Configuration.ToString(), ["customBgpIpAddress"] = address.Address.ToString(),
    };
}
