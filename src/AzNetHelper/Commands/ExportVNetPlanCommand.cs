using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Saves a plan, whole or not at all.</summary>
[Cmdlet(VerbsData.Export, "VNetPlan", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ExportVNetPlanCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private readonly List<Plan> _plans = [];

    // Null is what the answer of a pair without a fix holds.
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [PlanObject]
    public Plan? Plan { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = null!;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (Plan is null)
        {
            this.Warn("There is no plan to save: what made it found nothing that could be done.");
            return;
        }

        _plans.Add(Plan);
    }

    protected override void EndProcessing()
    {
        if (_plans.Count == 0)
        {
            return;
        }

        var plan = Planning.Plan.Of(_plans);
        var file = this.ResolveNewFile(ParameterSetName == LiteralPathSet ? LiteralPath : Path);
        if (!ShouldProcess(file, $"Save the plan '{plan}'"))
        {
            return;
        }

        try
        {
            PlanFiles.Save(plan, file, Force);
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
