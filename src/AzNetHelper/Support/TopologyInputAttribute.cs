using System.Management.Automation;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>Takes a topology or the path of a file that holds one; nothing else.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TopologyInputAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            Topology topology => topology,
            string { Length: > 0 } path => path,
            FileInfo file => file.FullName,
            var other => throw new ArgumentTransformationMetadataException(
                $"'{other}' is neither a topology (from Get-VNetTopology or Import-VNetTopology) nor the path of a file."),
        };
}
