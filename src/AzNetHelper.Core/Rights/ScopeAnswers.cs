using System.Collections.Concurrent;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Reading;

namespace AzNetHelper.Rights;

/// <summary>What Azure answered about scopes, each asked once; where it may not be asked stands why.</summary>
internal sealed class ScopeAnswers<T>(IArm arm, string kind, string apiVersion, Func<IReadOnlyList<ReadOnlyMemory<byte>>, T> read)
    where T : class
{
    private readonly ConcurrentDictionary<ResourceId, T> _answers = new();
    private readonly ConcurrentDictionary<ResourceId, ArmException> _refusals = new();

    public T? this[ResourceId scope] => _answers.GetValueOrDefault(scope);

    /// <summary>Why a scope could not be read; null where it was, and where it does not exist: the plan says that.</summary>
    public ArmException? RefusalAt(ResourceId scope) =>
        _refusals.GetValueOrDefault(scope) is { Status: not 404 } refusal ? refusal : null;

    /// <summary>Asks about scopes side by side.</summary>
    /// <exception cref="ArmException">There is no answer at all, or the sign-in is not accepted.</exception>
    public Task AskAsync(IEnumerable<ResourceId> scopes, CancellationToken stop) => Parallel.ForEachAsync(
        scopes.Distinct().Where(s => !_answers.ContainsKey(s) && !_refusals.ContainsKey(s)).ToArray(),
        new ParallelOptions { MaxDegreeOfParallelism = NetworkReader.DefaultThrottleLimit, CancellationToken = stop },
        async (scope, cancellation) =>
        {
            try
            {
                var pages = new List<ReadOnlyMemory<byte>>();
                await foreach (var page in arm.ListAsync(
                    $"{scope}/providers/Microsoft.Authorization/{kind}", apiVersion, cancellation).ConfigureAwait(false))
                {
                    pages.Add(page.Body);
                }

                _answers[scope] = read(pages);
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                _refusals[scope] = e;
            }
            catch (JsonException e)
            {
                _refusals[scope] = new(200, "InvalidAnswer", $"The {kind} of {scope} cannot be read: {e.Message}", e);
            }
        });
}
