using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Halves of peerings.</summary>
internal sealed class PeeringWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Peering)
{
    private const string RemotePath = "properties.remoteVirtualNetwork.id";

    private readonly PeeringDocuments _documents = new(cloud);

    public override Answer Put(ResourceWrite write)
    {
        var local = write.Id.Parent!;
        if (ReadRemote(write, out var remote) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var sync = write.Exchange.Query.TryGetValue("syncRemoteAddressSpace", out var text) && Json.Same(text, "true");
        var properties = _documents.Build(local, remote, write.Existing, write.SentProperties);
        var half = new PeeringWrite(write.Id, local, remote, write.Existing, properties, sync);
        if ((Cloud.Operations.Conflict(write.Exchange, write.Id, local, remote) ?? CheckProvisioned(write.Id, local)
            ?? CheckProvisioned(write.Id, remote) ?? new PeeringRules(Cloud).Check(half)) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        _documents.Store(half, write.Sent);
        Cloud.Peerings.Refresh(local);
        PeeringDocuments.Arrange(half.Properties);
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

    private void SetState(ResourceId id, string state)
    {
        Cloud.Estate.Find(id).SetState(state);
        Cloud.Peerings.Refresh(id.Parent!);
    }
}
