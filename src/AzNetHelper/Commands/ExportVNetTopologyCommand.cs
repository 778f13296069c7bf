using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Saves a topology, whole or not at all.</summary>
[Cmdlet(VerbsData.Export, "VNetTopology", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportVNetTopologyCommand : QuestionCommand
{
    private readonly List<Topology> _given = [];

    [Parameter(ValueFromPipeline = true)]
    public Topology? Topology { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

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

        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var topology = _given is [var given]
            ? given
            : await TopologyReader.ReadAsync(Open(steps), Survey with { Depth = SurveyDepth.All }, steps, stop);
        steps.Result(topology);
    }

    protected override void Show(Step step)
    {
        if (step is ResultStep { Value: Topology topology })
        {
            Save(topology, this.ResolveNewFile(Path));
            return;
        }

        base.Show(step);
    }

    private void Save(Topology topology, string file)
    {
        if (!ShouldProcess(file, $"Save {topology}"))
        {
            return;
        }

        try
        {
            TopologyFiles.Save(topology, file, Force);
        }
        catch (TopologyFileException e)
        {
            this.WriteFailure(e.ToFailure());
            return;
        }

        if (PassThru)
        {
            WriteObject(file);
        }
    }
}
