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

    /// <summary>What to type to take it back; null where nothing was written, or where no command does it.</summary>
    public string? Undo { get; init; }

    /// <summary>Why no command takes it back, though something was written; null where one does.</summary>
    public string? NoUndo { get; init; }

    /// <summary>True where something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a service is asked for.</summary>
    public ResourceId Id => ResourceId;

    /// <summary>The results of the services that a group of changes of a grant is about.</summary>
    public static ImmutableArray<ServiceAccessResult> From(AccessGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        return [.. Of(ground.Reading, ground.Request.Subnets, results).Select(r => AccessUndo.Of(ground, r.Result, r.Before, r.After, results))];
    }

    /// <summary>The results of the services that a group of changes of a removal is about.</summary>
    public static ImmutableArray<ServiceAccessResult> From(AccessRemovalGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        return [.. Of(ground.Reading, ground.Request.Subnets, results).Select(r => AccessUndo.Of(ground, r.Result, r.Before, r.After))];
    }

    public override string ToString() => Error is null ? $"{Resource}: {LetsIn}" : $"{Resource}: {Error.Message}";

    private static IEnumerable<(ServiceAccessResult Result, SecuredService Before, SecuredService After)> Of(
        ServiceReading reading, ImmutableArray<ResourceId> subnets, ImmutableArray<ChangeResult> results) =>
        from before in reading.Services
        let own = results.Where(r => IsOf(before, r)).ToArray()
        where own.Length > 0
        select Of(before, subnets, own, results);

    /// <summary>True for the result of a change of a service, or of one of its rules.</summary>
    internal static bool IsOf(SecuredService service, ChangeResult result) => result.Resource == service.Id || result.Resource.Parent == service.Id;

    private static (ServiceAccessResult Result, SecuredService Before, SecuredService After) Of(
        SecuredService before, ImmutableArray<ResourceId> subnets, ChangeResult[] mine, ImmutableArray<ChangeResult> all)
    {
        var documents = before.Documents.ToDictionary(d => d.Id);
        foreach (var result in mine)
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
        var failed = mine.Where(r => r.Error is not null).ToArray();

        // What was skipped tells less than why, which may be the endpoint.
        var error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped)
            ?? (failed.Length == 0 ? null : all.FirstOrDefault(r => r.Error is not null && r.Outcome != ChangeOutcome.Skipped)) ?? failed.FirstOrDefault())?.Error;
        return (new(before.Id, before.Kind.Name)
        {
            Subnet = [.. subnets.Where(s => after.RuleOf(s) is not null)],
            DefaultAction = after.DefaultAction,
            LetsIn = WhoStays.Now(after),
            Changed = mine.Any(Vpn.VpnGatewayResult.Wrote),
            Elapsed = mine.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = error,
        }, before, after);
    }
}
