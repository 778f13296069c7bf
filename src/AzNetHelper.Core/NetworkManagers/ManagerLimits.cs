namespace AzNetHelper.NetworkManagers;

/// <summary>What Azure limits about Virtual Network Manager. Source: virtual-network-manager concept-limitations (2024 and later).</summary>
public static class ManagerLimits
{
    /// <summary>Peerings of a hub where Virtual Network Manager makes them.</summary>
    public const int SpokesPerHub = 1000;

    /// <summary>VNets in one connected group, as it is without the larger scale that has to be asked for.</summary>
    public const int NetworksPerConnectedGroup = 250;

    /// <summary>Connected groups that one VNet may be in.</summary>
    public const int ConnectedGroupsPerNetwork = 2;
}
