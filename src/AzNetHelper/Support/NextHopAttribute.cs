using System.Management.Automation;
using System.Net;

namespace AzNetHelper.Support;

/// <summary>Lets a parameter of type string take an address beside what <see cref="ResourceReferenceAttribute"/> takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NextHopAttribute : ArgumentTransformationAttribute
{
    private static readonly ResourceReferenceAttribute Resources = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject { BaseObject: IPAddress wrapped } ? wrapped : inputData) is IPAddress address ? address.ToString()
            : Resources.Transform(engineIntrinsics, inputData);
}
