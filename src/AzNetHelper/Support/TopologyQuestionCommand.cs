using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of questions about networks: of a topology, of a saved file, or of the session.</summary>
public abstract class TopologyQuestionCommand : QuestionCommand
{
    private readonly List<Topology> _given = [];
    private string[]? _files;

    /// <summary>The networks to ask; the session's when absent.</summary>
    [Parameter(ValueFromPipeline = true)]
    public Topology? Topology { get; set; }

    /// <summary>Saved files to ask instead of the session, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The same, each path as it stands.</summary>
    [Parameter]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    protected override bool NeedsSession => _given.Count == 0 && !IsOfFiles;

    private bool IsOfFiles => Path is not null || LiteralPath is not null;

    protected override void ProcessRecord()
    {
        if (Topology is not null)
        {
            _given.Add(Topology);
        }
    }

    protected override void EndProcessing()
    {
        if (_given.Count > 0 && IsOfFiles)
        {
            throw this.RefuseArgument("TopologyGivenTwice", "Give -Topology or -Path, not both.", Path ?? LiteralPath);
        }

        if (_given.Count > 1)
        {
            throw this.RefuseArgument("OneTopologyAtATime",
                $"{_given.Count} topologies came down the pipeline. Ask one at a time, or import all files at once.", CommandName);
        }

        // The pipeline may have brought nothing: that is no reason to ask other networks than were meant.
        if (_given.Count == 0 && !IsOfFiles && MyInvocation.ExpectingInput)
        {
            return;
        }

        _files = IsOfFiles
            ? [.. (Path ?? []).SelectMany(p => this.ResolveEach(p)).Concat((LiteralPath ?? []).Select(this.ResolveFile)).Distinct(StringComparer.Ordinal)]
            : null;
        base.EndProcessing();
    }

    /// <summary>The networks to ask: given, saved, or read from the session.</summary>
    protected Task<Topology> LoadAsync(StepWriter steps, CancellationToken stop) =>
        _given is [var given] ? Task.FromResult(given)
        : _files is { } files ? Task.FromResult(TopologyFiles.Load(files, steps))
        : TopologyReader.ReadAsync(Open(steps), Survey with { Depth = SurveyDepth.All }, steps, stop);
}
