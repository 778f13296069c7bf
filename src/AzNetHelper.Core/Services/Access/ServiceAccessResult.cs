using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services;

/// <summary>Who gets in at a service after access was granted or revoked, as read back at the end.</summary>
/// <param name="ResourceId">The service.</param>
/// <param name="Kind">What it is, for example <c>Storage</c>.</param>
public sealed record ServiceAccessResult(ResourceId ResourceId, string Kind)
{
    public string Resource => ResourceId.Name;

    /// <summary>The subnets of the command that it lets in.</summary>
    public ImmutableArray<ResourceId> Subnet { get; init; } = [];

    /// <summary>What becomes of whom no rule names: Allow or Deny.</summary>
    public DefaultAction DefaultAction { get; init; }

    /// <summary>Who gets in, in words.</summary>
    public string LetsIn { get; init; } = string.Empty;

    /// <summary>The command that takes it back; null where nothing was written.</summary>
    public string? Undo { get; init; }

    /// <summary>True where something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a service is asked for.</summary>
    public ResourceId Id => ResourceId;

    /// <summary>The result of one service of a grant; null for a group that is of no service.</summary>
    public static ServiceAccessResult? From(AccessGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        if (Of(ground.Reading, ground.Request.Subnets, results) is not var (result, before, after))
        {
            return null;
        }

        var added = ground.Request.Subnets.Where(s => after.RuleOf(s) is not null && before.RuleOf(s) is null).ToImmutableArray();
        var shut = before.DefaultAction == DefaultAction.Allow && after.DefaultAction == DefaultAction.Deny;
        return result with
        {
            Undo = !result.Changed || (added.IsEmpty && !shut) ? null : AccessOrigins.Of(new AccessRemovalRequest([result.ResourceId], added.IsEmpty ? ground.Request.Subnets : added)
            {
                AllowOthers = shut && before.Kind.Home != RuleHome.Children,
            }).CommandLine,
        };
    }

    /// <summary>The result of one service of a removal; null for a group that is of no service.</summary>
    public static ServiceAccessResult? From(AccessRemovalGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        if (Of(ground.Reading, ground.Request.Subnets, results) is not var (result, before, after))
        {
            return null;
        }

        var gone = ground.Request.Subnets.Where(s => before.RuleOf(s) is not null && after.RuleOf(s) is null).ToImmutableArray();
        var opened = before.DefaultAction == DefaultAction.Deny && after.DefaultAction == DefaultAction.Allow;
        return result with
        {
            Undo = gone.IsEmpty ? null : AccessOrigins.Of(new AccessRequest([result.ResourceId], gone)
            {
                EnsureEndpoint = ground.Request.RemoveEndpoint, DenyOthers = opened, AllowLoss = opened,
            }).CommandLine,
        };
    }

    public override string ToString() => Error is null ? $"{Resource}: {LetsIn}" : $"{Resource}: {Error.Message}";

    private static (ServiceAccessResult Result, SecuredService Before, SecuredService After)? Of(
        ServiceReading reading, ImmutableArray<ResourceId> subnets, ImmutableArray<ChangeResult> results)
    {
        if (results.IsEmpty || reading.Services.FirstOrDefault(s => string.Equals($"{s.Id}", results[0].Change.Group, StringComparison.Ordinal)) is not { } before)
        {
            return null;
        }

        var documents = before.Documents.ToDictionary(d => d.Id);
        foreach (var result in results)
        {
            if (result.Document is { } document)
            {
                documents[result.Resource] = new(result.Resource, JsonBody.WriteUtf8(JsonBody.Parse(document)));
            }
            else if (result is { Kind: ChangeKind.Delete, Outcome: ChangeOutcome.Done or ChangeOutcome.Unchanged })
            {
                documents.Remove(result.Resource);
            }
        }

        var after = documents.TryGetValue(before.Id, out var own) ? ServiceDocuments.Read(own, documents.Values.Where(d => d.Id != before.Id)) : before;
        var failed = results.Where(r => r.Error is not null).ToArray();
        return (new(before.Id, before.Kind.Name)
        {
            Subnet = [.. subnets.Where(s => after.RuleOf(s) is not null)],
            DefaultAction = after.DefaultAction,
            LetsIn = WhoStays.Now(after),
            Changed = results.Any(Vpn.VpnGatewayResult.Wrote),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),

            // What is skipped tells less than why.
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        }, before, after);
    }
}
