using System.Management.Automation;
using AzNetHelper.Planning;

namespace AzNetHelper.Support;

/// <summary>
/// Keeps other things from becoming a plan: the engine would call the constructor with their text as title, and an empty
/// plan is applied without a word.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlanObjectAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or Plan
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is no plan: give what -PlanOnly returned, what Import-VNetPlan read, or the Fix of an answer.");
}
