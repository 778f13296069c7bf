using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>The rules of a peering write.</summary>
internal sealed partial class FakeArm
{
    private static readonly string[] Flags = ["allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"];

    private Operation? Accept(ArmWrite write, Fault fault)
    {
        Assert.Equal(ResourceTypes.NetworkApiVersion, write.ApiVersion);
        var id = ResourceId.Parse(write.Path);
        Assert.True(id.IsType(ResourceTypes.Peering), $"{write} writes more than a peering.");
        var body = JsonBody.Parse(write.Body);
        if (write.Verb == ArmVerb.Delete && !Has(id))
        {
            return null;
        }

        var remote = write.Verb == ArmVerb.Delete ? Remote(id) : ResourceId.Parse((string)JsonBody.At(body, "properties.remoteVirtualNetwork.id")!);
        if (_underWay.Exists(o => Meets(o, id.Parent!, remote)))
        {
            Refuse(Fault.Conflict409);
        }

        if (write.IfMatch is { } tag && tag != ETag(id))
        {
            Refuse(Fault.Precondition412);
        }

        if (write.Verb == ArmVerb.Put)
        {
            CheckSchema(body);
            Check(id, remote, body!["properties"]!.AsObject());
            Store(id, remote, body["properties"]!.AsObject(), write.Query);
        }
        else
        {
            _documents[id]["properties"]!["provisioningState"] = "Deleting";
        }

        return Begin(write.Verb, id, remote, fault);
    }

    private bool Meets((ResourceId Own, ResourceId Remote) other, ResourceId own, ResourceId remote) => Locks switch
    {
        FakeLocks.BothNetworks => other.Own == own || other.Own == remote || other.Remote == own || other.Remote == remote,
        FakeLocks.LocalNetwork => other.Own == own || other.Own == remote,
        _ => false,
    };

    private Operation Begin(ArmVerb verb, ResourceId id, ResourceId remote, Fault fault)
    {
        var lanes = new HashSet<ResourceId> { id.Parent!, remote };
        var operation = new Operation(new Uri($"https://fake/{_operations.Count}"));
        _operations[operation.Uri.AbsoluteUri] = operation;
        var start = new TimeSpan(time.GetTimestamp());
        _underWay.Add((id.Parent!, remote));
        foreach (var lane in lanes)
        {
            Touch(lane);
        }

        if (fault == Fault.NeverEnds)
        {
            return operation;
        }

        time.CreateTimer(_ => End(), null, WriteTime, Timeout.InfiniteTimeSpan);
        return operation;

        void End()
        {
            Log.Add(new(verb, id, start, new TimeSpan(time.GetTimestamp()), lanes));
            _underWay.Remove((id.Parent!, remote));
            foreach (var lane in lanes)
            {
                Touch(lane);
            }

            Finish(verb, id, operation, fault);
        }
    }

    private void Finish(ArmVerb verb, ResourceId id, Operation operation, Fault fault)
    {
        if (fault is Fault.PollBusy or Fault.PollSuperseded)
        {
            _documents[id]["properties"]!["provisioningState"] = "Failed";
            operation.Ended.SetException(fault == Fault.PollBusy
                ? new ArmException(200, "AnotherOperationInProgress", "Another operation is in progress.")
                : new ArmException(200, "Canceled", "Operation was canceled.")
                {
                    Details = [new("CanceledAndSupersededDueToAnotherOperation", "Operation was superseded.")],
                });
            return;
        }

        if (verb == ArmVerb.Delete)
        {
            var other = Half(Remote(id), id.Parent!);
            _documents.Remove(id);
            if (other is not null)
            {
                Set(other, "Disconnected");
            }
        }
        else
        {
            _documents[id]["properties"]!["provisioningState"] = "Succeeded";
        }

        if (fault == Fault.StatusLost)
        {
            operation.Ended.SetException(new ArmException(404, "OperationStatusLost", "The status is gone."));
            return;
        }

        operation.Ended.SetResult();
    }

    private void Check(ResourceId id, ResourceId remote, JsonObject wanted)
    {
        var local = id.Parent!;
        Require(Has(local), 404, "ParentResourceNotFound");
        Require(Has(remote), 400, "InvalidGlobalResourceReference");
        Require(!Has(id) || Remote(id) == remote, 400, "ChangingRemoteVirtualNetworkNotAllowed");
        Require(Half(local, remote) is not { } same || same == id, 400, "AnotherPeeringAlreadyReferencesRemoteVnet");
        var other = Half(remote, local);
        Require(other is null || State(other) != "Disconnected", 400, "RemotePeeringIsDisconnected");
        Require(!Overlap.Any(Space(local), Space(remote)), 400, "VnetAddressSpacesOverlap");
        Require(PeersOf(remote).Where(p => p != local).All(p => !Overlap.Any(Space(local), Space(p)))
            && PeersOf(local).Where(p => p != remote).All(p => !Overlap.Any(Space(remote), Space(p))),
            400, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet");
        if (Flag(wanted, "useRemoteGateways"))
        {
            Require(!Flag(wanted, "allowGatewayTransit"), 400, "BothGatewayFlags");
            Require(HasGateway(remote), 400, "RemoteVnetHasNoGateways");
            Require(other is not null && Flag(Properties(other), "allowGatewayTransit"), 400, "RemoteLacksTransit");
            Require(!HasGateway(local), 400, "OwnGateway");
            Require(!Peerings.Any(p => p.Parent == local && p != id && Flag(Properties(p), "useRemoteGateways")), 400, "SecondRemoteGateway");
        }

        Require(Flag(wanted, "allowGatewayTransit") || other is null || !Flag(Properties(other), "useRemoteGateways"), 400, "TransitInUse");
    }

    private void Store(ResourceId id, ResourceId remote, JsonObject wanted, string? query)
    {
        var before = Has(id) ? Properties(id) : null;
        var kept = (JsonObject)wanted.DeepClone();
        kept.Remove("remoteAddressSpace");
        kept.Remove("remoteVirtualNetworkAddressSpace");
        kept["allowVirtualNetworkAccess"] ??= true;
        foreach (var flag in Flags)
        {
            kept[flag] ??= false;
        }

        kept["doNotVerifyRemoteGateways"] ??= false;
        kept["peerCompleteVnets"] ??= true;
        kept["routeServiceVips"] = new JsonObject();
        kept["resourceGuid"] = "5f4e3d2c";
        kept["provisioningState"] = "Updating";
        kept["peeringState"] = before?["peeringState"]?.DeepClone() ?? "Initiated";
        kept["synced"] = before is null || query == "syncRemoteAddressSpace=true" || before["synced"] is null
            ? Prefixes(remote) : before["synced"]!.DeepClone();
        _documents[id] = new JsonObject { ["properties"] = kept };
        var other = Half(remote, id.Parent!);
        if (other is null)
        {
            Set(id, "Initiated");
        }
        else if (State(id) != "Connected" || State(other) != "Connected")
        {
            Set(id, "Connected");
            Set(other, "Connected");
            Properties(other)["synced"] = Prefixes(id.Parent!);
        }
    }

    // What a half tells of the spaces: the remote prefixes that it was synced with, and the current ones.
    private void ShowSpaces(ResourceId id, JsonObject shown)
    {
        var other = Half(Remote(id), id.Parent!);
        var stale = Has(Remote(id)) && !JsonNode.DeepEquals(shown["synced"], Prefixes(Remote(id)));
        var otherStale = other is not null && !JsonNode.DeepEquals(Properties(other)["synced"], Prefixes(id.Parent!));
        shown["peeringSyncLevel"] = other is null ? "RemoteNotInSync" : (stale, otherStale) switch
        {
            (true, true) => "LocalAndRemoteNotInSync",
            (true, false) => "LocalNotInSync",
            (false, true) => "RemoteNotInSync",
            _ => "FullyInSync",
        };
        shown["remoteAddressSpace"] = new JsonObject { ["addressPrefixes"] = shown["synced"]!.DeepClone() };
        shown["remoteVirtualNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = Has(Remote(id)) ? Prefixes(Remote(id)) : null };
        if (Flag(shown, "useRemoteGateways"))
        {
            shown["remoteGateways"] = new JsonArray(new JsonObject { ["id"] = "/gateway" });
        }

        shown.Remove("synced");
    }

    private static void Require(bool held, int status, string code)
    {
        if (!held)
        {
            throw new ArmException(status, code, $"Refused: {code}.");
        }
    }

    private static void CheckSchema(JsonObject? body)
    {
#if NET10_0_OR_GREATER
        Assert.Empty(BicepSchema.Faults(ResourceTypes.Peering, ResourceTypes.NetworkApiVersion, body));
#endif
        Assert.NotNull(body);
    }

    private static bool Flag(JsonObject properties, string name) => (bool?)properties[name] ?? false;

    private JsonObject Properties(ResourceId id) => _documents[id]["properties"]!.AsObject();

    private string State(ResourceId id) => (string)Properties(id)["peeringState"]!;

    private void Set(ResourceId id, string state) => Properties(id)["peeringState"] = state;

    private ResourceId Remote(ResourceId id) => ResourceId.Parse((string)JsonBody.At(_documents[id], "properties.remoteVirtualNetwork.id")!);

    private ResourceId? Half(ResourceId local, ResourceId remote) => Peerings.FirstOrDefault(p => p.Parent == local && Remote(p) == remote);

    private IEnumerable<ResourceId> PeersOf(ResourceId network) => Peerings.Where(p => p.Parent == network).Select(Remote).Where(Has);

    private JsonArray Prefixes(ResourceId network) =>
        (JsonArray)JsonBody.At(_documents[network], "properties.addressSpace.addressPrefixes")!.DeepClone();

    private IEnumerable<IPPrefix> Space(ResourceId network) => Prefixes(network).Select(p => IPPrefix.Parse((string)p!));

    private bool HasGateway(ResourceId network) => _documents.Any(d => d.Key.IsType(ResourceTypes.VirtualNetworkGateway)
        && d.Value.ToJsonString().Contains($"{network}/subnets/GatewaySubnet", StringComparison.OrdinalIgnoreCase)
        && (string?)JsonBody.At(d.Value, "properties.provisioningState") == "Succeeded");
}
