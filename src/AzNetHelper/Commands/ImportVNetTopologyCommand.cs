using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Makes one topology of saved files.</summary>
[Cmdlet(VerbsData.Import, "VNetTopology", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Topology))]
public sealed class ImportVNetTopologyCommand : AzNetCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private readonly List<string> _files = [];

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
        _files.AddRange(this.ResolveFiles(literal ? LiteralPath : Path, literal));
    }

    protected override void EndProcessing()
    {
        if (_files.Count > 0)
        {
            Run((steps, _) =>
            {
                steps.Result(TopologyFiles.Load(_files, steps));
                return Task.CompletedTask;
            });
        }
    }
}
