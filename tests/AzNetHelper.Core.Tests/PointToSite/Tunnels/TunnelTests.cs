using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite.Tunnels;

/// <summary>Profiles of strongSwan against a strongSwan that plays the gateway.</summary>
public sealed class StrongSwanTunnelTests : IDisposable
{
    private readonly TunnelBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public Task Profiles_of_strongSwan() => _bed.RunAsync("ikev2.sh", ClientProfiles.StrongSwan, ["swanctl", "charon-systemd", "script"],
        "a client by EAP-TLS connects",
        "only the prefixes of the package go into the tunnel",
        "a client with everything in the tunnel connects",
        "a client by its certificate connects",
        "a client with any name connects",
        "a client of an intermediate authority by EAP-TLS connects",
        "a client of an intermediate authority by its certificate connects",
        "a client whose key is encrypted connects",
        "a client of another root by EAP-TLS is refused",
        "a client of another root by its certificate is refused",
        "an expired client by EAP-TLS is refused",
        "an expired client by its certificate is refused",
        "a client of a gateway that trusts another root is refused",
        "a gateway that calls itself by a name that it has no certificate for is refused",
        "a gateway of another authority is refused",
        "a client, with a list of revocations that does not name it, connects",
        "a revoked client by EAP-TLS is refused",
        "a revoked client by its certificate is refused",
        "a gateway that calls itself by its subject is refused",
        "with that subject as the id of \"remote\" a client connects");
}

/// <summary>Profiles of OpenVPN against an OpenVPN that plays the gateway.</summary>
public sealed class OpenVpnTunnelTests : IDisposable
{
    private readonly TunnelBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public Task Profiles_of_OpenVPN() => _bed.RunAsync("openvpn.sh", ClientProfiles.OpenVpn, ["openvpn"],
        "a client by TLS 1.2 connects",
        "a client by TLS 1.3 connects",
        "a client with any name connects",
        "a client of an intermediate authority connects",
        "a client whose key is encrypted connects",
        "a client whose profile has the line ends of Windows connects",
        "a client of another root is refused",
        "an expired client is refused",
        "a client of a gateway that trusts another root is refused",
        "a gateway with another name is refused",
        "a gateway of another authority is refused",
        "a client on the list of thumbprints is refused",
        "another client beside such a list connects",
        "a client on the list of the root is refused");
}
