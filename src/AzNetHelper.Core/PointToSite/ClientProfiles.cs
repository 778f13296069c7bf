using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite.Profiles;

namespace AzNetHelper.PointToSite;

/// <summary>The kinds of client that profiles are written for.</summary>
public static class ClientProfiles
{
    /// <summary>OpenVPN, on every platform.</summary>
    public static ClientProfileKind OpenVpn { get; } = new("OpenVpn", "Windows, macOS, Linux, Android, iOS",
        "One .ovpn file with certificate and key in place, for OpenVPN 2 and OpenVPN Connect.",
        p => p.OpenVpn is not null, OpenVpnProfile.Write);

    /// <summary>strongSwan with swanctl, on Linux.</summary>
    public static ClientProfileKind StrongSwan { get; } = new("StrongSwan", "Linux",
        "The files of IKEv2 for strongSwan, laid out as in /etc/swanctl.",
        p => p.Ike is not null, StrongSwanProfile.Write);

    /// <summary>The client that Windows has built in.</summary>
    public static ClientProfileKind Windows { get; } = new("Windows", "Windows 10 and 11",
        "A PowerShell script that installs the certificates and makes the built-in connection by IKEv2.",
        p => p.Ike is not null, WindowsProfile.Write);

    /// <summary>The client that macOS and iOS have built in.</summary>
    public static ClientProfileKind Apple { get; } = new("Apple", "macOS, iOS",
        "A configuration profile for the built-in client by IKEv2.",
        p => p.Ike is not null, AppleProfile.Write);

    /// <summary>NetworkManager, on the desktops of Linux.</summary>
    public static ClientProfileKind NetworkManager { get; } = new("NetworkManager", "Linux",
        "A connection of NetworkManager with its plugin for strongSwan, by IKEv2.",
        p => p.Ike is not null, NetworkManagerProfile.Write);

    /// <summary>The Azure VPN Client, which signs in by Entra ID, too.</summary>
    public static ClientProfileKind AzureVpn { get; } = new("AzureVpn", "Windows, macOS",
        "The profile of the Azure VPN Client, as the gateway writes it.",
        AzureVpnProfile.IsIn, AzureVpnProfile.Write);

    /// <summary>Every kind.</summary>
    public static ImmutableArray<ClientProfileKind> All { get; } = [OpenVpn, StrongSwan, Windows, Apple, NetworkManager, AzureVpn];

    /// <summary>The kinds that a package holds what is needed for.</summary>
    public static ImmutableArray<ClientProfileKind> For(ClientPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return [.. All.Where(k => k.IsIn(package))];
    }

    /// <summary>The kinds that the package of a gateway is going to hold what is needed for, by its configuration (azure-network-rules 5.1).</summary>
    public static ImmutableArray<ClientProfileKind> OfferedBy(ClientConfiguration clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        var (openVpn, ike) = (clients.Speaks(P2SRules.OpenVpn), clients.Speaks(P2SRules.IkeV2));

        // Entra ID alone is for the Azure VPN Client.
        var others = clients.SignsInBy(P2SRules.Certificate) || clients.SignsInBy(P2SRules.Radius);
        return [.. All.Where(k => k == OpenVpn ? openVpn && others : k == AzureVpn ? openVpn : ike)];
    }
}
