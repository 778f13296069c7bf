using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What is refused about VPN gateways, their connections and sites.</summary>
internal static class VpnErrors
{
    public static ErrorTemplate InvalidSharedKey { get; } = new(400, "InvalidSharedKey", Chosen,
        "The shared key is not valid. It must have 1 to {0} printable ASCII characters other than space, hyphen and tilde.");

    public static ErrorTemplate InvalidKeyLength { get; } = new(400, "InvalidSharedKeyLength", Chosen,
        "The length {0} of the shared key is not valid. It must be between 1 and {1}.");

    public static ErrorTemplate UnknownDevice { get; } = new(400, "VpnDeviceNotSupported", Chosen,
        "No configuration is known for vendor {0}, device family {1}, firmware version {2}.");

    public static ErrorTemplate NoSharedKey { get; } = new(400, "ConnectionTypeHasNoSharedKey", Chosen,
        "Connection {0} is of a type that has no shared key.");
}
