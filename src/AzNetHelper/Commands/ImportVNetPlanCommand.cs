using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Reads saved plans.</summary>
[Cmdlet(VerbsData.Import, "VNetPlan", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Plan))]
public sealed class ImportVNetPlanCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = null!;

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == LiteralPathSet;
        foreach (var file in this.ResolveFiles(literal ? LiteralPath : Path, literal))
        {
            try
            {
                WriteObject(PlanFiles.Load(file));
            }
            catch (TopologyFileException e)
            {
                this.WriteFailure(e.ToFailure());
            }
        }
    }
}
