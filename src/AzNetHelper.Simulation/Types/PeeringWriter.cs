using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Halves of peerings.</summary>
internal sealed class PeeringWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Peering)
{
    private const string RemotePath = "properties.remoteVirtualNetwork.id";

    public override Answer Put(ResourceWrite write)
    {
        var local = write.Id.Parent!;
        if (ReadRemote(write, out var remote) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var sync = write.Exchange.Query.TryGetValue("syncRemoteAddressSpace", out var text) && Json.Same(text, "true");
        var properties = Build(write, local, remote);
        var half = new PeeringWrite(write.Id, local, remote, write.Existing, properties, sync);
        if ((Cloud.Operations.Conflict(write.Exchange, write.Id, local, remote) ?? CheckProvisioned(write.Id, local)
            ?? CheckProvisioned(write.Id, remote) ?? new PeeringRules(Cloud).Check(half)) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        Store(write, half);
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutVirtualNetworkPeeringOperation", write.Id, LocationOf(write.Id), Cloud.Options.Times.PeeringPut)
            {
                Locks = [local, remote],
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(write.Exchange, operation, write.Existing is not null, Show(write.Id, write.ApiVersion),
            ApiVersions.NotifiesPeerings(write.ApiVersion));
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var local = id.Parent!;
        var remote = PeeringLinks.RemoteOf(existing) ?? local;
        return Cloud.Operations.Conflict(exchange, id, local, remote) is { } refusal
            ? Answer.Refusing(refusal)
            : StartDelete(exchange, existing,
                new("DeleteVirtualNetworkPeeringOperation", id, LocationOf(id), Cloud.Options.Times.PeeringDelete)
                {
                    Locks = [local, remote],
                    Complete = () =>
                    {
                        Cloud.Estate.Remove(id);
                        Cloud.Peerings.Disconnect(local, remote);
                        Cloud.Peerings.Refresh(local);
                    },
                    Abandon = state => SetState(id, state),
                }, ApiVersions.NotifiesPeerings(exchange.ApiVersion!));
    }

    // What ARM checks about a linked resource before the provider sees the request, and what the provider checks first.
    private ArmError? ReadRemote(ResourceWrite write, out ResourceId remote)
    {
        remote = write.Id.Parent!;
        var text = write.SentProperties.Reference("remoteVirtualNetwork");
        if (!ResourceId.TryParse(text, out var parsed))
        {
            return FrontDoorErrors.LinkedInvalidPropertyId.With(text, RemotePath);
        }

        if (!parsed.IsType(ResourceKind.Network.Type))
        {
            return NetworkErrors.WrongReference.With(text, ResourceKind.Network.ShortType, RemotePath);
        }

        if (!Cloud.Estate.Subscriptions.ContainsKey(parsed.SubscriptionId))
        {
            return FrontDoorErrors.SubscriptionNotFound.With(parsed.SubscriptionId);
        }

        if (parsed.Group is null || Cloud.Estate.Group(parsed.Group) is null)
        {
            return FrontDoorErrors.ResourceGroupNotFound.With(parsed.ResourceGroup);
        }

        remote = Cloud.Estate.Canonical(parsed);
        return Cloud.Guards.CheckLinked(
            write.Exchange, $"{ResourceKind.Peering.Type}/write", write.Id, $"{ResourceKind.Network.Type}/peer/action", remote)
            ?? (Cloud.Estate.Find(remote) is null ? PeeringErrors.RemoteNotFound.With(remote, write.Id) : null);
    }

    // A VNet that failed blocks what refers to it; one that is being written does so as well where no lock stood in the
    // way.
    private ArmError? CheckProvisioned(ResourceId id, ResourceId network)
    {
        if (Cloud.Estate.Find(network).State() is "Failed")
        {
            return ConcurrencyErrors.NotProvisioned.With(network, id, "Failed", "PutVirtualNetworkOperation");
        }

        return Cloud.Options.LockRule != LockRule.None
            && Cloud.Operations.Running.FirstOrDefault(o => o.Resource.IsWithin(network)) is { } running
                ? ConcurrencyErrors.NotProvisioned.With(network, id, "Updating", running.Name)
                : null;
    }

    private JsonObject Build(ResourceWrite write, ResourceId local, ResourceId remote)
    {
        var before = write.Existing.Object("properties");
        var other = Cloud.Peerings.OtherHalf(local, remote)?.Half.Object("properties");
        var sent = write.SentProperties;
        var made = new JsonObject
        {
            ["provisioningState"] = "Updating",
            ["resourceGuid"] =
                before.Text("resourceGuid") ?? other.Text("resourceGuid") ?? Cloud.Ids.NextGuid().ToString("D"),
            ["peeringState"] = other is null ? "Initiated" : "Connected",
            ["peeringSyncLevel"] = "RemoteNotInSync",
            ["remoteVirtualNetwork"] = Json.ToReference(remote.ToString()),
            ["allowVirtualNetworkAccess"] = sent.Flag("allowVirtualNetworkAccess") ?? true,
            ["allowForwardedTraffic"] = sent.Flag("allowForwardedTraffic") ?? false,
            ["allowGatewayTransit"] = sent.Flag("allowGatewayTransit") ?? false,
            ["useRemoteGateways"] = sent.Flag("useRemoteGateways") ?? false,
            ["doNotVerifyRemoteGateways"] = sent.Flag("doNotVerifyRemoteGateways") ?? false,
            ["peerCompleteVnets"] = sent.Flag("peerCompleteVnets") ?? before.Flag("peerCompleteVnets") ?? true,
        };
        foreach (var name in (string[])["enableOnlyIPv6Peering", "localSubnetNames", "remoteSubnetNames"])
        {
            if (sent[name] is { } value and not JsonArray { Count: 0 })
            {
                made[name] = value.DeepClone();
            }
        }

        if (sent.Flag("useRemoteGateways") ?? false)
        {
            made["remoteGateways"] = new JsonArray([.. new GatewayTransitRules(Cloud).Usable(remote)
                .Select(g => (JsonNode)Json.ToReference(g.Key.ToString()))]);
        }

        if (before?["remoteAddressSpace"] is { } synced)
        {
            made["remoteAddressSpace"] = synced.DeepClone();
        }

        return made;
    }

    private void Store(ResourceWrite write, PeeringWrite half)
    {
        // Before the members are replaced: a Disconnected half takes the spaces afresh.
        var made = Documents.Child(write.Id, write.Existing, write.Sent, ResourceKind.Peering, half.Properties);
        foreach (var (name, value) in write.Existing.Object("properties") ?? [])
        {
            if (MemberTable.Instance.Members("VirtualNetworkPeeringPropertiesFormat")!.TryGetValue(name, out var member)
                ? member.ReadOnly : name is not "remoteGateways")
            {
                half.Properties.Default(name, value?.DeepClone());
            }
        }

        if (half.TakesSpaces)
        {
            Cloud.Peerings.Sync(made);
        }

        Cloud.Estate.Put(write.Id, made);
        if (Cloud.Peerings.OtherHalf(half.Local, half.Remote) is { Half: var other })
        {
            other.Properties()["peeringState"] = "Connected";
            Reattach(half.Local, other);
        }

        Cloud.Peerings.Refresh(half.Local);
        half.Properties["routeServiceVips"] = new JsonObject();
        half.Properties.Arrange(
            "provisioningState", "resourceGuid", "peeringState", "peeringSyncLevel", "remoteVirtualNetwork",
            "allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways",
            "doNotVerifyRemoteGateways", "peerCompleteVnets", "localSubnetNames", "remoteSubnetNames", "remoteGateways",
            "localAddressSpace", "localVirtualNetworkAddressSpace", "remoteAddressSpace",
                "remoteVirtualNetworkAddressSpace");
    }

    // A half that uses our gateways lost their list while we were away.
    private void Reattach(ResourceId local, JsonObject other)
    {
        if ((other.Object("properties").Flag("useRemoteGateways") ?? false)
            && !other.Properties().ContainsKey("remoteGateways"))
        {
            other.Properties()["remoteGateways"] = new JsonArray([.. new GatewayTransitRules(Cloud).Usable(local)
                .Select(g => (JsonNode)Json.ToReference(g.Key.ToString()))]);
        }
    }

    private void SetState(ResourceId id, string state)
    {
        Cloud.Estate.Find(id).SetState(state);
        Cloud.Peerings.Refresh(id.Parent!);
    }
}
