using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>Opens connections through the Azure SDK's pipeline. Loaded by name.</summary>
public sealed class AzureArmConnector : IArmConnector
{
    public IArm Connect(ArmConnection connection) => throw new NotSupportedException();
}
