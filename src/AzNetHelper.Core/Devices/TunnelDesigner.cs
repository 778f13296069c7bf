using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Devices;

/// <summary>From a topology and a connection in it to what the device at the other end must be told. Pure.</summary>
public static class TunnelDesigner
{
    /// <summary>Designs the device's side of a connection. Null when that cannot be: the reason is told as one failure.</summary>
    /// <param name="topology">The connection, its gateway and site, the gateway's VNet and what lies behind it.</param>
    /// <param name="id">The connection.</param>
    /// <param name="sitePrefixes">What lies behind the device, instead of the prefixes of the local network gateway.</param>
    /// <param name="steps">Where the failure and notices go.</param>
    public static TunnelDesign? Design(Topology topology, ResourceId id, ImmutableArray<IPPrefix> sitePrefixes, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(steps);
        try
        {
            return new Draft(topology, id, steps).Design(sitePrefixes);
        }
        catch (RefusalException refusal)
        {
            steps.Fail(refusal.Failure);
            return null;
        }
    }

    // Leaves the design at its first problem; never leaves this class.
    private sealed class RefusalException(Failure failure) : Exception(failure.Message)
    {
        public Failure Failure { get; } = failure;
    }

    private sealed class Draft(Topology topology, ResourceId id, StepWriter steps)
    {
        public TunnelDesign Design(ImmutableArray<IPPrefix> sitePrefixes)
        {
            var connection = topology.Connections.FirstOrDefault(c => c.Id == id)
                ?? throw Refuse("ConnectionNotFound", FailureKind.ObjectNotFound, $"The connection {id} does not exist, or was not read.");
            if (connection is not { Kind: ConnectionKind.IPsec, LocalNetworkGateway: { } siteId, Gateway: { } gatewayId })
            {
                throw Refuse("NoDeviceConnection", FailureKind.InvalidArgument, $"{id} is a connection of kind {connection.Kind}: "
                    + "there is no device at its other end. Name a site-to-site connection.");
            }

            if (connection.UsesCertificates)
            {
                throw Refuse("ConnectionUsesCertificates", FailureKind.InvalidOperation,
                    $"{id} is authenticated by certificates; configurations are made for shared keys only.");
            }

            var site = topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == siteId)
                ?? throw Refuse("SiteNotRead", FailureKind.ObjectNotFound, $"The local network gateway {siteId} of {id} was not read.");
            var gateway = topology.Gateways.FirstOrDefault(g => g.Id == gatewayId)
                ?? throw Refuse("GatewayNotRead", FailureKind.ObjectNotFound, $"The gateway {gatewayId} of {id} was not read.");
            var bgp = Bgp(connection, gateway, site);
            var tunnels = Tunnels(connection, gateway, bgp);
            bgp = bgp is null ? null : bgp with { IsLinkLocal = tunnels.Any(t => t.BgpAddress is { } a && SiteDevice.IsLinkLocal(a)) };
            var azure = IPv4(Behind(connection, gateway), "behind the gateway");
            var local = IPv4(sitePrefixes.IsDefaultOrEmpty ? site.AddressSpace : sitePrefixes, "behind the device");
            if (local.IsEmpty)
            {
                throw Refuse("SitePrefixesUnknown", FailureKind.InvalidArgument, $"The local network gateway {siteId} has no IPv4 prefixes"
                    + $"{(bgp is null ? string.Empty : ", as usual with BGP")}. Say what lies behind the device with -SitePrefix.");
            }

            var isPolicyBased = string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);
            var (ike, ipsec, life, size) = Proposals(connection, isPolicyBased);
            return new(id)
            {
                Gateway = gatewayId,
                Site = siteId,
                DeviceAddress = site.GatewayAddress,
                DeviceFqdn = site.Fqdn,
                IkeVersion = isPolicyBased || string.Equals(connection.Protocol, "IKEv1", StringComparison.OrdinalIgnoreCase) ? 1 : 2,
                Initiates = !Is(connection.Mode, "InitiatorOnly"),
                MustInitiate = Is(connection.Mode, "ResponderOnly"),
                Policy = connection.IpsecPolicy,
                Ike = ike,
                Ipsec = ipsec,
                SALifeTimeSeconds = life,
                SADataSizeKilobytes = size,
                DpdTimeoutSeconds = connection.DpdTimeoutSeconds > 0 ? connection.DpdTimeoutSeconds : AzureProposals.DpdTimeoutSeconds,
                Tunnels = tunnels,
                AzurePrefixes = azure,
                SitePrefixes = local,
                Selectors = Selectors(connection, isPolicyBased, azure, local),
                Bgp = bgp,
            };
        }

        private static bool Is(string? text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);

        private BgpDesign? Bgp(GatewayConnection connection, VirtualNetworkGateway gateway, LocalNetworkGateway site)
        {
            if (!connection.EnableBgp)
            {
                return null;
            }

            if (site is not { Asn: { } asn, BgpPeeringAddress: { } address })
            {
                throw Refuse("SiteSpeaksNoBgp", FailureKind.InvalidData, $"{id} has BGP on, and the local network gateway {site.Id} has no ASN "
                    + "or no BGP address. Give it both, or turn BGP off on the connection.");
            }

            return asn != gateway.Asn ? new(asn, address, gateway.Asn, IsLinkLocal: false)
                : throw Refuse("AsnEqual", FailureKind.InvalidData, $"The gateway {gateway.Id} and the site {site.Id} both have the ASN {asn}; "
                    + "the two ends of a session need different ones.");
        }

        // Point-to-site has an instance address of its own, the third, that no tunnel of a site ends at.
        private ImmutableArray<TunnelEnd> Tunnels(GatewayConnection connection, VirtualNetworkGateway gateway, BgpDesign? bgp)
        {
            var tunnels = from address in gateway.Addresses.Take(gateway.ActiveActive ? 2 : 1)
                          let tunnel = address.TunnelAddresses.FirstOrDefault(IsIPv4)
                            ?? topology.PublicIPAddresses.FirstOrDefault(p => p.Id == address.PublicAddress)?.Address
                          select tunnel is null ? null : new TunnelEnd(tunnel, bgp is null ? null : BgpAddress(connection, gateway, address, bgp));
            TunnelEnd?[] ends = [.. tunnels];
            return ends.Length > 0 && ends.All(e => e is not null && (bgp is null || e.BgpAddress is not null)) ? [.. ends.OfType<TunnelEnd>()]
                : throw Refuse("GatewayAddressUnknown", FailureKind.InvalidOperation, $"Not every address of the gateway {gateway.Id} is known; "
                    + "it may still be in the making. Run the command again when its provisioning state is Succeeded.");
        }

        private static bool IsIPv4(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

        private IPAddress? BgpAddress(GatewayConnection connection, VirtualNetworkGateway gateway, GatewayAddress address, BgpDesign bgp) =>
            connection.CustomBgpAddresses.FirstOrDefault(c => c.Configuration == address.Configuration)?.Address
            ?? (SiteDevice.IsLinkLocal(bgp.DeviceAddress) ? LinkLocal(gateway, address, bgp.DeviceAddress) : address.BgpAddresses.FirstOrDefault(IsIPv4));

        // To a link-local address Azure speaks from one that the instance was given, never from GatewaySubnet (azure-network-rules 4.5).
        private IPAddress LinkLocal(VirtualNetworkGateway gateway, GatewayAddress instance, IPAddress device) =>
            LinkLocalAddresses.Fitting(instance, device).ToArray() is [var only] ? only
                : throw Refuse("GatewayBgpAddressUnknown", FailureKind.InvalidOperation, $"The device's BGP address {device} is link-local, and "
                    + $"{instance.Configuration.Name} of the gateway {gateway.Id} has {Given(instance)} to speak with it from. "
                    + $"Name the address in gatewayCustomBgpIpAddresses of {id}: New-SiteToSiteConnection -GatewayBgpAddress.");

        private static string Given(GatewayAddress instance) => instance.CustomBgpAddresses is { IsEmpty: false } several
            ? $"no one address among {string.Join(", ", several)}" : "no link-local address";

        // A connection to a device without a configuration is down, and still it is what the device is configured for.
        private IEnumerable<IPPrefix> Behind(GatewayConnection connection, VirtualNetworkGateway gateway)
        {
            var document = JsonNode.Parse(topology.Document(id)!.Json.Span)!.AsObject();
            document["properties"]!["connectionStatus"] = nameof(ConnectionStatus.Connected);
            var up = topology.With([new ResourceDocument(id, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()))]);
            var estate = new Estate(up);
            if (estate.Gateway(gateway.Id) is not { } node || estate.Sites.Site(connection.LocalNetworkGateway!) is not { } site)
            {
                throw Refuse("NetworkNotRead", FailureKind.ObjectNotFound, $"The virtual network of the gateway {gateway.Id} was not read, "
                    + "so what lies behind the gateway is not known.");
            }

            return Learning.Networks(node).Concat(!connection.EnableBgp ? []
                : Learning.Announcements(node, site.Asn, node.Learned, r => r.Site == site).Select(r => r.Prefix));
        }

        private ImmutableArray<IPPrefix> IPv4(IEnumerable<IPPrefix> prefixes, string where)
        {
            IPPrefix[] all = [.. prefixes.Distinct()];
            if (all.Where(p => p.IsIPv6).Order().ToArray() is { Length: > 0 } six)
            {
                steps.Notice(NoticeSeverity.Warning, "IPv6LeftOut",
                    $"The configuration has IPv4 only; left out of what lies {where}: {string.Join(", ", six)}.", id);
            }

            IPPrefix[] four = [.. all.Where(p => !p.IsIPv6).Order()];
            return [.. four.Where(p => !four.Any(o => o != p && o.Contains(p)))];
        }

        private (ImmutableArray<IkeProposal> Ike, ImmutableArray<IpsecProposal> Ipsec, int Seconds, int Kilobytes) Proposals(
            GatewayConnection connection, bool isPolicyBased)
        {
            if (connection.IpsecPolicy is not { } policy)
            {
                return isPolicyBased
                    ? (AzureProposals.PolicyBasedIke, AzureProposals.PolicyBasedIpsec, AzureProposals.PolicyBasedSALifeTimeSeconds,
                        AzureProposals.SADataSizeKilobytes)
                    : ([.. AzureProposals.Ike.Where(p => !IsOld(p.Encryption))], [.. AzureProposals.Ipsec.Where(p => !IsOld(p.Encryption))],
                        AzureProposals.SALifeTimeSeconds, AzureProposals.SADataSizeKilobytes);
            }

            return policy.Problems() is [var problem, ..]
                ? throw Refuse("InvalidIpsecPolicy", FailureKind.InvalidData, $"The policy of {id} is none that Azure takes. {problem}")
                : ([new(policy.IkeEncryption, policy.IkeIntegrity, Group(policy.DhGroup))],
                    [new(policy.IpsecEncryption, policy.IpsecIntegrity, PfsGroup(policy))],
                    policy.SALifeTimeSeconds, policy.SADataSizeKilobytes);
        }

        // Every device here has AES.
        private static bool IsOld(string encryption) => encryption is "DES3";

        // DHGroup2048 is another name of group 14 (azure-network-rules 4.4).
        private static string Group(string name) => name is "DHGroup2048" ? "DHGroup14" : name;

        private static string PfsGroup(IpsecPolicy policy) => policy.PfsGroup switch
        {
            "PFS1" => "DHGroup1",
            "PFS2" => "DHGroup2",
            "PFS14" or "PFS2048" => "DHGroup14",
            "PFS24" => "DHGroup24",
            "PFSMM" => Group(policy.DhGroup),
            var same => same,
        };

        private static ImmutableArray<SelectorPair> Selectors(
            GatewayConnection connection, bool isPolicyBased, ImmutableArray<IPPrefix> azure, ImmutableArray<IPPrefix> local) =>
            !connection.TrafficSelectors.IsEmpty
                ? [.. connection.TrafficSelectors.SelectMany(s => Pairs(s.Remote.Where(p => !p.IsIPv6), s.Local.Where(p => !p.IsIPv6))).Distinct()]
            : connection.UsePolicyBasedTrafficSelectors || isPolicyBased ? [.. Pairs(local, azure)]
            : [];

        private static IEnumerable<SelectorPair> Pairs(IEnumerable<IPPrefix> local, IEnumerable<IPPrefix> remote) =>
            from one in local
            from other in remote
            select new SelectorPair(one, other);

        private RefusalException Refuse(string code, FailureKind kind, string message) => new(new(code, kind, message, id));
    }
}
