using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Virtual networks.</summary>
internal sealed class NetworkWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Network)
{
    public override Answer Put(ResourceWrite write)
    {
        var (id, existing) = (write.Id, write.Existing);
        var made = Build(write, out var subnets);
        var refusal = Cloud.Operations.Conflict(write.Exchange, id, id)
            ?? CheckSpace(write, made, out var space)
            ?? CheckSubnets(write, made, subnets, space)
            ?? CheckPeerings(write, space);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        var before = TableReferences(existing);
        Cloud.Estate.Put(id, made);
        foreach (var (subnet, table) in TableReferences(made))
        {
            SubnetDocuments.Associate(Cloud, id.Child("subnets", subnet), before.GetValueOrDefault(subnet), table);
            before.Remove(subnet);
        }

        foreach (var (subnet, table) in before)
        {
            SubnetDocuments.Associate(Cloud, id.Child("subnets", subnet), table, null);
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
        foreach (var (subnet, table) in TableReferences(cloud.Estate.Find(id)))
        {
            SubnetDocuments.Associate(cloud, id.Child("subnets", subnet), table, null);
        }

        foreach (var neighbour in neighbours)
        {
            cloud.Peerings.Disconnect(id, neighbour);
            cloud.Touch(neighbour);
        }

        cloud.Estate.Remove(id);
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

        // Whatever the body says about peerings, they stay as they are (recorded behaviour 2.9).
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
                write.Id.Child("subnets", before?.Text("name") ?? name), before, sent, write.ApiVersion);
        }
    }

    private ArmError? CheckSpace(ResourceWrite write, JsonObject made, out IReadOnlyList<IPPrefix> space)
    {
        made.Properties().Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));
        made.Properties().Arrange("provisioningState", "resourceGuid");
        var prefixes = made.Object("properties").Object("addressSpace").Texts("addressPrefixes").ToArray();
        var unreadable = PrefixRules.Read(prefixes, out space);
        return prefixes.Length == 0
            ? NetworkErrors.MissingMember.With("addressPrefixes", "properties.addressSpace.addressPrefixes")
            : unreadable ?? PrefixRules.CheckNetwork(write.Id.Name, space);
    }

    private ArmError? CheckSubnets(
        ResourceWrite write, JsonObject made, IReadOnlyList<JsonObject> subnets, IReadOnlyList<IPPrefix> space)
    {
        var before = write.Existing is null ? [] : Estate.Children(write.Existing, "subnets").ToArray();
        var names = subnets.Select(s => s.Text("name")!).ToArray();
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            return NetworkErrors.InvalidSubnet.With(twice.Key, write.Id.Name);
        }

        foreach (var subnet in subnets)
        {
            var name = subnet.Text("name")!;
            var existing = Array.Find(before, s => Json.Same(s.Text("name"), name));
            var refusal = NameRules.Check(name)
                ?? (existing is null ? null : SubnetRules.CheckUpdate(existing, subnet))
                ?? SubnetDocuments.CheckReferences(
                    Cloud, write.Id.Child("subnets", name), made.Text("location"), subnet, existing);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return SubnetRules.CheckRemoval(
            before.Where(s => !names.Contains(s.Text("name"), StringComparer.OrdinalIgnoreCase)))
            ?? SubnetRules.CheckPlacement(write.Id.Name, space, subnets);
    }

    // The address space of a peered VNet may change, not into a neighbour's, and not with an old api-version.
    private ArmError? CheckPeerings(ResourceWrite write, IReadOnlyList<IPPrefix> space)
    {
        var before = PeeringLinks.Parse(
            write.Existing.Object("properties").Object("addressSpace").Texts("addressPrefixes"));
        if (write.Existing is null || before.ToHashSet().SetEquals(space))
        {
            return null;
        }

        foreach (var (peering, half) in Cloud.Peerings.HalvesOf(write.Id))
        {
            if (!ApiVersions.ResizesPeeredNetworks(write.ApiVersion))
            {
                return NetworkErrors.MinimumApiVersion.With(write.ApiVersion);
            }

            if (half.Object("properties").Flag("peerCompleteVnets") is false || PeeringLinks.RemoteOf(half) is not { } remote)
            {
                continue;
            }

            var overlaps = Overlap.Between(
                space, PeeringLinks.Parse(Cloud.Peerings.Prefixes(remote, half, "remoteSubnetNames")));
            if (!overlaps.IsEmpty)
            {
                return PeeringErrors.AddressSpacesOverlap.With(peering, write.Id, remote,
                    string.Join(", ", overlaps.SelectMany(o => new[] { o.Left, o.Right })));
            }
        }

        return null;
    }

    // A peering keeps its state while its VNet is Updating (recorded behaviour 2.8).
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
        }

        Cloud.Peerings.Refresh(id);
    }

    private static Dictionary<string, string?> TableReferences(JsonObject? network) =>
        (network is null ? [] : Estate.Children(network, "subnets")).ToDictionary(
            s => s.Text("name")!, s => s.Object("properties").Reference("routeTable"), StringComparer.OrdinalIgnoreCase);
}
