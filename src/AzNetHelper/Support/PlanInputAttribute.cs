using System.Management.Automation;
using AzNetHelper.Planning;

namespace AzNetHelper.Support;

/// <summary>Takes a plan or the path of a file that holds one; nothing else.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlanInputAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            Plan plan => plan,
            string { Length: > 0 } path => path,
            FileInfo file => file.FullName,
            var other => throw new ArgumentTransformationMetadataException(
                $"'{other}' is no plan: give what -PlanOnly returned, the Fix of an answer, or the path of a file of Export-VNetPlan."),
        };
}
