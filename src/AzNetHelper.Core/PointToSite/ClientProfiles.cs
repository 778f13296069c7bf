using System.Collections.Immutable;
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

    /// <summary>Every kind.</summary>
    public static ImmutableArray<ClientProfileKind> All { get; } = [OpenVpn, StrongSwan];

    /// <summary>The kinds that a package holds what is needed for.</summary>
    public static ImmutableArray<ClientProfileKind> For(ClientPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return [.. All.Where(k => k.IsIn(package))];
    }
}
