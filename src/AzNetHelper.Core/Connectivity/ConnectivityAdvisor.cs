using System.Collections.Immutable;
using AzNetHelper.Reachability;

namespace AzNetHelper.Connectivity;

/// <summary>
/// Ranks the ways to connect two. Each is judged by the planner that its command uses, on the networks as they are, and by what the
/// reachability engine says of the networks that the plan leaves. Pure: nothing is read or written.
/// </summary>
public static class ConnectivityAdvisor
{
    /// <summary>
    /// Every way, the best first: what is there, what is possible by its marks, what falls short of the demands, what is not possible,
    /// what joins other things.
    /// Equals keep the order of <see cref="ConnectivityKind"/>.
    /// </summary>
    public static ImmutableArray<ConnectivityOption> Rank(ConnectivityQuestion question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        var scene = new ConnectivityScene(question);
        List<ConnectivityOption> options = [];
        foreach (var draft in Drafts(scene))
        {
            cancellationToken.ThrowIfCancellationRequested();
            GeneralAdvice.Add(draft);
            options.Add(OptionVerdict.Of(draft, cancellationToken));
        }

        if (scene.IsReachable && options.TrueForAll(o => o.Status != OptionStatus.Already && !IsInPlace(o)))
        {
            options.Add(OptionVerdict.Of(ExistingWay.Draft(scene), cancellationToken));
        }

        return [.. options.OrderBy(o => o.Status).ThenBy(o => o.JoinsOthers).ThenByDescending(o => o.Score).ThenBy(o => o.Kind)
            .Select((o, at) => o with { Rank = at + 1 })];
    }

    // What is there and falls short of a demand is told by its own row.
    private static bool IsInPlace(ConnectivityOption option) => option.Status == OptionStatus.Unfit && option.Plans.Length > 0
        && option.Commands.IsEmpty && option.NextStep is null;

    private static IEnumerable<OptionDraft> Drafts(ConnectivityScene scene) =>
    [
        PeeringWay.Draft(scene),
        HubWay.Draft(scene),
        TunnelWays.VNetToVNet(scene),
        SiteWay.Draft(scene),
        ClientWay.Draft(scene),
        CircuitWay.Draft(scene),
        ServiceWays.Endpoint(scene),
        ServiceWays.Injection(scene),
        PrivateLinkWay.Draft(scene),
    ];
}

/// <summary>What connects the two already, whatever it is.</summary>
internal static class ExistingWay
{
    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var answer = scene.Before!;
        var draft = new OptionDraft(scene, ConnectivityKind.Existing)
        {
            Via = answer.By,
            Path = answer.Kinds.HasFlag(PathKinds.ExpressRoute) ? NetworkPath.PrivateLine
                : scene.Destination is NetworkEnd ? NetworkPath.Backbone : NetworkPath.Internet,
            IsEncrypted = answer.Kinds == PathKinds.VpnGateway,
            Encryption = answer.Kinds == PathKinds.VpnGateway ? "IPsec or TLS of the gateways on the way" : "not end to end",
            Bandwidth = "that of what it passes",
        };
        draft.Has.AddRange(answer.Paths.Where(p => p.Direction == Directions.There).Select(p => p.ToString()).Distinct(StringComparer.Ordinal).Take(3));
        return draft;
    }
}

/// <summary>Advice that hangs on how many there are of something.</summary>
internal static class GeneralAdvice
{
    public static void Add(OptionDraft draft)
    {
        var scene = draft.Scene;
        if (draft.Obstacles.Count > 0)
        {
            return;
        }

        if (draft.Kind is ConnectivityKind.Peering or ConnectivityKind.HubSpoke)
        {
            var most = draft.Networks.VirtualNetworks.Where(n => n.Id == scene.Source.Network.Id || n.Id == (scene.Destination as NetworkEnd)?.Network.Id
                || n.Id == draft.Hub).Max(n => n.Peerings.Length);
            Say(draft, ConnectivityAdvice.NetworkManager, most);
        }

        if (draft.Kind is ConnectivityKind.HubSpoke or ConnectivityKind.SiteToSite or ConnectivityKind.VNetToVNet)
        {
            Say(draft, ConnectivityAdvice.VirtualWan, scene.Topology.VirtualNetworks.Select(n => n.Location).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }

        if (draft.Kind is ConnectivityKind.VNetToVNet)
        {
            Say(draft, ConnectivityAdvice.OneGateway, draft.NewGateways);
        }

        if (draft.Kind is ConnectivityKind.ExpressRoute)
        {
            Say(draft, ConnectivityAdvice.Backup, 1);
        }
    }

    private static void Say(OptionDraft draft, string id, int count)
    {
        var advice = ConnectivityAdvice.Find(id);
        if (count >= advice.From)
        {
            draft.Advice.Add(advice.Says);
        }
    }
}
