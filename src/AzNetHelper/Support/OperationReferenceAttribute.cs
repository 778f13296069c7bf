using System.Management.Automation;
using AzNetHelper.Arm;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a parameter take an operation, or the text that <see cref="ArmOperation.ToText"/> made of one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OperationReferenceAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is not string text)
        {
            return input;
        }

        try
        {
            return ArmOperationText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
