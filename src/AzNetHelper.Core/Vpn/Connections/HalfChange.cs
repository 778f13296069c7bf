using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>
/// The change that makes one half of a tunnel as wanted. A half that is made beside one that is there takes after it, because
/// both need the same policy, protocol and BGP; one that is there keeps what was not asked for.
/// </summary>
internal sealed class HalfChange(Topology topology, TunnelPair pair)
{
    private string Who => $"{pair.First.Near.Name} and {pair.Second.Near.Name}";

    /// <summary>The halves one after the other: the second takes the key of the first, whatever happened to the run meanwhile.</summary>
    public IEnumerable<Change> All()
    {
        Change? before = null;
        foreach (var half in pair.Halves.OrderBy(h => h.Existing is null))
        {
            var change = Of(half) with { DependsOn = before is null ? [] : [before.Key] };
            yield return change;
            before = change;
        }
    }

    private Change Of(TunnelHalf half) => half.Existing is { } existing ? Keep(half, existing) : Make(half);

    private Change Make(TunnelHalf half)
    {
        var other = pair.Halves.First(h => h != half).Existing;
        var properties = new JsonObject
        {
            ["connectionType"] = nameof(ConnectionKind.Vnet2Vnet),
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = half.Near.Id.ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = half.Far.Id.ToString() },
            ["enableBgp"] = pair.Bgp,
            ["sharedKey"] = SecretSlots.OfSharedKey(pair.KeyHolder),
        };
        if ((pair.Request.IpsecPolicy ?? other?.IpsecPolicy)?.Own is { } policy)
        {
            properties["ipsecPolicies"] = policy.ToJsonArray();
        }

        if (pair.Request.RoutingWeight is { } weight)
        {
            properties["routingWeight"] = weight;
        }

        if (other?.Protocol is { } protocol)
        {
            properties["connectionProtocol"] = protocol;
        }

        if (other is { TrafficSelectors.IsEmpty: false })
        {
            properties["trafficSelectorPolicies"] = new JsonArray([.. other.TrafficSelectors.Select(s => (JsonNode)new JsonObject
            {
                ["localAddressRanges"] = new JsonArray([.. s.Remote.Select(p => (JsonNode)p.ToString())]),
                ["remoteAddressRanges"] = new JsonArray([.. s.Local.Select(p => (JsonNode)p.ToString())]),
            })]);
        }

        var body = new JsonObject { ["location"] = half.Near.Location, ["properties"] = properties };
        if (!pair.Request.Tags.IsEmpty)
        {
            body["tags"] = new JsonObject(pair.Request.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return new(half.Id, ChangeKind.Create, $"Connect {half.Near.Name} with {half.Far.Name}: connection '{half.Id.Name}'")
        {
            Group = pair.Group,
            After = JsonBody.Write(body),
            Lanes = [half.Id],
        };
    }

    private Change Keep(TunnelHalf half, GatewayConnection existing)
    {
        var failed = existing.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;
        var (wanted, rows) = (new JsonObject(), new List<ConnectionImpact>());
        if (pair.Request.EnableBgp is { } bgp)
        {
            Want("enableBgp", bgp, bgp != existing.EnableBgp ? ConnectionImpacts.Bgp : null);
        }

        if (pair.Request.IpsecPolicy is { } policy)
        {
            Want("ipsecPolicies", policy.ToJsonArray(), policy.Canonical().Own != existing.IpsecPolicy ? ConnectionImpacts.Policy : null);
        }

        if (pair.Request.RoutingWeight is { } weight)
        {
            Want("routingWeight", weight, null);
        }

        var document = topology.Document(existing.Id) is { } read ? JsonBody.Parse(read.Json) : null;
        var writes = failed || !JsonBody.Differences(new() { ["properties"] = wanted.DeepClone() }, WithDefaults(document)).IsEmpty;
        if (failed)
        {
            // The key that its failed making left behind, if any, is kept; else it is given the one of the pair.
            wanted["sharedKey"] = SecretSlots.OfSharedKey(pair.KeyHolder);
        }

        return new(existing.Id, writes ? ChangeKind.Update : ChangeKind.NoChange, Summary(existing, writes, failed, rows))
        {
            Group = pair.Group,
            Before = JsonBody.Write(new JsonObject { ["properties"] = Before(WithDefaults(document), wanted) }),
            After = JsonBody.Write(new JsonObject { ["properties"] = wanted }),
            Lanes = writes ? [existing.Id] : [],
            Impact = ConnectionImpacts.Say(rows, Who),
        };

        void Want(string member, JsonNode value, ConnectionImpact? row)
        {
            wanted[member] = value;
            if (row is not null)
            {
                rows.Add(row);
            }
        }
    }

    // What it rests on: that it still leads where it did, and what is to be changed as it was.
    private static JsonObject Before(JsonObject? document, JsonObject wanted)
    {
        var before = new JsonObject();
        foreach (var member in wanted.Select(w => w.Key).Where(m => m != "sharedKey").Append("virtualNetworkGateway2"))
        {
            before[member] = member == "virtualNetworkGateway2"
                ? new JsonObject { ["id"] = JsonBody.At(document, "properties.virtualNetworkGateway2.id")?.DeepClone() }
                : JsonBody.At(document, $"properties.{member}")?.DeepClone();
        }

        return before;
    }

    // A GET always tells these; a document from elsewhere may not.
    private static JsonObject WithDefaults(JsonObject? document) => JsonBody.Merge(
        new() { ["properties"] = new JsonObject { ["enableBgp"] = false, ["routingWeight"] = 0, ["ipsecPolicies"] = new JsonArray() } }, document ?? []);

    private static string Summary(GatewayConnection existing, bool writes, bool failed, List<ConnectionImpact> rows) => !writes
        ? $"Keep connection '{existing.Name}'"
        : failed ? $"Write connection '{existing.Name}' again, whose last write failed"
        : rows.Count == 0 ? $"Change connection '{existing.Name}'"
        : $"Change {string.Join(" and ", rows.Select(r => r == ConnectionImpacts.Bgp ? "BGP" : "the policy"))} of connection '{existing.Name}'";
}
