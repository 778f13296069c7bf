using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Support;

/// <summary>
/// Results of a run that are told only at its end: what is told of a tunnel or a link says whether it came up, and that is known after the
/// writes. However the run ends, they are told.
/// </summary>
internal sealed class HeldResults(RunOptions options) : IDisposable
{
    private readonly List<ChangeResult> _held = [];

    /// <summary>The options of the run, with results that are held back.</summary>
    public RunOptions Options => options with { OnResult = Hold };

    /// <summary>What is told in the end; those that came until then where it was never set.</summary>
    public ImmutableArray<ChangeResult> Results { get; set; } = [];

    public void Dispose()
    {
        foreach (var result in Results.IsEmpty ? [.. _held] : Results)
        {
            options.OnResult?.Invoke(result);
        }
    }

    private void Hold(ChangeResult result)
    {
        lock (_held)
        {
            _held.Add(result);
        }
    }
}
