using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Reads what <see cref="PlanWriter"/> writes. A file is data from outside, perhaps edited by hand: everything that the
/// runner counts on is checked here, so that a wrong file is told with its line instead of failing in the middle of a run.
/// A member that is not known is refused: it may be what a change hangs on.
/// </summary>
internal sealed partial class PlanReader
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public static Plan Read(string file, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var text = new TopologySource(file, bytes).AsUtf8();
            JsonSlices.Check(text.Span);
            return new PlanReader().Plan(new(file, text, text.TrimStart(" \t\r\n"u8), "$"));
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw PlanValue.Invalid(file, string.Create(CultureInfo.InvariantCulture,
                $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is not JSON: {reason}"), e);
        }
        catch (TopologyFileException e) when (string.Equals(e.Id, "InvalidSnapshot", StringComparison.Ordinal))
        {
            throw new TopologyFileException(file, "InvalidPlan", e.Kind, e.Message, e);
        }
    }

    private Plan Plan(PlanValue root)
    {
        var plan = new PlanMembers(root);
        if (plan.Optional("format") is not { } format || !string.Equals(format.AsText(), PlanWriter.Format, StringComparison.Ordinal))
        {
            throw root.Fault($"is no plan: its member format is not '{PlanWriter.Format}'.");
        }

        CheckVersion(plan.Need("version"), plan.Optional("madeBy")?.AsText());
        var read = new Plan(plan.Need("title").AsName())
        {
            MadeBy = plan.Optional("madeBy")?.AsText(),
            CreatedAt = plan.Optional("createdAt") is { } at ? Time(at) : default,
            Cloud = plan.Optional("cloud")?.AsName(),
            TenantId = plan.Optional("tenantId")?.AsName(),
            SecondTenant = plan.Optional("secondTenant") is { } second ? Tenant(second) : null,
            Origins = plan.Each("origins", Origin),
            RestsOn = plan.Each("restsOn", Ground),
            Changes = Changes(plan),
            Problems = plan.Each("problems", Problem),
            Notices = plan.Each("notices", Notice),
        };
        plan.End();
        return read;
    }

    private static void CheckVersion(PlanValue value, string? madeBy)
    {
        var text = value.AsText();
        if (VersionText().Match(text) is not { Success: true } match)
        {
            throw value.Fault($"'{text}' is no version; '{PlanWriter.Version}' is what this module writes.");
        }

        if (!string.Equals(match.Groups["major"].Value, PlanWriter.Major, StringComparison.Ordinal))
        {
            throw value.Fault($"is {text}, made by AzNetHelper {madeBy ?? "of an unknown version"}; this one reads "
                + $"{PlanWriter.Major}.x. Use the version of the module that wrote it, or make the plan again.");
        }
    }

    private static PlanTenant Tenant(PlanValue value)
    {
        var members = new PlanMembers(value);
        var tenant = new PlanTenant(members.Optional("tenantId")?.AsName(), members.Each("subscriptionIds", s => s.AsName()));
        members.End();
        return tenant.SubscriptionIds.IsEmpty ? throw value.Fault("names no subscription in 'subscriptionIds'.") : tenant;
    }

    private ImmutableArray<Change> Changes(PlanMembers plan)
    {
        var values = plan.Need("changes").Elements();
        return values.Count <= PlanWriter.MostChanges
            ? [.. values.Select(Change)]
            : throw plan.Need("changes").Fault($"holds more than {PlanWriter.MostChanges} changes.");
    }

    private Change Change(PlanValue value)
    {
        var members = new PlanMembers(value);
        var (id, kind) = (members.Need("resource"), members.Need("kind").As<ChangeKind>());
        var change = new Change(KnownId(id), kind, members.Need("summary").AsName());
        change = change with
        {
            Key = members.Need("key").AsName(),
            Group = members.Optional("group")?.AsName() ?? string.Empty,
            Before = members.Optional("before")?.AsDocument(),
            After = members.Optional("after")?.AsDocument(),
            Expect = members.Optional("expect")?.AsDocument(),
            NeededWhile = members.Optional("neededWhile")?.AsDocument(),
            OnlyWhile = members.Optional("onlyWhile")?.AsDocument(),
            PassedWhen = members.Optional("passedWhen")?.AsDocument(),
            Awaits = members.Optional("awaits")?.AsDocument(),
            TakenBackBy = members.Optional("takenBackBy")?.AsDocument(),
            EmptyGroups = members.Each("emptyGroups", g => g.AsId()),
            Query = members.Optional("query") is { } query ? Matching(query, QueryText()) : null,
            Action = members.Optional("action") is { } action ? Matching(action, ActionText()) : null,
            ActionVerb = members.Optional("actionVerb")?.As<ArmVerb>() ?? ArmVerb.Post,
            DependsOn = members.Each("dependsOn", Dependency),
            Lanes = members.Each("lanes", l => l.AsId()),
            Impact = members.Optional("impact") is { } impact ? Impact(impact) : ImpactStatement.None,
        };
        members.End();
        Check(value, change);
        return _keys.Add(change.Key) ? change : throw members.Need("key").Fault($"'{change.Key}' is the key of another change too.");
    }

    private static void Check(PlanValue value, Change change)
    {
        var fault = change switch
        {
            { Kind: ChangeKind.Create or ChangeKind.Update, After: null } => $"is a change of kind {change.Kind} without 'after'.",
            { Kind: ChangeKind.Create, Before: not null } => "creates a resource and says in 'before' that it exists.",
            { Kind: ChangeKind.Delete, After: not null } => "deletes a resource and says in 'after' how it shall be.",
            { Kind: not (ChangeKind.Update or ChangeKind.Delete), TakenBackBy: not null } =>
                "is neither an update nor a deletion, and says in 'takenBackBy' how it is taken back.",
            { Kind: not (ChangeKind.Create or ChangeKind.Update or ChangeKind.NoChange), Awaits: not null } =>
                $"is of kind {change.Kind}, after which nothing is there that 'awaits' could ask for.",
            { EmptyGroups: var groups } when groups.Any(g => !g.IsType(ResourceTypes.NetworkGroup)) =>
                "names something else than network groups in 'emptyGroups'.",
            { Kind: ChangeKind.Create or ChangeKind.Delete } when BodyRules.IsPatched(change.Resource.Type) =>
                $"{(change.Kind is ChangeKind.Create ? "creates" : "deletes")} a resource of {change.Resource.Type}, which this module only changes.",
            { Kind: ChangeKind.Action, Action: null } => "is an action and does not say which in 'action'.",
            { Kind: not ChangeKind.Action, Action: not null } => $"is no action but of kind {change.Kind}, and has an 'action'.",
            { Kind: not ChangeKind.Action, ActionVerb: not ArmVerb.Post } => "is no action, and has an 'actionVerb'.",
            { ActionVerb: not (ArmVerb.Post or ArmVerb.Put) } => $"calls its action with {change.ActionVerb}; only Post and Put are known.",
            { Kind: ChangeKind.NoChange or ChangeKind.Action, Query: not null } =>
                $"is of kind {change.Kind}, which takes no 'query'.",
            _ => PlannedAction.Fault(change) ?? ManagerDeployment.Fault(change),
        };
        if (fault is not null)
        {
            throw value.Fault(fault);
        }
    }

    // Dependencies point backwards, so there is no cycle (ChangeGraph).
    private string Dependency(PlanValue value) => _keys.Contains(value.AsText())
        ? value.AsText()
        : throw value.Fault($"'{value.AsText()}' is the key of no change that stands before this one.");

    private static ImpactStatement Impact(PlanValue value)
    {
        var members = new PlanMembers(value);
        var impact = new ImpactStatement(members.Need("kind").As<Impact>(), members.Optional("statement")?.AsText() ?? string.Empty);
        members.End();
        return impact;
    }

    private static PlanOrigin Origin(PlanValue value)
    {
        var members = new PlanMembers(value);
        var parameters = members.Need("parameters");
        foreach (var (name, given) in parameters.Members())
        {
            if (!ActionText().IsMatch(name))
            {
                throw given.Fault("is not the name of a parameter.");
            }

            switch (JsonSlices.Kind(given.Json))
            {
                case JsonTokenType.StartArray:
                    given.Elements().ForEach(e => e.AsText());
                    break;
                case JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number:
                    break;
                default:
                    given.AsText();
                    break;
            }
        }

        var origin = new PlanOrigin(Matching(members.Need("command"), CommandText()), parameters.AsDocument());
        members.End();
        return origin;
    }

    private static PlanGround Ground(PlanValue value)
    {
        var members = new PlanMembers(value);
        var ground = new PlanGround(KnownId(members.Need("resource")), members.Need("content").AsDocument());
        members.End();
        return ground;
    }

    private static PlanProblem Problem(PlanValue value)
    {
        var members = new PlanMembers(value);
        var problem = new PlanProblem(
            members.Need("checkId").AsName(), members.Need("message").AsName(), members.Need("resource").AsId())
        {
            Group = members.Optional("group")?.AsName() ?? string.Empty,
            Kind = members.Optional("kind")?.As<FailureKind>() ?? FailureKind.InvalidOperation,
        };
        members.End();
        return problem;
    }

    private static PlanNotice Notice(PlanValue value)
    {
        var members = new PlanMembers(value);
        var notice = new PlanNotice(members.Need("id").AsName(), members.Need("severity").As<NoticeSeverity>(),
            members.Need("message").AsName(), members.Optional("resource")?.AsId());
        members.End();
        return notice;
    }

    // What has no rules for its bodies has no planner either, and what runs must be what a planner could have made.
    private static ResourceId KnownId(PlanValue value) => value.AsId() is var id && (BodyRules.Knows(id.Type) || ManagerDeployment.Is(id))
        ? id
        : throw value.Fault($"is of the type {id.Type}, which this module does not write.");

    private static string Matching(PlanValue value, Regex form) =>
        form.IsMatch(value.AsText()) ? value.AsText() : throw value.Fault($"'{value.AsText()}' cannot stand there.");

    private static DateTimeOffset Time(PlanValue value) => DateTimeOffset.TryParse(
        value.AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : throw value.Fault($"'{value.AsText()}' is no time.");

    [GeneratedRegex(@"\A(?<major>[0-9]{1,4})\.[0-9]{1,4}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionText();

    // The api-version is pinned and not the file's to choose.
    [GeneratedRegex(@"\A(?!.*api-version)[A-Za-z][A-Za-z0-9-]*=[A-Za-z0-9._~-]*(&[A-Za-z][A-Za-z0-9-]*=[A-Za-z0-9._~-]*)*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueryText();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActionText();

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]{0,31}-[A-Z][A-Za-z0-9]{0,63}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandText();
}
