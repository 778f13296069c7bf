using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The peerings that Virtual Network Manager makes, keeps and takes away. Their names begin with ANM_; what others made between a hub and
/// a spoke stays and is enough, unless the configuration takes it away.
/// </summary>
internal sealed class ManagedPeerings(Cloud cloud)
{
    private readonly PeeringDocuments _documents = new(cloud);
    private readonly Dictionary<(ResourceId Local, ResourceId Remote), (ResourceId Id, JsonObject Half)> _halves = [];
    private readonly HashSet<ResourceId> _owned = [];
    private readonly Dictionary<(ResourceId, ResourceId), (ResourceId Manager, string Region)> _absent = [];

    public bool Any => _owned.Count > 0;

    /// <summary>
    /// Takes over what a loaded estate holds: its halves are kept as what they are, and a pair that is wanted and not there is left alone
    /// until something is committed; a snapshot may hold a part of the estate.
    /// </summary>
    public void Adopt(IEnumerable<SpokeLink> links)
    {
        SpokeLink[] all = [.. links];
        Index(all);
        foreach (var link in all)
        {
            ResourceId?[] halves = [Half(link.Hub, link.Spoke)?.Id, Half(link.Spoke, link.Hub)?.Id];
            var ours = halves.OfType<ResourceId>().Where(PeeringNames.IsManaged).ToArray();
            _owned.UnionWith(ours);
            if (ours.Length == 0)
            {
                _absent[(link.Hub, link.Spoke)] = (link.Manager, link.Region);
            }
        }
    }

    /// <summary>From now on every pair that a network manager wants in a region is made.</summary>
    public void MakeAll(ResourceId manager, string region)
    {
        foreach (var pair in _absent.Where(a => a.Value == (manager, region)).Select(a => a.Key).ToArray())
        {
            _absent.Remove(pair);
        }
    }

    /// <summary>Brings the peerings to what is wanted; what could not be done is told.</summary>
    public IReadOnlyList<DeploymentProblem> Apply(GoalState goal)
    {
        var changed = new HashSet<ResourceId>();
        var made = new List<JsonObject>();
        var problems = new List<DeploymentProblem>();
        foreach (var area in goal.Areas)
        {
            Clear(area, changed);
        }

        foreach (var id in _owned.Order().ToArray())
        {
            if (cloud.Estate.Find(id) is not { } half)
            {
                _owned.Remove(id);
            }
            else if (PeeringLinks.RemoteOf(half) is not { } remote || !goal.Wants(id.Parent!, remote))
            {
                Remove(id, changed);
            }
        }

        Index(goal.Links);
        foreach (var link in goal.Links.Where(l => !_absent.ContainsKey((l.Hub, l.Spoke))).OrderBy(l => l.Hub).ThenBy(l => l.Spoke))
        {
            if (Keep(link, changed, made) is { } refusal)
            {
                problems.Add(new(link.Manager, link.Region, refusal.Message));
            }
        }

        foreach (var network in changed.Where(n => cloud.Estate.Find(n) is not null).Order())
        {
            cloud.Peerings.Refresh(network);
        }

        made.ForEach(PeeringDocuments.Arrange);
        return problems;
    }

    // A hub of many spokes is looked through once, not once for each of them.
    private void Index(IEnumerable<SpokeLink> links)
    {
        _halves.Clear();
        foreach (var network in links.SelectMany(l => new[] { l.Hub, l.Spoke }).Distinct())
        {
            foreach (var (id, half) in cloud.Peerings.HalvesOf(network))
            {
                if (PeeringLinks.RemoteOf(half) is { } remote)
                {
                    _halves.TryAdd((network, remote), (id, half));
                }
            }
        }
    }

    private (ResourceId Id, JsonObject Half)? Half(ResourceId local, ResourceId remote) =>
        _halves.TryGetValue((local, remote), out var found) ? found : null;

    // Users' peerings between the VNets of a configuration that takes others away.
    private void Clear(IReadOnlySet<ResourceId> area, HashSet<ResourceId> changed)
    {
        foreach (var network in area.Order())
        {
            foreach (var (id, half) in cloud.Peerings.HalvesOf(network).ToArray())
            {
                if (PeeringNames.IsUsers(id) && PeeringLinks.RemoteOf(half) is { } remote && area.Contains(remote))
                {
                    Remove(id, changed);
                }
            }
        }
    }

    private void Remove(ResourceId id, HashSet<ResourceId> changed)
    {
        var remote = cloud.Estate.Find(id) is { } half ? PeeringLinks.RemoteOf(half) : null;
        cloud.Estate.Remove(id);
        _owned.Remove(id);
        changed.Add(id.Parent!);
        if (remote is not null)
        {
            cloud.Peerings.Disconnect(id.Parent!, remote);
            _halves.Remove((id.Parent!, remote));
            changed.Add(remote);
        }
    }

    private ArmError? Keep(SpokeLink link, HashSet<ResourceId> changed, List<JsonObject> made)
    {
        var (atHub, atSpoke) = (Half(link.Hub, link.Spoke), Half(link.Spoke, link.Hub));
        if ((atHub is { } one && !PeeringNames.IsManaged(one.Id)) || (atSpoke is { } other && !PeeringNames.IsManaged(other.Id)))
        {
            return null;
        }

        // A half whose other one somebody deleted cannot be mended (arm-protocol 6.7): both are made anew.
        if (IsCut(atHub) || IsCut(atSpoke))
        {
            foreach (var half in new[] { atHub, atSpoke }.OfType<(ResourceId Id, JsonObject)>())
            {
                Remove(half.Id, changed);
            }

            (atHub, atSpoke) = (null, null);
        }

        // A hub lends its gateway before a spoke uses it, and a spoke stops before the hub does.
        var hubFirst = link.UsesHubGateway || atSpoke is null;
        return hubFirst
            ? Write(link, link.Hub, link.Spoke, atHub, changed, made) ?? Write(link, link.Spoke, link.Hub, atSpoke, changed, made)
            : Write(link, link.Spoke, link.Hub, atSpoke, changed, made) ?? Write(link, link.Hub, link.Spoke, atHub, changed, made);
    }

    private static bool IsCut((ResourceId Id, JsonObject Half)? half) =>
        half is { } found && found.Half.Object("properties").Text("peeringState") is "Disconnected";

    private ArmError? Write(SpokeLink link, ResourceId local, ResourceId remote, (ResourceId Id, JsonObject Half)? existing,
        HashSet<ResourceId> changed, List<JsonObject> made)
    {
        var isHub = local == link.Hub;
        var flags = new (string Name, bool Value)[]
        {
            ("allowVirtualNetworkAccess", true), ("allowForwardedTraffic", true), ("allowGatewayTransit", isHub && link.UsesHubGateway),
            ("useRemoteGateways", !isHub && link.UsesHubGateway),
        };
        // One that somebody is deleting comes back when it has gone.
        if (existing is { } old && (old.Half.State() is "Deleting"
            || flags.All(f => (old.Half.Object("properties").Flag(f.Name) ?? false) == f.Value)))
        {
            _owned.Add(old.Id);
            return null;
        }

        var sent = new JsonObject { ["remoteVirtualNetwork"] = Json.ToReference(remote.ToString()) };
        foreach (var (name, value) in flags)
        {
            sent[name] = value;
        }

        var id = existing?.Id ?? local.Child("virtualNetworkPeerings", PeeringNames.Of(link));
        var properties = _documents.Build(local, remote, existing?.Half, sent);
        var half = new PeeringWrite(id, local, remote, existing?.Half, properties, Sync: false);
        if (new PeeringRules(cloud, cloud.Options.ManagedPeeringLimit).Check(half) is { } refusal)
        {
            return refusal;
        }

        made.Add(_documents.Store(half, new() { ["properties"] = sent }));
        properties["provisioningState"] = "Succeeded";
        _owned.Add(id);
        changed.Add(link.Hub);
        return null;
    }
}
