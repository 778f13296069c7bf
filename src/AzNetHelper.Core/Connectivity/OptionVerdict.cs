using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Differences;

namespace AzNetHelper.Connectivity;

/// <summary>From a draft to an option: what its plans change about reachability, what it falls short of, and its marks.</summary>
internal static class OptionVerdict
{
    public static ConnectivityOption Of(OptionDraft draft, CancellationToken stop)
    {
        var scene = draft.Scene;
        var isBlocked = draft.Obstacles.Count > 0;
        var writes = !isBlocked && draft.Plans.Any(p => p.WriteCount > 0);
        var changes = writes ? Changes(draft, stop) : [];
        var after = isBlocked || draft.Endpoint is null ? null : writes ? After(draft) : scene.Before?.Verdict;
        var shortfalls = isBlocked ? [] : Shortfalls(draft).ToImmutableArray();
        var isThere = draft.Kind == ConnectivityKind.Existing || (!isBlocked && (draft.IsInPlace
            || (draft.IsOfPlans && !writes && (scene.IsReachable || scene.Destination is ServiceEnd))));
        var marks = isBlocked ? [] : Marks(draft, changes, after, writes, isThere).ToImmutableArray();
        return new(draft.Kind, isBlocked ? OptionStatus.NotPossible : shortfalls.Length > 0 ? OptionStatus.Unfit : isThere ? OptionStatus.Already : OptionStatus.Possible)
        {
            Source = scene.Source.ToString(),
            Destination = scene.Destination.ToString(),
            Via = draft.Via,
            Reasons = isBlocked ? [.. draft.Obstacles.Distinct()] : shortfalls,
            Has = [.. draft.Has.Distinct(StringComparer.Ordinal)],
            Needs = isBlocked ? [] : [.. draft.Needs.Distinct(StringComparer.Ordinal)],
            Path = draft.Path,
            IsEncrypted = draft.IsEncrypted,
            Encryption = draft.Encryption,
            NeedsPublicAddress = draft.NeedsPublicAddress,
            Downtime = Downtime(draft),
            SetUp = isThere ? "none: it is there" : SetUp(draft),
            LimitMbps = draft.LimitMbps,
            Bandwidth = draft.Bandwidth,
            Latency = draft.Traits.Latency,
            Limits = [.. draft.Traits.Limits, .. draft.Limits],
            CostDrivers = draft.Traits.CostDrivers,
            VerdictAfter = after,
            Changes = changes,
            Commands = isBlocked ? [] : [.. draft.Commands],
            NextStep = isBlocked ? null : draft.NextStep,
            Marks = marks,
            Advice = isBlocked ? [] : [.. draft.Advice],
            Sources = draft.Traits.Source,
            Plans = [.. draft.Plans],
        };
    }

    private static bool IsSoon(OptionDraft draft) =>
        draft is { NewGateways: 0, WaitsForProvider: false, IsWhole: true, Kind: not ConnectivityKind.ExpressRoute };

    private static string SetUp(OptionDraft draft) =>
        draft.SetUp ?? (draft.NewGateways == 0 ? draft.Traits.SetUpOnGateway : null) ?? draft.Traits.SetUp;

    private static ImmutableArray<PairChange> Changes(OptionDraft draft, CancellationToken stop)
    {
        var difference = new MatrixDifference(draft.Scene.Engine, new ReachabilityEngine(draft.Networks));
        if (draft.Endpoint is not { } endpoint)
        {
            return [.. difference.WorseFirst(stop)];
        }

        try
        {
            return [.. difference.Around(draft.Scene.Source.Endpoint, endpoint, stop).Where(c => c.Effect != ChangeEffect.None)];
        }
        catch (EndpointException)
        {
            return [.. difference.WorseFirst(stop)];
        }
    }

    private static Verdict? After(OptionDraft draft)
    {
        try
        {
            return new ReachabilityEngine(draft.Networks).Ask(draft.Scene.Source.Endpoint, draft.Endpoint!).Verdict;
        }
        catch (EndpointException)
        {
            return null;
        }
    }

    private static IEnumerable<OptionReason> Shortfalls(OptionDraft draft)
    {
        var question = draft.Scene.Question;
        if (question.RequireEncryption && !draft.IsEncrypted)
        {
            yield return new("EncryptionRequired", $"It does not encrypt by itself: {draft.Encryption}.");
        }

        if (question.BandwidthMbps is { } wanted && draft.LimitMbps is { } limit && limit < wanted)
        {
            yield return new("BandwidthTooSmall", string.Create(CultureInfo.InvariantCulture, $"{wanted} Mbps are asked for, and it carries {limit}: {draft.Bandwidth}."));
        }

        foreach (var shortfall in draft.Shortfalls)
        {
            yield return shortfall;
        }
    }

    private static string Downtime(OptionDraft draft)
    {
        var said = draft.Plans.SelectMany(p => p.Changes).Where(c => c.Writes && c.Impact.Kind is Impact.Interrupts or Impact.CutsOff or Impact.Irreversible)
            .Select(c => c.Impact.Statement).Distinct(StringComparer.Ordinal).ToArray();
        return said.Length == 0 ? "none" : string.Join(" ", said);
    }

    private static IEnumerable<OptionMark> Marks(
        OptionDraft draft, ImmutableArray<PairChange> changes, Verdict? after, bool writes, bool isThere)
    {
        if (draft.Path != NetworkPath.Internet)
        {
            yield return OptionMarks.Of(draft.Path == NetworkPath.Backbone ? "Backbone" : "PrivateLine");
        }

        if (isThere)
        {
            yield return OptionMarks.Of("NothingToMake");
        }
        else if (IsSoon(draft))
        {
            yield return OptionMarks.Of("Soon");
        }

        if (draft.NewGateways > 0)
        {
            yield return OptionMarks.Of("GatewayToBuild", draft.NewGateways);
        }

        if (draft.WaitsForProvider)
        {
            yield return OptionMarks.Of("ProviderNeeded");
        }

        if (Downtime(draft) != "none")
        {
            yield return OptionMarks.Of("Interrupts");
        }

        if (changes.Any(c => c.Effect == ChangeEffect.Closes))
        {
            yield return OptionMarks.Of("Closes");
        }

        if (changes.Any(c => c is { IsAsked: true, Effect: ChangeEffect.LeadsOtherwise }))
        {
            yield return OptionMarks.Of("LeadsAround");
        }

        if (after is Verdict.Blocked or Verdict.Unknown && (writes || draft.Plans.Count > 0))
        {
            yield return OptionMarks.Of("DoesNotArrive");
        }

        if (draft is { NextStep: not null, Commands.Count: 0 })
        {
            yield return OptionMarks.Of("NoCommand");
        }

        if (draft.Scene.Question.LatencySensitive && LatencyMark(draft) is { } latency)
        {
            yield return OptionMarks.Of(latency);
        }

        foreach (var mark in draft.Marks)
        {
            yield return mark;
        }
    }

    private static string? LatencyMark(OptionDraft draft) => draft.Kind switch
    {
        ConnectivityKind.Existing => null,
        ConnectivityKind.VNetToVNet => "LatencyGateways",
        ConnectivityKind.HubSpoke => draft.Path == NetworkPath.Internet ? "LatencyInternet" : draft.Marks.Any(m => m.Id == "GatewayAsRouter") ? "LatencyGateways" : null,
        ConnectivityKind.SiteToSite or ConnectivityKind.PointToSite => "LatencyInternet",
        _ => "LatencyLow",
    };
}
