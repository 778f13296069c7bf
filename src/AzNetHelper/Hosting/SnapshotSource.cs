using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>What a rehearsal begins with, as it was given: a topology, or a file that holds one.</summary>
internal sealed class SnapshotSource
{
    private readonly Topology? _topology;
    private readonly string? _file;

    /// <summary>On the pipeline thread, which alone knows where a path leads.</summary>
    public SnapshotSource(PSCmdlet cmdlet, object given)
    {
        given = given is PSObject wrapped ? wrapped.BaseObject : given;
        (_topology, _file) = given switch
        {
            Topology topology => (topology, null),
            string path => ((Topology?)null, cmdlet.ResolveFile(path)),
            FileInfo file => (null, cmdlet.ResolveFile(file.FullName)),
            _ => throw cmdlet.RefuseArgument(
                "SnapshotExpected", "-Snapshot takes a file or a topology of Get-VNetTopology.", given),
        };
    }

    /// <summary>The topology, or why it cannot be read.</summary>
    public (Topology? Topology, Failure? Failure) Read(StepWriter steps)
    {
        try
        {
            return (_topology ?? TopologyFiles.Load([_file!], steps), null);
        }
        catch (Exception e) when (_file is not null && e.Expected(_file) is { } failure)
        {
            return (null, failure);
        }
    }
}
