using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Saves a topology, or a picture of it, whole or not at all.</summary>
[Cmdlet(VerbsData.Export, "VNetTopology", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportVNetTopologyCommand : QuestionCommand
{
    private readonly List<Topology> _given = [];
    private PictureRequest? _wanted;
    private Topology? _topology;
    private Picture? _picture;

    [Parameter(ValueFromPipeline = true)]
    public Topology? Topology { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter]
    public PictureView View { get; set; }

    [Parameter]
    [PlanInput]
    public object? Plan { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Source { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Destination { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override bool NeedsSession => _given.Count == 0;

    protected override void ProcessRecord()
    {
        if (Topology is not null)
        {
            _given.Add(Topology);
        }
    }

    protected override void EndProcessing()
    {
        if (_given.Count > 1)
        {
            throw this.RefuseArgument("OneTopologyAFile",
                $"{_given.Count} topologies came down the pipeline, and one file holds one. Export each to its own file.", Path);
        }

        // The pipeline may have brought nothing: an empty result is not a reason to save something else.
        if (_given.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        var file = this.ResolveNewFile(Path);
        _wanted = Wanted(file);
        base.EndProcessing();
        if (_topology is { } topology && (_wanted is null || _picture is not null)
            && ShouldProcess(file, _wanted is null ? $"Save {topology}" : $"Draw {topology}"))
        {
            Run((steps, stop) => SaveAsync(topology, file, steps, stop));
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        _topology = _given is [var given] ? given
            : _wanted is not null ? await _wanted.ReadAsync(Open(steps), Survey, steps, stop)
            : await TopologyReader.ReadAsync(Open(steps), Survey with { Depth = SurveyDepth.All }, steps, stop);
        _picture = _topology is null ? null : _wanted?.Of(_topology, steps);
    }

    private Task SaveAsync(Topology topology, string file, StepWriter steps, CancellationToken stop)
    {
        if (_picture is null)
        {
            TopologyFiles.Save(topology, file, Force, stop);
        }
        else
        {
            PictureFiles.Save(_picture, topology, file, Force, stop: stop);
        }

        if (PassThru)
        {
            steps.Result(file);
        }

        return Task.CompletedTask;
    }

    /// <summary>What is wanted of a picture; null where the file is to hold the topology itself.</summary>
    private PictureRequest? Wanted(string file)
    {
        if (PictureFormat.InsteadOf(file) is { } instead)
        {
            throw this.RefuseArgument("PictureFormatNotKnown",
                $"No picture is saved as {System.IO.Path.GetFileName(file)}. {instead}. There are {PictureFormat.Choice}; .json is the topology itself.", Path);
        }

        if (PictureFormat.Of(file) is not null)
        {
            return this.ToPicture(View, Title, Plan, (Source, Destination));
        }

        string[] drawn = [.. new[] { nameof(View), nameof(Plan), nameof(Source), nameof(Destination), nameof(Title) }
            .Where(MyInvocation.BoundParameters.ContainsKey).Select(p => $"-{p}")];
        return drawn.Length == 0 ? null : throw this.RefuseArgument("NothingIsDrawn",
            $"{string.Join(", ", drawn)}: for pictures, and {System.IO.Path.GetFileName(file)} is to hold the topology itself. "
            + $"Leave it out, or choose a picture by the extension: {PictureFormat.Choice}.", Path);
    }
}
