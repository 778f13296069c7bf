using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Subnets; a write of one makes its VNet Updating too.</summary>
internal sealed class SubnetWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Subnet)
{
    public override Answer Put(ResourceWrite write)
    {
        var network = write.Id.Parent!;
        var holder = Cloud.Holder(write.Id);
        var made = SubnetDocuments.Build(write.Id, write.Existing, write.Sent, write.ApiVersion, holder.Text("location"));
        var space = PeeringLinks.Parse(holder.Object("properties").Object("addressSpace").Texts("addressPrefixes"));
        var siblings = Estate.Children(holder, "subnets").Where(s => !Json.Same(s.Text("name"), write.Id.Name));
        var refusal = Cloud.Operations.Conflict(write.Exchange, write.Id, network)
            ?? (write.Existing is null ? null : SubnetRules.CheckUpdate(write.Existing, made))
            ?? SubnetDocuments.CheckReferences(Cloud, write.Id, holder.Text("location"), made, write.Existing)
            ?? SubnetServiceRules.Check(write.Id, write.Existing, made)
            ?? SubnetRules.CheckPlacement(network.Name, space, siblings.Append(made));
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        SubnetDocuments.Associate(Cloud, write.Id, write.Existing, made);
        Cloud.Services.BeginSubnet(write.Id, write.Existing);
        Cloud.Estate.Put(write.Id, made);
        SetState(write.Id, "Updating");
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutSubnetOperation", write.Id, LocationOf(write.Id), Cloud.Options.Times.SubnetPut)
            {
                Locks = [network],
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(
            write.Exchange, operation, write.Existing is not null, Show(write.Id, write.ApiVersion), notify: true);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var network = id.Parent!;
        var refusal = Cloud.Operations.Conflict(exchange, id, network) ?? SubnetRules.CheckRemoval([existing]);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        Cloud.Estate.Find(network).SetState("Updating");
        return StartDelete(exchange, existing,
            new("DeleteSubnetOperation", id, LocationOf(id), Cloud.Options.Times.SubnetDelete)
            {
                Locks = [network],
                Complete = () =>
                {
                    SubnetDocuments.Associate(Cloud, id, Cloud.Estate.Find(id), null);
                    Cloud.Estate.Remove(id);
                    Cloud.Gone(id);
                    Settle(network, "Succeeded");
                },
                Abandon = state => SetState(id, state),
            }, notify: true);
    }

    private void SetState(ResourceId id, string state)
    {
        SubnetDocuments.SetState(Cloud.Estate.Find(id), state);
        if (state is not "Updating")
        {
            Cloud.Services.EndSubnet(id);
        }

        // A subnet that failed leaves its VNet usable.
        Settle(id.Parent!, state is "Updating" ? state : "Succeeded");
    }
}
