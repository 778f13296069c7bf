using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using static System.FormattableString;

namespace AzNetHelper.Commands;

/// <summary>Saves a topology, or a picture of it, whole or not at all.</summary>
[Cmdlet(VerbsData.Export, "VNetTopology", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportVNetTopologyCommand : QuestionCommand
{
    private const int MostNamed = 10;

    private readonly List<Topology> _given = [];
    private PictureRequest? _wanted;
    private string _file = string.Empty;
    private Topology? _topology;
    private PictureExport? _picture;

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

        _file = this.ResolveNewFile(Path);
        _wanted = Wanted(_file);
        base.EndProcessing();
        if (_topology is { } topology && (_wanted is null || _picture is not null)
            && ShouldProcess(_file, _picture is null ? $"Save {topology}" : Draws(topology, _picture)))
        {
            Run((steps, stop) => SaveAsync(topology, steps, stop));
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        _topology = _given is [var given] ? given
            : _wanted is not null ? await _wanted.ReadAsync(Open(steps), Survey, steps, stop)
            : await TopologyReader.ReadAsync(Open(steps), Survey with { Depth = SurveyDepth.All }, steps, stop);
        _picture = _topology is not null && _wanted?.Of(_topology, steps) is { } picture ? PictureFiles.Prepare(picture, _topology, _file, stop) : null;
    }

    private Task SaveAsync(Topology topology, StepWriter steps, CancellationToken stop)
    {
        if (_picture is null)
        {
            TopologyFiles.Save(topology, _file, Force, stop);
        }
        else
        {
            _picture.Save(Force, stop: stop);
            Tell(_picture, steps);
        }

        foreach (var path in PassThru ? _picture?.Paths ?? [_file] : [])
        {
            steps.Result(path);
        }

        return Task.CompletedTask;
    }

    private static string Draws(Topology topology, PictureExport picture) => picture.WhySplit is { } why
        ? Invariant($"Draw {topology} as a map and {picture.Paths.Length - 1} files beside it, since {why}") : $"Draw {topology}";

    private void Tell(PictureExport picture, StepWriter steps)
    {
        if (picture.WhySplit is { } why)
        {
            steps.Notice(NoticeSeverity.Information, "PictureSplit",
                Invariant($"{_file} is a map; what it shows is drawn in {picture.Paths.Length - 1} files beside it, since {why}."));
        }

        string?[] left = [.. picture.FindLeftovers().Select(System.IO.Path.GetFileName)];
        if (left.Length > 0)
        {
            var more = left.Length > MostNamed ? Invariant($" and {left.Length - MostNamed} more") : string.Empty;
            steps.Notice(NoticeSeverity.Warning, "EarlierPartsLeft",
                $"Beside {_file} are files of an earlier export that this one has not written: {string.Join(", ", left.Take(MostNamed))}{more}. Remove them, or they are taken for new.");
        }
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
