using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of questions about networks: of a topology, of a saved file, or of the session.</summary>
public abstract class TopologyQuestionCommand : QuestionCommand
{
    private string? _file;

    /// <summary>The networks to ask; the session's when absent.</summary>
    [Parameter(ValueFromPipeline = true)]
    public Topology? Topology { get; set; }

    /// <summary>A saved file to ask instead of the session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override bool NeedsSession => Topology is null && Path is null;

    protected override void EndProcessing()
    {
        if (Topology is not null && Path is not null)
        {
            throw this.RefuseArgument("TopologyGivenTwice", "Give -Topology or -Path, not both.", Path);
        }

        _file = Path is null ? null : this.ResolveFile(Path);
        base.EndProcessing();
    }

    /// <summary>The networks to ask: given, saved, or read from the session.</summary>
    protected Task<Topology> LoadAsync(StepWriter steps, CancellationToken stop) =>
        Topology is { } given ? Task.FromResult(given)
        : _file is { } file ? Task.FromResult(TopologyFiles.Load([file], steps))
        : TopologyReader.ReadAsync(Open(steps), Survey, steps, stop);
}
