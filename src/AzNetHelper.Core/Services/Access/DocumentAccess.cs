using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services;

/// <summary>The writes of a service that keeps its rules in one document: each step starts where the one before it ends.</summary>
internal sealed class DocumentAccess(AccessLayout layout, SecuredService service) : IServiceAccess
{
    private readonly RuleDocument _read = RuleDocument.Of(service);

    private ImmutableArray<ResourceId> All { get; } = [.. layout.Subnets];

    private ImmutableArray<ResourceId> Early { get; } = [.. layout.Subnets.Where(s => layout.WritesFirst(service, s))];

    private RuleDocument Flagged => Filtered(_read.WithSubnets(Early, _ => true));

    public IEnumerable<Change> First()
    {
        if (!Early.IsEmpty)
        {
            var step = Step("first", _read, Flagged, $"Let {Names(Early)} in at {service.Kind.Title} '{service.Id.Name}', also before the endpoint is there");

            // The flag is not the end: a plan that has been run does not set it again.
            yield return step with { PassedWhen = Flagged.Written.WithSubnets(All, _ => false).OfSubnets() };
        }
    }

    public IEnumerable<Change> Then(Func<ResourceId, string?> endpoint)
    {
        var start = Early.IsEmpty ? _read : Flagged.Written;
        string[] before = [.. Early.Take(1).Select(_ => Key("first")), .. All.Select(s => endpoint(s)).OfType<string>().Distinct(StringComparer.Ordinal)];
        var ruled = Filtered(start.WithSubnets(All, _ => layout.Request.EnsureEndpoint ? false : null));
        var kept = layout.Kept(service);
        if (ClosesAtOnce)
        {
            // The addresses that stay come with the first rule, which shuts the others out.
            (ruled, kept) = (ruled.WithAddresses(layout.Request.DenyOthers ? kept : []), []);
        }

        var isNew = All.Where(s => service.RuleOf(s) is null).ToArray();
        ResourceId[] coming = [.. All.Where(s => AccessLayout.IsComing(service, s))];
        var last = before;
        if (!ruled.IsSameAs(start))
        {
            var what = isNew.Length > Early.Length ? $"Let {Names(isNew)} in at" : $"Let {Names(All)} in by the endpoint alone at";
            yield return Step("rules", start, ruled, $"{what} {service.Kind.Title} '{service.Id.Name}'") with
            {
                DependsOn = [.. before],
                Awaits = ruled.Ready([.. isNew, .. coming]),
                Impact = ClosesAtOnce ? AccessImpacts.OfDenial(layout, service) : ImpactStatement.None,
            };
            last = [Key("rules")];
        }
        else if (coming.Length > 0 && layout.Shuts(service))
        {
            // An earlier run may have been killed just after it wrote the rule: nothing is left to write, but the others stay until it is in force.
            yield return Step("rules", start, start, $"Wait until the rules of {Names(coming)} are in force at {service.Kind.Title} '{service.Id.Name}'") with
            {
                DependsOn = [.. before], Awaits = start.Ready(coming),
            };
            last = [Key("rules")];
        }

        var closed = layout.Request.DenyOthers ? ruled.Written.WithAddresses(kept) with { Denies = true } : ruled.Written;
        if (!closed.IsSameAs(ruled.Written))
        {
            var opens = kept.IsEmpty ? string.Empty : $" but {string.Join(", ", kept)}";
            yield return Step("deny", ruled.Written, closed,
                layout.Shuts(service) ? $"Shut others{opens} out at {service.Kind.Title} '{service.Id.Name}'"
                    : kept.IsEmpty ? $"Turn the filter on of {service.Kind.Title} '{service.Id.Name}', so that rules of subnets count"
                    : $"Let {string.Join(", ", kept)} in at {service.Kind.Title} '{service.Id.Name}'") with
            {
                DependsOn = [.. last],
                Impact = layout.Shuts(service) ? AccessImpacts.OfDenial(layout, service) : ImpactStatement.None,
            };
        }
        else if (ruled.IsSameAs(_read))
        {
            yield return new(service.RuleDocument!, ChangeKind.NoChange, $"Keep {service.Kind.Title} '{service.Id.Name}', which lets {Names(All)} in")
            {
                Group = layout.GroupOf(service), Before = _read.Rest(), After = _read.Rest(), Lanes = [service.Id],
            };
        }
    }

    // A namespace that says Deny and has no rule answers everybody until it has one.
    private bool ClosesAtOnce => service is { Kind.OpensWithoutRules: true, IsOpenToEveryone: true, DefaultAction: DefaultAction.Deny };

    // Cosmos DB with rules for addresses denies the others already, and heeds rules of subnets only with its filter on.
    private RuleDocument Filtered(RuleDocument rules) =>
        service.Kind.Shape.FilterFlag is not null && !service.Addresses.IsEmpty && !rules.IsSameAs(_read) ? rules with { Denies = true } : rules;

    private Change Step(string name, RuleDocument from, RuleDocument to, string summary)
    {
        var (before, after, back) = from.To(to);
        var isThere = service.Document(service.RuleDocument!) is not null;
        return new(service.RuleDocument!, isThere ? ChangeKind.Update : ChangeKind.Create, summary)
        {
            Key = Key(name),
            Group = layout.GroupOf(service),
            Before = isThere ? before : null,
            After = after,
            TakenBackBy = isThere ? back : null,
            Lanes = [service.Id],
        };
    }

    private string Key(string name) => $"{name}:{service.Id}".ToLowerInvariant();

    private static string Names(IEnumerable<ResourceId> subnets) => AccessPlanner.Words(subnets.Select(s => $"{s.Parent?.Name}/{s.Name}"));
}
