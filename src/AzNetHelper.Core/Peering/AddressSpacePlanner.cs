using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Plans another address space for a VNet: the VNet first, then a sync of every half that points at it, and of its own ones
/// that are stale. What is to be synced is told by the prefixes that each half holds, so a run that was interrupted is
/// finished by planning again. Pure: it reads the topology and writes nothing.
/// </summary>
public static class AddressSpacePlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNet, those that it is peered with, and the gateways around.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    public static Plan Create(Topology topology, AddressSpaceRequest request, PeeringFacts? facts = null) =>
        Create(topology, request, facts ?? PeeringFacts.None, PeeringCheck.Whole);

    internal static Plan Create(Topology topology, AddressSpaceRequest request, PeeringFacts facts, CheckList<Scene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var scene = new Scene(topology, facts) { Networks = [request.Network] };
        var plan = new Plan($"Set the address space of {request.Network.Name}")
        {
            CreatedAt = topology.ReadAt ?? default, Origins = [PeeringOrigins.Of(request)],
        };
        if (topology.VirtualNetwork(request.Network) is not { } network)
        {
            return plan with { Problems = checks.Run(scene).Problems };
        }

        var wanted = request.Of(network);
        var write = Write(network, wanted);
        var peers = new PeerSyncs(topology, facts, network, wanted, write);
        var pairs = peers.Pairs.ToImmutableArray();
        var (problems, notices) = checks.Run(scene with
        {
            Pairs = pairs,
            Resize = new(network, wanted) { Unsyncable = [.. peers.Unsyncable], AllowUnsynced = request.AllowUnsynced },
        });
        return plan with
        {
            Changes = [write, .. pairs.SelectMany(p => p.Changes)],
            Problems = [.. problems, .. Contradictions(request)],
            Notices = [.. notices, .. Absent(request, network), .. peers.Waiting, .. ClientProfiles(topology, network, wanted)],
            RestsOn = write.Writes ? [.. pairs.Select(p => Ground(p.Second.Network))] : [],
        };
    }

    private static Change Write(VirtualNetwork network, ImmutableArray<IPPrefix> wanted)
    {
        var before = network.AddressSpace;
        var (added, removed) = (wanted.Except(before).ToArray(), before.Except(wanted).ToArray());
        var isSame = added.Length + removed.Length == 0;
        string[] parts =
        [
            .. added.Length == 0 ? Array.Empty<string>() : [$"add {string.Join(", ", added)}"],
            .. removed.Length == 0 ? Array.Empty<string>() : [$"remove {string.Join(", ", removed)}"],
        ];
        return new(network.Id, isSame && network.ProvisioningState != ProvisioningState.Failed ? ChangeKind.NoChange : ChangeKind.Update,
            isSame ? $"Keep the address space of '{network.Name}'" : $"Set the address space of '{network.Name}': {string.Join("; ", parts)}")
        {
            Group = network.Id.ToString(),
            Before = Space(before),
            After = Space(isSame ? before : wanted),
            Lanes = [network.Id],
        };
    }

    private static IEnumerable<PlanProblem> Contradictions(AddressSpaceRequest request) =>
        request.Add.Intersect(request.Remove).Select(p => new PlanProblem("PrefixContradiction",
            $"{p} is to be added and to be removed.", request.Network) { Kind = FailureKind.InvalidArgument });

    private static IEnumerable<PlanNotice> Absent(AddressSpaceRequest request, VirtualNetwork network) =>
        request.Remove.Except(network.AddressSpace).Select(p => new PlanNotice("PrefixNotFound", NoticeSeverity.Information,
            $"{p} is not in the address space of {network.Name}: nothing is removed for it.", network.Id));

    // Windows clients know the routes of their profile only (about-point-to-site-routing).
    private static IEnumerable<PlanNotice> ClientProfiles(Topology topology, VirtualNetwork network, ImmutableArray<IPPrefix> wanted) =>
        from gateway in wanted.Except(network.AddressSpace).Any() ? SitesReader.Serving(topology, network.Id).Distinct() : []
        from known in topology.Gateways.Where(g => g.Id == gateway && !g.ClientPool.IsEmpty)
        select new PlanNotice("ClientProfiles", NoticeSeverity.Information,
            $"Windows clients of {known.Name} reach the new prefixes of {network.Name} only with a profile that is downloaded again.", known.Id);

    // What the new prefixes were compared with.
    private static PlanGround Ground(VirtualNetwork neighbour) => new(neighbour.Id, Space([.. neighbour.AddressSpace.Order()]));

    private static string Space(ImmutableArray<IPPrefix> prefixes) => JsonBody.Write(new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p.ToString())]) },
        },
    });
}
