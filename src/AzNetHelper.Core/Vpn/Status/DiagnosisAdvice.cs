using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>One sentence for each cause: what to do, with the command that does it.</summary>
internal static class DiagnosisAdvice
{
    public static string For(ConnectionCause cause, ConnectionEvidence evidence)
    {
        var here = evidence.Here;
        return cause switch
        {
            ConnectionCause.FarSideMissing when !evidence.FarGatewayExists =>
                $"Remove the connection (Remove-VpnGatewayConnection -Connection '{here.Id}'), or make the gateway again.",
            ConnectionCause.FarSideMissing => $"Make the connection back: {Pair(here)}.",
            ConnectionCause.KeyMismatch => $"Give both ends one key: Reset-VpnSharedKey -Connection '{here.Id}'.",
            ConnectionCause.PolicyMismatch =>
                $"Give both connections the same policy: {Pair(here)} -IpsecPolicy <policy>. What else differs is in the evidence.",
            ConnectionCause.AsnEqual => Asn(evidence),
            ConnectionCause.PrefixOverlap when here.Kind == ConnectionKind.Vnet2Vnet =>
                "Give one of the VNets other addresses (Find-VNetAddressSpace, then Set-VNetAddressSpace); no gateway translates between them.",
            ConnectionCause.PrefixOverlap =>
                $"Take the prefixes that the VNet holds out of the site: {Site(evidence)} -AddressPrefix <the others>.",
            ConnectionCause.DeviceSilent => $"Configure the device with the connection's key (Export-VpnDeviceConfiguration -Connection '{here.Id}' "
                + "-Path <folder>) and see "
                + $"that UDP 500 and 4500 pass between it and {Addresses(evidence)}.",
            ConnectionCause.Unknown => Unknown(evidence),
            _ => string.Empty,
        };
    }

    /// <summary>Of a tunnel that is up, with something beside it that is not as it should be.</summary>
    public static string Session(ConnectionEvidence evidence) => evidence switch
    {
        { Here.Kind: ConnectionKind.IPsec } =>
            "Compare the device's tunnels, ASN and BGP address with the connection: Export-VpnDeviceConfiguration shows them.",
        { SpeaksBgp: false } => $"Switch on BGP at both ends: {Pair(evidence.Here)} -EnableBgp.",
        _ => "Ask again in a minute: tunnels and sessions come up one after another.",
    };

    private static string Unknown(ConnectionEvidence evidence)
    {
        var here = evidence.Here;
        return here.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled
                ? "Run the command that made it again; the activity log says why its last write failed."
            : evidence.Unread.Length > 0 ? "Ask again with the right to read what the evidence lists."
            : here.Status is not ConnectionStatus.NotConnected
                ? $"Wait for it: Wait-VpnGatewayConnection -Connection '{here.Id}'."
            : here.Kind == ConnectionKind.IPsec
                ? "Compare key, IKE version and proposals with the device's own log: Export-VpnDeviceConfiguration shows what Azure expects."
            : $"Reset the connection (az network vpn-connection list-ike-sas --ids '{here.Id}' shows what was negotiated), then the gateways.";
    }

    // As the audit's remedy: the gateway keeps everything else.
    private static string Asn(ConnectionEvidence evidence)
    {
        var taken = new[] { evidence.Gateway?.Asn, evidence.FarAsn }.OfType<long>();
        var free = AutonomousSystem.Free(taken);
        return evidence.Here.Kind == ConnectionKind.Vnet2Vnet
            ? string.Create(CultureInfo.InvariantCulture,
                $"Give one of the gateways another ASN: az network vnet-gateway update --ids '{evidence.Here.OtherGateway}' --asn {free}.")
            : string.Create(CultureInfo.InvariantCulture, $"Give the device another ASN and tell Azure: {Site(evidence)} -DeviceAsn {free}.");
    }

    private static string Pair(GatewayConnection here) => $"New-VNetToVNetConnection -Gateway1 '{here.Gateway}' -Gateway2 '{here.OtherGateway}'";

    private static string Site(ConnectionEvidence evidence) => "New-SiteToSiteConnection "
        + $"-Gateway '{evidence.Here.Gateway}' -DeviceAddress {evidence.Site?.Fqdn ?? evidence.Site?.GatewayAddress?.ToString() ?? "<address>"}";

    private static string Addresses(ConnectionEvidence evidence) =>
        evidence.Gateway?.Addresses.SelectMany(a => a.TunnelAddresses).ToArray() is { Length: > 0 } known
            ? string.Join(" and ", known.Select(a => a.ToString())) : "the gateway's public address";
}
