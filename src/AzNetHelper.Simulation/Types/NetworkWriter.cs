using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Virtual networks.</summary>
internal sealed class NetworkWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Network)
{
    public override Answer Put(ResourceWrite write)
    {
        var (id, existing) = (write.Id, write.Existing);
        var made = Build(write, out var subnets);
        made.Properties().Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));
        made.Properties().Arrange("provisioningState", "resourceGuid");
        var refusal = Cloud.Operations.Conflict(write.Exchange, id, id)
            ?? new NetworkRules(Cloud).Check(write, made, subnets);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        var before = existing is null ? [] : Estate.Children(existing, "subnets").ToArray();
        foreach (var subnet in before)
        {
            Cloud.Services.BeginSubnet(id.Child("subnets", subnet.Text("name")!), subnet);
        }

        Cloud.Estate.Put(id, made);
        foreach (var subnet in subnets)
        {
            SubnetDocuments.Associate(Cloud, id.Child("subnets", subnet.Text("name")!),
                Array.Find(before, s => Json.Same(s.Text("name"), subnet.Text("name"))), subnet);
        }

        foreach (var gone in before.Where(s => !subnets.Any(m => Json.Same(m.Text("name"), s.Text("name")))))
        {
            SubnetDocuments.Associate(Cloud, id.Child("subnets", gone.Text("name")!), gone, null);
            Cloud.Gone(id.Child("subnets", gone.Text("name")!));
        }

        Cloud.Peerings.Refresh(id);
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutVirtualNetworkOperation", id, LocationOf(id), Cloud.Options.Times.NetworkPut)
            {
                Locks = [id],
                Complete = () => SetState(id, "Succeeded"),
                Abandon = state => SetState(id, state),
            });
        return Accepted.Put(write.Exchange, operation, existing is not null, Show(id, write.ApiVersion),
            existing is null || ApiVersions.NotifiesNetworkUpdates(write.ApiVersion));
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var refusal = Cloud.Operations.Conflict(exchange, id, id)
            ?? SubnetRules.CheckRemoval(Estate.Children(existing, "subnets"));
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new("DeleteVirtualNetworkOperation", id, LocationOf(id), Cloud.Options.Times.NetworkDelete)
            {
                Locks = [id],
                Complete = () => Remove(Cloud, id),
                Abandon = state => Settle(id, state),
            }, notify: true);
    }

    /// <summary>Takes a VNet away; the halves that point at it are left Disconnected.</summary>
    public static void Remove(Cloud cloud, ResourceId id)
    {
        var neighbours = cloud.Peerings.Neighbours(id);
        var subnets = cloud.Estate.Find(id) is { } network ? Estate.Children(network, "subnets").ToArray() : [];
        foreach (var subnet in subnets)
        {
            SubnetDocuments.Associate(cloud, id.Child("subnets", subnet.Text("name")!), subnet, null);
        }

        foreach (var neighbour in neighbours)
        {
            cloud.Peerings.Disconnect(id, neighbour);
            cloud.Touch(neighbour);
        }

        cloud.Estate.Remove(id);
        foreach (var subnet in subnets)
        {
            cloud.Gone(id.Child("subnets", subnet.Text("name")!));
        }
    }

    private static JsonObject Build(ResourceWrite write, out IReadOnlyList<JsonObject> subnets)
    {
        var before = write.Existing.Object("properties");
        var properties = Documents.Replace(before, write.SentProperties, "VirtualNetworkPropertiesFormat");
        properties["provisioningState"] = "Updating";
        properties.Default("enableDdosProtection", false);
        properties.Remove("enableVmProtection");
        if (properties.Object("dhcpOptions") is { } dhcp)
        {
            dhcp.Default("dnsServers", new JsonArray());
        }

        if (ApiVersions.KnowsIpam(write.ApiVersion))
        {
            properties.Object("addressSpace")?.Default("ipamPoolPrefixAllocations", new JsonArray());
            properties.Default("privateEndpointVNetPolicies", "Disabled");
        }

        subnets = [.. Subnets(write)];
        properties["subnets"] = new JsonArray([.. subnets.Select(s => (JsonNode)s)]);

        // Whatever the body says about peerings, they stay as they are (recorded).
        properties["virtualNetworkPeerings"] = before?["virtualNetworkPeerings"]?.DeepClone() ?? new JsonArray();
        properties.Arrange("provisioningState", "resourceGuid", "addressSpace", "dhcpOptions", "subnets",
            "virtualNetworkPeerings", "enableDdosProtection");
        return Documents.Top(write.Id, write.Existing, write.Sent, ResourceKind.Network, properties);
    }

    private static IEnumerable<JsonObject> Subnets(ResourceWrite write)
    {
        var existing = write.Existing is null ? [] : Estate.Children(write.Existing, "subnets").ToArray();
        if (write.SentProperties["subnets"] is not JsonArray)
        {
            foreach (var subnet in ApiVersions.KeepsOmittedSubnets(write.ApiVersion) ? existing : [])
            {
                var kept = subnet.DeepClone().AsObject();
                SubnetDocuments.SetState(kept, "Updating");
                yield return kept;
            }

            yield break;
        }

        foreach (var sent in write.SentProperties.Objects("subnets"))
        {
            var name = sent.Text("name") is { Length: > 0 } given ? given : "-";
            var before = Array.Find(existing, s => Json.Same(s.Text("name"), name));
            yield return SubnetDocuments.Build(
                write.Id.Child("subnets", before?.Text("name") ?? name), before, sent, write.ApiVersion,
                write.Existing.Text("location") ?? write.Sent.Text("location"));
        }
    }

    // A peering keeps its state while its VNet is Updating (recorded).
    private void SetState(ResourceId id, string state)
    {
        if (Cloud.Estate.Find(id) is not { } document)
        {
            return;
        }

        document.SetState(state);
        foreach (var subnet in Estate.Children(document, "subnets"))
        {
            SubnetDocuments.SetState(subnet, state);
            Cloud.Services.EndSubnet(id.Child("subnets", subnet.Text("name")!));
        }

        Cloud.Peerings.Refresh(id);
    }
}
