using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>A tunnel that is asked for, with its changes.</summary>
internal sealed record PlannedTunnel(TunnelPair Pair, ImmutableArray<Change> Changes)
{
    public VirtualNetworkGateway One => Pair.First.Near;

    public VirtualNetworkGateway Other => Pair.Second.Near;

    public string Group => Pair.Group;

    public bool Writes => Changes.Any(c => c.Writes);

    /// <summary>True when routes come to lead where none did: a half is made, or BGP is switched on.</summary>
    public bool OpensWays => Pair.IsMade || (Pair.Bgp && Pair.Halves.Any(h => h.Existing?.EnableBgp == false));

    public IEnumerable<VirtualNetworkGateway> Gateways => [One, Other];
}

/// <summary>Everything that the checks of VNet-to-VNet connections look at.</summary>
internal sealed record TunnelScene(Topology Topology, ImmutableArray<VNetToVNetRequest> Requests)
{
    public ImmutableArray<PlannedTunnel> Tunnels { get; private init; } = [];

    public DateTimeOffset Now => Topology.ReadAt ?? default;

    public TunnelSpaces Spaces { get; } = new(Topology);

    public static TunnelScene Of(Topology topology, ImmutableArray<VNetToVNetRequest> requests) => new(topology, requests)
    {
        Tunnels = [.. requests.Where(r => r.Gateway1 != r.Gateway2).Select(r => TunnelPair.Of(topology, r)).OfType<TunnelPair>()
            .Select(p => new PlannedTunnel(p, [.. new HalfChange(topology, p).All()]))],
    };

    public VirtualNetworkGateway? Gateway(ResourceId id) => Topology.Gateways.FirstOrDefault(g => g.Id == id);
}

/// <summary>What a check has found.</summary>
/// <param name="Resource">The resource at fault.</param>
/// <param name="Message">What is wrong, with the names, and what to do.</param>
/// <param name="Group">The pair that it concerns; empty for the whole plan.</param>
internal sealed record TunnelFinding(ResourceId Resource, string Message, string Group)
{
    public FailureKind Kind { get; init; } = FailureKind.InvalidOperation;

    /// <summary>Null when the plan may not be applied, else how loudly it is told.</summary>
    public NoticeSeverity? Tells { get; init; }
}

/// <summary>The checks that a plan is held against: all of them, but for tests of one that is switched off.</summary>
internal sealed class TunnelCheckList
{
    private readonly string? _off;

    private TunnelCheckList(string? off) => _off = off;

    public static TunnelCheckList Whole { get; } = new(null);

    /// <summary>All but one: what happens then shows what it is for.</summary>
    public static TunnelCheckList Without(string id) =>
        VNetToVNetCheck.All.Any(c => c.Id == id) ? new(id) : throw new ArgumentException($"There is no check '{id}'.", nameof(id));

    public (ImmutableArray<PlanProblem> Problems, ImmutableArray<PlanNotice> Notices) Run(TunnelScene scene)
    {
        var found = VNetToVNetCheck.All.Where(c => c.Id != _off).SelectMany(c => c.Find(scene).Select(f => (c.Id, Finding: f))).ToArray();
        return (
            [.. found.Where(f => f.Finding.Tells is null).Select(f => new PlanProblem(f.Id, f.Finding.Message, f.Finding.Resource)
            {
                Group = f.Finding.Group, Kind = f.Finding.Kind,
            }).Distinct()],
            [.. found.Where(f => f.Finding.Tells is not null).Select(f =>
                new PlanNotice(f.Id, f.Finding.Tells!.Value, f.Finding.Message, f.Finding.Resource)).Distinct()]);
    }
}
