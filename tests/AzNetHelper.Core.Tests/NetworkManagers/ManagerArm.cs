using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Tests.Planning;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>
/// Virtual Network Manager over an estate, in little: groups, members, configurations, commits as goal states, and the peerings that
/// follow from them half a minute later. It knows no plan.
/// </summary>
internal sealed class ManagerArm : IArm
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    private readonly Estate _estate;
    private readonly object _gate = new();
    private readonly SortedDictionary<ResourceId, JsonObject> _documents = [];
    private readonly SortedDictionary<string, Commit> _commits = new(StringComparer.Ordinal);

    public ManagerArm(Estate estate)
    {
        _estate = estate;
        _documents[Manager] = JsonBody.Parse($$$"""
            {"id":"{{{Manager}}}","name":"nm","location":"westeurope","properties":{"networkManagerScopeAccesses":["Connectivity"],
             "networkManagerScopes":{"managementGroups":[],"subscriptions":["/subscriptions/{{{Subscription}}}"],"crossTenantScopes":[]} } }
            """);
    }

    public static ResourceId Manager { get; } = ResourceId.ForResource(Subscription, "net", ResourceTypes.NetworkManager, "nm");

    public static ResourceId Group(string name) => Manager.Child("networkGroups", name);

    public static ResourceId Configuration(string name) => Manager.Child("connectivityConfigurations", name);

    public TimeProvider Time => _estate.Time;

    public JsonObject this[ResourceId id] => _documents[id];

    public IEnumerable<ResourceId> Known => _documents.Keys;

    /// <summary>Says how the n-th write (from 1) goes.</summary>
    public Func<ArmWrite, int, Fault> Faults { get; set; } = (_, _) => Fault.None;

    /// <summary>Other people's writes, just before ours.</summary>
    public Action<ArmWrite>? OnWrite { get; set; }

    public List<ArmWrite> Writes { get; } = [];

    /// <summary>Regions in which nothing can be deployed.</summary>
    public HashSet<string> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>What Resource Graph was asked.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Whom a policy puts into a group, as Resource Graph shows it.</summary>
    public List<(ResourceId Group, ResourceId Network)> Policed { get; } = [];

    public bool Has(ResourceId id) => _documents.ContainsKey(id);

    public void Put(ResourceId id, JsonObject properties)
    {
        _documents[id] = new() { ["id"] = id.ToString(), ["name"] = id.Name, ["properties"] = properties };
        if (id.IsType(ResourceTypes.StaticMember))
        {
            properties["provisioningState"] = "Updating";
        }

        Settle();
    }

    public IReadOnlyList<ResourceId> Active(string region) => _commits.TryGetValue(region, out var commit) ? [.. commit.Content.Keys] : [];

    /// <summary>Somebody's commit: a goal state.</summary>
    public void Deploy(string region, params IEnumerable<ResourceId> configurations)
    {
        _commits[region] = new(
            configurations.ToDictionary(c => c, c => (JsonObject)_documents[c]["properties"]!.DeepClone()), _estate.Time.Now, !Failing.Contains(region));
        Settle();
    }

    public IArm For(ArmCaller caller) => this;

    // Reads take no time: they are also made side by side outside the virtual clock.
    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        var id = ResourceId.Parse(path);
        lock (_gate)
        {
            Settle();
            ReadOnlyMemory<byte>? body = !id.IsWithin(Manager) ? _estate.Topology.Document(id)?.Json
                : Has(id) ? JsonBody.WriteUtf8(_documents[id]) : null;
            return body is { } json ? Task.FromResult(new ArmResponse(200, json)) : Task.FromException<ArmResponse>(NotThere(id));
        }
    }

    private static ArmException NotThere(ResourceId id) => new(404, "NotFound", $"Resource [{id}] does not exist or has been deleted");

    public async IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new(200, JsonBody.WriteUtf8(new JsonObject
        {
            ["value"] = path == "/subscriptions" ? new JsonArray(new JsonObject { ["subscriptionId"] = Subscription }) : new JsonArray([.. _documents.Where(d => d.Key.Parent is { } parent && $"{parent}/{d.Key.TypeNames[^1]}" == path).Select(d => (JsonNode)d.Value.DeepClone())]),
        }));
    }

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Settle();
        }

        if (path.EndsWith("/Microsoft.ResourceGraph/resources", StringComparison.OrdinalIgnoreCase))
        {
            lock (_gate)
            {
                Asked.Add(Encoding.UTF8.GetString(body.Span));
            }

            return Task.FromResult(new ArmResponse(200, JsonBody.WriteUtf8(new JsonObject
            {
                ["data"] = new JsonArray([.. Policed.Select(p => new JsonObject
                {
                    ["id"] = $"{p.Network}/providers/Microsoft.Network/networkGroupMemberships/default",
                    ["properties"] = new JsonObject { ["GroupMemberships"] = new JsonArray(new JsonObject { ["NetworkGroupId"] = p.Group.ToString() }) },
                })]),
                ["totalRecords"] = Policed.Count,
            })));
        }

        var regions = (JsonBody.Parse(body)?["regions"] as JsonArray)?.Select(r => (string)r!).ToArray();
        var asked = _commits.Where(c => regions is null || regions.Contains(c.Key)).ToArray();
        JsonNode[] rows = path switch
        {
            _ when path.EndsWith("/listActiveConnectivityConfigurations", StringComparison.Ordinal) =>
                [.. asked.SelectMany(c => c.Value.Content.Select(one => new JsonObject { ["id"] = one.Key.ToString(), ["region"] = c.Key, ["properties"] = one.Value.DeepClone() }))],
            _ when path.EndsWith("/listDeploymentStatus", StringComparison.Ordinal) => [.. asked.Select(c => new JsonObject
            {
                ["region"] = c.Key,
                ["commitTime"] = c.Value.At.ToString("c", CultureInfo.InvariantCulture),
                ["deploymentType"] = "Connectivity",
                ["configurationIds"] = new JsonArray([.. c.Value.Content.Keys.Select(k => (JsonNode)k.ToString())]),
                ["deploymentStatus"] = !c.Value.Works ? "Failed" : IsDone(c.Value) ? "Deployed" : "Deploying",
                ["errorMessage"] = c.Value.Works ? string.Empty : "the region is full",
            })],
            _ when path.EndsWith("/listNetworkManagerEffectiveConnectivityConfigurations", StringComparison.Ordinal) =>
                [.. Effective(ResourceId.Parse(path[..path.LastIndexOf('/')])).Select(c => new JsonObject { ["id"] = c.Key.ToString(), ["properties"] = c.Value.DeepClone() })],
            _ => [],
        };
        return Task.FromResult(new ArmResponse(200, JsonBody.WriteUtf8(new JsonObject { ["value"] = new JsonArray(rows), ["skipToken"] = string.Empty })));
    }

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        if (write.Path.EndsWith("/getLearnedRoutes", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArmException(403, "AuthorizationFailed", "What the gateway has learned may not be read.");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(200), Time, cancellationToken);
        Writes.Add(write);
        OnWrite?.Invoke(write);
        var fault = Faults(write, Writes.Count);
        if (fault == Fault.Refused)
        {
            throw new ArmException(403, "AuthorizationFailed", "The client does not have authorization.");
        }

        if (fault != Fault.LostBefore)
        {
            Take(write);
        }

        return fault is Fault.LostBefore or Fault.LostAfter
            ? throw new ArmException(0, "NoAnswer", "The connection was lost.") { MayHaveTakenEffect = true }
            : new ArmOperation(write.Verb, write.Path, write.ApiVersion, 200);
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => Task.FromResult(new ArmResponse(204, default));

    private void Take(ArmWrite write)
    {
        var body = JsonBody.Parse(write.Body);
        if (write.Verb == ArmVerb.Post)
        {
            Deploy((string)body!["targetLocations"]![0]!, (body["configurationIds"] as JsonArray)!.Select(i => ResourceId.Parse((string)i!)));
        }
        else if (write.Verb == ArmVerb.Delete)
        {
            var id = ResourceId.Parse(write.Path);
            if (_commits.Values.Any(c => c.Content.ContainsKey(id)))
            {
                throw new ArmException(400, "CannotDeleteDeployed", $"{id} is deployed.");
            }

            foreach (var gone in _documents.Keys.Where(k => k.IsWithin(id)).ToArray())
            {
                _documents.Remove(gone);
            }

            Settle();
        }
        else
        {
            Put(ResourceId.Parse(write.Path), (JsonObject)body!["properties"]!.DeepClone());
        }
    }

    // A hub is told nothing.
    private IEnumerable<KeyValuePair<ResourceId, JsonObject>> Effective(ResourceId network) =>
        !_commits.TryGetValue(RegionOf(network), out var commit) || !IsDone(commit) ? []
        : commit.Content.Where(c => ((JsonArray)c.Value["appliesToGroups"]!).Any(g => _documents.Any(d => d.Key.Parent == ResourceId.Parse((string)g!["networkGroupId"]!)
            && ResourceId.Parse((string)d.Value["properties"]!["resourceId"]!) == network)));

    private bool IsDone(Commit commit) => commit.Works && _estate.Time.Now - commit.At >= TimeSpan.FromSeconds(30);

    // The peerings are what the goal states of the regions and the members of the groups say, and nothing else.
    private void Settle()
    {
        var wanted = new Dictionary<ResourceId, string>();
        foreach (var (region, content) in _commits.Where(c => IsDone(c.Value)).SelectMany(c => c.Value.Content.Values.Select(v => (c.Key, v))))
        {
            var hub = ResourceId.Parse((string)content["hubs"]![0]!["resourceId"]!);
            foreach (var item in ((JsonArray)content["appliesToGroups"]!).OfType<JsonObject>())
            {
                var group = ResourceId.Parse((string)item["networkGroupId"]!);
                foreach (var member in _documents.Where(d => d.Key.Parent == group).Select(d => ResourceId.Parse((string)d.Value["properties"]!["resourceId"]!)))
                {
                    if (RegionOf(member) == region && _commits.TryGetValue(RegionOf(hub), out var at) && IsDone(at))
                    {
                        var uses = (string?)item["useHubGateway"] == "True";
                        wanted[Name(hub, member)] = HalfBody(member.Name, "Connected", uses ? ["lends"] : []);
                        wanted[Name(member, hub)] = HalfBody(hub.Name, "Connected", uses ? ["uses"] : []);
                    }
                }
            }
        }

        foreach (var gone in _estate.Arm.Peerings.Where(p => p.Name.StartsWith("ANM_", StringComparison.Ordinal) && !wanted.ContainsKey(p)).ToArray())
        {
            _estate.Arm.Remove(gone);
        }

        foreach (var (id, body) in wanted)
        {
            _estate.Arm.Put(id, body);
            var remote = ResourceId.Parse((string)_estate.Arm[id]["properties"]!["remoteVirtualNetwork"]!["id"]!);
            _estate.Arm[id]["properties"]!["synced"] = JsonBody.At(_estate.Arm[remote], "properties.addressSpace.addressPrefixes")!.DeepClone();
        }
    }

    private string RegionOf(ResourceId network) => (string)_estate.Arm[network]["location"]!;

    private static ResourceId Name(ResourceId local, ResourceId remote) => local.Child("virtualNetworkPeerings",
        "ANM_" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(remote.ToString())))[..12]);

    private sealed record Commit(Dictionary<ResourceId, JsonObject> Content, TimeSpan At, bool Works);
}
