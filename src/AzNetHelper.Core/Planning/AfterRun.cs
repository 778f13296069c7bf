using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>The networks after a run, of what it read back: what was not written or read is as the plan found it.</summary>
internal static class AfterRun
{
    public static Topology Of(Topology before, ImmutableArray<ChangeResult> results)
    {
        var draft = new NetworkDraft(before);
        foreach (var result in results.OrderBy(r => r.Resource.Names.Length))
        {
            if (result.Document is { } document && (result.Resource.Parent is not { } parent || draft.Find(parent) is not null))
            {
                draft.Store(result.Resource, JsonBody.Parse(document));
            }
            else if (result is { Kind: ChangeKind.Delete, Outcome: ChangeOutcome.Done or ChangeOutcome.Unchanged })
            {
                draft.Remove(result.Resource);
            }
        }

        return draft.ToTopology();
    }
}
