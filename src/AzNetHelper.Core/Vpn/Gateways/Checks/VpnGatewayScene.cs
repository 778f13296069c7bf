using System.Collections.Immutable;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Checks;

/// <summary>What the checks look at: a gateway that is wanted, or one that is to go.</summary>
internal sealed record VpnGatewayScene(VpnGatewayLayout? Layout, GatewayRemoval? Removal = null);

/// <summary>The checks that a plan is held against: all of them, but for tests of one that is switched off.</summary>
internal sealed class VpnGatewayCheckList
{
    private readonly string? _off;

    private VpnGatewayCheckList(string? off) => _off = off;

    public static VpnGatewayCheckList Whole { get; } = new(null);

    /// <summary>All but one: what happens then shows what it is for.</summary>
    public static VpnGatewayCheckList Without(string id) =>
        VpnGatewayCheck.All.Any(c => c.Id == id) ? new(id) : throw new ArgumentException($"There is no check '{id}'.", nameof(id));

    public (ImmutableArray<PlanProblem> Problems, ImmutableArray<PlanNotice> Notices) Run(VpnGatewayScene scene)
    {
        var found = VpnGatewayCheck.All.Where(c => _off != c.Id).SelectMany(c => c.Find(scene).Select(f => (c.Id, Finding: f))).ToArray();
        return (
            [.. found.Where(f => f.Finding.Tells is null).Select(f => new PlanProblem(f.Id, f.Finding.Message, f.Finding.Resource)
            {
                Kind = f.Finding.Kind,
            }).Distinct()],
            [.. found.Where(f => f.Finding.Tells is not null).Select(f =>
                new PlanNotice(f.Id, f.Finding.Tells!.Value, f.Finding.Message, f.Finding.Resource)).Distinct()]);
    }
}
