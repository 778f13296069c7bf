using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>
/// Keeps text from becoming a plan: the engine would call the constructor with the text as title, and an empty plan is
/// applied without a word.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlanObjectAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text
            ? throw new ArgumentTransformationMetadataException(
                $"'{text}' is no plan: give what -PlanOnly returned, or the Fix of an answer.")
            : inputData;
}
