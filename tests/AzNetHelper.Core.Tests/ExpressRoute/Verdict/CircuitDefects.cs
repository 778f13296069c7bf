using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Tests.Networks;
using static AzNetHelper.ExpressRoute.CircuitFindingId;
using static AzNetHelper.Tests.ExpressRoute.HealthyCircuit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>A circuit with one defect, and exactly the findings that it has to give.</summary>
internal sealed record CircuitDefect(string Name, Action<HealthyCircuit> Break, params CircuitFindingId[] Expected)
{
    public bool ReadsTwice { get; init; }

    /// <summary>Who has to act; null for whom the kinds say.</summary>
    public FindingOwner? Owner { get; init; }

    /// <summary>What an action has to say; null for anything.</summary>
    public string? Advice { get; init; }
}

/// <summary>Circuits made by hand: each is the healthy one with one thing broken.</summary>
internal static class CircuitDefects
{
    private const CircuitLink One = CircuitLink.Primary;
    private const CircuitLink Other = CircuitLink.Secondary;

    public static IReadOnlyList<CircuitDefect> All { get; } = 
    [
        .. States(), .. Peerings(), .. Links(), .. Prefixes(), .. Gateways(), .. GatewayDefects.All, .. OwnerDefects.All, .. Others(), .. Unread(),
    ];

    private static IEnumerable<CircuitDefect> States() =>
    [
        new("the last write failed", c => c.CircuitProperties["provisioningState"] = "Failed", CircuitFailed),
        new("being written", c => c.CircuitProperties["provisioningState"] = "Updating", CircuitUpdating),
        new("a provisioning state of tomorrow", c => c.CircuitProperties["provisioningState"] = "Pondering", StateUnknown),
        new("disabled", c => c.CircuitProperties["circuitProvisioningState"] = "Disabled", CircuitNotEnabled),
        new("no state told", c => c.CircuitProperties.Remove("circuitProvisioningState"), StateUnknown),
        new("no state of the provider told", c => c.CircuitProperties.Remove("serviceProviderProvisioningState"), StateUnknown),
        new("a provider's state of tomorrow", c => Provider(c, "Lost"), StateUnknown),
        new("not provisioned", c => Provider(c, "NotProvisioned"), ProviderNotProvisioned),
        new("provisioning", c => Provider(c, "Provisioning"), ProviderProvisioning),
        new("deprovisioning", c => Provider(c, "Deprovisioning"), ProviderDeprovisioning),
    ];

    private static IEnumerable<CircuitDefect> Peerings() =>
    [
        new("no peering at all", c => c.Peerings.Clear(), NoPrivatePeering),
        new("a Microsoft peering alone, with a gateway", c => { c.AddMicrosoftPeering(); c.Peerings.RemoveAt(0); }, NoPrivatePeering),
        new("read without peerings", c => c.CircuitProperties.Remove("peerings"), PeeringsUnknown),
        new("peering switched off", c => c.PeeringProperties["state"] = "Disabled", PeeringDisabled),
        new("the last write of the peering failed", c => c.PeeringProperties["provisioningState"] = "Failed", PeeringFailed),
        new("peering being written", c => c.PeeringProperties["provisioningState"] = "Updating", PeeringUpdating),
        new("peering not on the routers", c => c.PeeringProperties["azureASN"] = 0, PeeringNotBuilt),
        new("Microsoft's ASN", c => Asn(c, 12076), PeerAsnReserved, PathHasAzureAsn),
        new("a reserved ASN", c => { Asn(c, 65517); Paths(c, "65010"); }, PeerAsnReserved),
        new("one VLAN for two peerings", c => c.AddMicrosoftPeering()["vlanId"] = 100, VlanShared),
        new("a /29 on a link", c => c.PeeringProperties["primaryPeerAddressPrefix"] = "192.168.15.8/29", LinkPrefixWrong),
        new("one /30 for both links", c =>
        {
            c.PeeringProperties["secondaryPeerAddressPrefix"] = "192.168.15.16/30";
            c.Answers[$"{PrivatePeering}/routeTablesSummary/secondary"] = c.Answers[$"{PrivatePeering}/routeTablesSummary/primary"].DeepClone().AsObject();
            c.Answers[$"{PrivatePeering}/routeTables/secondary"] = c.Answers[$"{PrivatePeering}/routeTables/primary"].DeepClone().AsObject();
            c.Table("arpTables", Other)[0]!["ipAddress"] = "192.168.15.17";
        }, LinkPrefixesOverlap),
        new("a link inside the hub", c => Space(c, "192.168.15.0/24"), LinkOverlapsVNet),
        new("no primary prefix", c => c.PeeringProperties.Remove("primaryPeerAddressPrefix"), LinkNotConfiguredPrimary),
        new("no secondary prefix", c => c.PeeringProperties.Remove("secondaryPeerAddressPrefix"), LinkNotConfiguredSecondary),
        new("no secondary prefix, IPv6 switched off", c =>
        {
            c.PeeringProperties.Remove("secondaryPeerAddressPrefix");
            c.PeeringProperties["ipv6PeeringConfig"] = new System.Text.Json.Nodes.JsonObject
            {
                ["primaryPeerAddressPrefix"] = "fd00:15::/126", ["secondaryPeerAddressPrefix"] = "fd00:15::4/126", ["state"] = "Disabled",
            };
        }, LinkNotConfiguredSecondary),
    ];

    private static IEnumerable<CircuitDefect> Links() => new[] { One, Other }.SelectMany(link => new CircuitDefect[]
    {
        new($"{link} ARP incomplete on premises, session idle", c => { Mac(c, link, 0, "Incomplete"); Down(c, link); }, At(ArpIncompleteOnPremisesPrimary, link),
            At(BgpDownPrimary, link)),
        new($"{link} no ARP row on premises, session idle", c => { c.Table("arpTables", link).RemoveAt(0); Down(c, link); },
            At(ArpIncompleteOnPremisesPrimary, link), At(BgpDownPrimary, link)),
        new($"{link} ARP of zeros, session idle", c => { Mac(c, link, 0, "0000.0000.0000"); Down(c, link); }, At(ArpIncompleteOnPremisesPrimary, link),
            At(BgpDownPrimary, link)),
        new($"{link} ARP of zeros, session up", c => Mac(c, link, 0, "0000.0000.0000"), At(ArpHiddenPrimary, link)),
        new($"{link} ARP incomplete, session up", c => Mac(c, link, 0, "Incomplete"), At(ArpHiddenPrimary, link)),
        new($"{link} router on Microsoft's address", c => c.Table("arpTables", link)[0]!["ipAddress"] = link == One ? "192.168.15.18" : "192.168.15.22",
            At(ArpWrongAddressPrimary, link)),
        new($"{link} no row of Microsoft", c => c.Table("arpTables", link).RemoveAt(1), At(ArpIncompleteMicrosoftPrimary, link)),
        new($"{link} no ARP table, session idle", c => { c.Table("arpTables", link).Clear(); Down(c, link); }, At(ArpMissingPrimary, link), At(BgpDownPrimary, link)),
        new($"{link} session idle", c => Down(c, link), At(BgpDownPrimary, link)),
        new($"{link} session active", c => Down(c, link, "Active"), At(BgpDownPrimary, link)),
        new($"{link} no session", c => { c.Table("routeTablesSummary", link).RemoveAt(0); Silence(c, link); }, At(BgpMissingPrimary, link)),
        new($"{link} session just up", c => c.Neighbor(link)["upDown"] = "00:02:11", At(BgpYoungPrimary, link)),
        new($"{link} another ASN expected", c => c.Neighbor(link)["as"] = 65011, At(AsnDiffersPrimary, link)),
        new($"{link} nothing announced", c => { c.Neighbor(link)["statePfxRcd"] = "0"; Silence(c, link); }, At(NoPrefixesPrimary, link)),
        new($"{link} IPv6 session down", c =>
        {
            c.AddIPv6();
            c.Table("routeTablesSummary", link)[2]!["statePfxRcd"] = "Connect";
            c.Table("routeTables", link).RemoveAt(4);
            c.Table("routeTables", link == One ? Other : One).RemoveAt(4);
        }, At(BgpIPv6DownPrimary, link)),
        new($"{link} IPv6 session not in the summary", c => { c.AddIPv6(); c.Table("routeTablesSummary", link).RemoveAt(2); }, At(BgpIPv6UnknownPrimary, link)),
        new($"{link} not a byte", c => c.Answers[$"{PrivatePeering}/stats"] = link == One ? Bytes(1, 0, 1, 1) : Bytes(1, 1, 0, 1), At(NoBytesPrimary, link)),
        new($"{link} counters still", c => c.Later[$"{PrivatePeering}/stats"] = link == One ? Bytes(1000, 2000, 3001, 4001) : Bytes(1001, 2001, 3000, 4001),
            At(BytesStillPrimary, link)) { ReadsTwice = true },
        new($"{link} ARP hidden, session up", c => c.Table("arpTables", link).Clear(), At(ArpHiddenPrimary, link)),
        new($"{link} no row on premises, session up", c => c.Table("arpTables", link).RemoveAt(0), At(ArpHiddenPrimary, link)),
        new($"{link} ARP refused", c => c.Deny($"{PrivatePeering}/arpTables/{link}"), At(ArpUnknownPrimary, link)),
        new($"{link} summary refused", c => c.Deny($"{PrivatePeering}/routeTablesSummary/{link}"), At(BgpUnknownPrimary, link)),
        new($"{link} routes refused", c => c.Deny($"{PrivatePeering}/routeTables/{link}"), At(RoutesUnknownPrimary, link)),
        new($"{link} routes that contradict the session", c => Silence(c, link), At(RoutesUnknownPrimary, link)),
        new($"{link} an answer without rows", c => c.Answers[$"{PrivatePeering}/routeTablesSummary/{link.ToString().ToLowerInvariant()}"] = [],
            At(BgpUnknownPrimary, link)),
    });

    private static IEnumerable<CircuitDefect> Prefixes() =>
    [
        new("a prefix on one link alone", c => { c.Announce(One, "172.22.0.0/16"); c.RowsOf($"{Gateway}/getLearnedRoutes").Add(Learned("172.22.0.0/16")); },
            PrefixesDiffer),
        new("a longer path on the secondary link", c => c.Table("routeTables", Other)[0]!["path"] = "65010 65010 65010", PathsDiffer),
        new("one router at both links", c => Mac(c, Other, 0, "aaaa.0000.0001"), OneRouter),
        new("the default route", c => c.AnnounceTwice("0.0.0.0/0"), DefaultRouteAnnounced),
        new("the hub's own space", c => c.AnnounceTwice("10.0.0.0/16"), PrefixOverlapsVNet),
        new("a part of the spoke", c => c.AnnounceTwice("10.1.7.0/24"), PrefixOverlapsVNet),
        new("a public prefix", c => c.AnnounceTwice("198.51.100.0/24"), PublicPrefixAnnounced),
        new("link-local addresses", c => c.AnnounceTwice("169.254.1.0/24"), SpecialPrefixAnnounced),
        new("a path through Azure", c => c.AnnounceTwice("172.23.0.0/16", "65010 65515"), PathHasAzureAsn),
        new("a path through another circuit", c => c.AnnounceTwice("172.23.0.0/16", "65010 12076 65020"), PathHasAzureAsn),
        new("a reserved ASN in a path", c => c.AnnounceTwice("172.23.0.0/16", "65010 23456"), PathHasReservedAsn),
        new("3200 prefixes", c => Many(c, 3200), PrefixLimitNear),
        new("4000 prefixes", c => { Many(c, 4000); c.GatewayProperties["sku"]!["name"] = "ErGw2AZ"; }, PrefixLimitReached),
        new("a tier of tomorrow", c => c.Answers[Circuit]["sku"]!["tier"] = "Deluxe", LimitUnknown),
        new("800 prefixes to the site", c => Announced(c, 800), AdvertisedLimitNear),
        new("1000 prefixes to the site", c => Announced(c, 1000), AdvertisedLimitReached),
        new("the spoke not at Microsoft's routers", c => { c.Table("routeTables", One).RemoveAt(3); c.Table("routeTables", Other).RemoveAt(3); }, VNetNotAnnounced),
        new("the hub missing on one link", c => c.Table("routeTables", Other).RemoveAt(2), VNetNotAnnounced),
        new("stats refused", c => c.Deny($"{PrivatePeering}/stats"), BytesUnknown),
        new("counters that cannot be read", c => c.Later[$"{PrivatePeering}/stats"] = [], BytesUnknown) { ReadsTwice = true },
    ];

    private static IEnumerable<CircuitDefect> Gateways() =>
    [
        new("no connection", c => { c.Answers.Remove(Connection); GatewayDefects.Unlink(c); }, NoConnection),
        new("the last write of the connection failed", c => c.ConnectionProperties["provisioningState"] = "Failed", ConnectionFailed),
        new("connection down", c => c.ConnectionProperties["connectionStatus"] = "NotConnected", ConnectionDown),
        new("connection coming up", c => c.ConnectionProperties["connectionStatus"] = "Connecting", ConnectionPending),
        new("connection being written", c => c.ConnectionProperties["provisioningState"] = "Updating", ConnectionPending),
        new("connection without a status", c => c.ConnectionProperties.Remove("connectionStatus"), ConnectionUnknown),
        new("the last write of the gateway failed", c => c.GatewayProperties["provisioningState"] = "Failed", GatewayFailed),
        new("2 Gbps behind ErGw1AZ", c => c.CircuitProperties["serviceProviderProperties"]!["bandwidthInMbps"] = 2000, GatewayTooSmall),
        new("1 unit behind 5 Gbps", c =>
        {
            c.CircuitProperties["serviceProviderProperties"]!["bandwidthInMbps"] = 5000;
            c.GatewayProperties["sku"] = new JsonObject { ["name"] = "ErGwScale", ["capacity"] = 1 };
        }, GatewayTooSmall),
        new("four circuits of four", FullGateway, GatewayCircuitsFull),
        new("FastPath over ErGw1AZ", c => c.ConnectionProperties["expressRouteGatewayBypass"] = true, FastPathUnsupported),
        new("a session of the gateway down", c => c.Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5", "Connecting")),
            GatewaySessionDown),
        new("nothing learned", c => { c.RowsOf($"{Gateway}/getLearnedRoutes").RemoveAt(0); c.RowsOf($"{Gateway}/getLearnedRoutes").RemoveAt(0); }, GatewayLearnsNothing),
        new("half learned", c => c.RowsOf($"{Gateway}/getLearnedRoutes").RemoveAt(0), GatewayLearnsLess),
        new("3300 routes learned", c => LearnMore(c, 3300), GatewayRoutesNear),
        new("4000 routes learned", c => LearnMore(c, 4000), GatewayRoutesReached),
        new("eight connections of ten", c => InUse(c, 7), CircuitLinksNear, GatewayElsewhere),
        new("somebody else's gateway", c => InUse(c, 1), GatewayElsewhere),
        new("a SKU of tomorrow", c => c.GatewayProperties["sku"]!["name"] = "ErGw9AZ", LimitUnknown),
    ];

    private static IEnumerable<CircuitDefect> Others() =>
    [
        new("Global Reach of a Local circuit", c => { c.Answers[Circuit]["sku"]!["tier"] = "Local"; Reach(c, "Connected"); }, GlobalReachNotOffered),
        new("Global Reach down", c => Reach(c, "Disconnected"), GlobalReachDown),
        new("Global Reach without a status", c => Reach(c, null), GlobalReachUnknown),
        new("no public prefixes", c => Public(c)["advertisedPublicPrefixes"] = new JsonArray(), PublicPrefixesMissing),
        new("validation needed", c => Public(c)["advertisedPublicPrefixesState"] = "ValidationNeeded", PublicPrefixesUnvalidated),
        new("configuring", c => Public(c)["advertisedPublicPrefixesState"] = "Configuring", PublicPrefixesPending),
        new("private addresses on Microsoft peering", c => Public(c)["advertisedPublicPrefixes"] = new JsonArray("10.9.0.0/24"), PublicPrefixesPrivate),
        new("no route filter", c => c.AddMicrosoftPeering().Remove("routeFilter"), RouteFilterMissing),
        new("170 prefixes on Microsoft peering", c =>
        {
            c.AddMicrosoftPeering();
            for (var i = 0; i < 169; i++)
            {
                c.Announce(One, $"203.0.{i}.0/24", peering: MicrosoftPeering);
                c.Announce(Other, $"203.0.{i}.0/24", peering: MicrosoftPeering);
            }
        }, PrefixLimitNear),
    ];

    private static IEnumerable<CircuitDefect> Unread() =>
    [
        new("connections that may not be listed", c => c.Deny($"{Gateway}/connections"), GatewaysUnknown),
        new("the end of a question lost", c => Lose(c, $"{PrivatePeering}/routeTablesSummary/primary", "OperationStatusLost"), BgpUnknownPrimary),
        new("no answer to a question", c => Lose(c, $"{Gateway}/getLearnedRoutes", "NoAnswer"), GatewayRoutesUnknown),
        new("the gateway refused", c => c.Deny(Gateway), GatewayUnknown),
        new("the hub refused", c => c.Deny(Hub), NetworksUnknown),
        new("the spoke refused", c => c.Deny(Spoke), NetworksUnknown),
        new("sessions of the gateway refused", c => c.Deny($"{Gateway}/getBgpPeerStatus"), GatewayRoutesUnknown),
        new("learned routes refused", c => c.Deny($"{Gateway}/getLearnedRoutes"), GatewayRoutesUnknown),
        new("announced routes refused", c => c.Deny($"{Gateway}/getAdvertisedRoutes"), GatewayRoutesUnknown),
        new("the connection refused by name", c => c.Deny(Connection), ConnectionUnknown),
    ];

    internal static CircuitFindingId At(CircuitFindingId primary, CircuitLink link) => link == One ? primary : primary + 1;

    private static void Provider(HealthyCircuit c, string state) => c.CircuitProperties["serviceProviderProvisioningState"] = state;

    internal static void Mac(HealthyCircuit c, CircuitLink link, int row, string mac) => c.Table("arpTables", link)[row]!["macAddress"] = mac;

    private static void Space(HealthyCircuit c, string prefix)
    {
        c.Answers[Hub]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add(prefix);
        foreach (var link in new[] { One, Other })
        {
            c.Table("routeTables", link).Add(Route(prefix, "10.0.0.12", "65515"));
        }
    }

    // A session that is down has no routes.
    internal static void Down(HealthyCircuit c, CircuitLink link, string state = "Idle")
    {
        c.Neighbor(link)["statePfxRcd"] = state;
        Silence(c, link);
    }

    internal static void Silence(HealthyCircuit c, CircuitLink link)
    {
        c.Table("routeTables", link).RemoveAt(0);
        c.Table("routeTables", link).RemoveAt(0);
    }

    private static void Asn(HealthyCircuit c, long asn)
    {
        c.PeeringProperties["peerASN"] = asn;
        foreach (var link in new[] { One, Other })
        {
            c.Neighbor(link)["as"] = asn;
        }

        Paths(c, asn.ToString(CultureInfo.InvariantCulture));
    }

    private static void Paths(HealthyCircuit c, string path)
    {
        foreach (var link in new[] { One, Other })
        {
            c.Table("routeTables", link)[0]!["path"] = path;
            c.Table("routeTables", link)[1]!["path"] = path;
        }
    }

    private static void Many(HealthyCircuit c, int count)
    {
        for (var i = 0; i < count - 2; i++)
        {
            c.AnnounceTwice(string.Create(CultureInfo.InvariantCulture, $"172.{24 + (i / 256 / 16)}.{i / 16 % 256}.{i % 16 * 16}/28"));
        }

        if (count < 4000)
        {
            c.GatewayProperties["sku"]!["name"] = "ErGw2AZ";
        }
    }

    private static void Announced(HealthyCircuit c, int count)
    {
        for (var i = 0; i < count - 2; i++)
        {
            c.RowsOf($"{Gateway}/getAdvertisedRoutes").Add(new JsonObject { ["network"] = $"10.{2 + (i / 256)}.{i % 256}.0/24", ["asPath"] = "65515" });
        }
    }

    private static void LearnMore(HealthyCircuit c, int count)
    {
        for (var i = 0; i < count - 2; i++)
        {
            c.RowsOf($"{Gateway}/getLearnedRoutes").Add(Learned(string.Create(CultureInfo.InvariantCulture, $"192.168.{i / 256}.{i % 256}/32")));
        }
    }

    internal static void FullGateway(HealthyCircuit c)
    {
        for (var i = 1; i < 4; i++)
        {
            var other = c.Answers[Connection].DeepClone().AsObject();
            other["id"] = Id($"connections/con-{i}");
            other["name"] = $"con-{i}";
            other["properties"]!["peer"]!["id"] = Id($"expressRouteCircuits/er-{i}");
            c.Answers[$"connections/con-{i}"] = other;
            GatewayDefects.OtherCircuit(c, i, 65010 + i);
        }
    }

    private static void Lose(HealthyCircuit c, string path, string code) => c.Errors[path] = new(0, code, "The answer was lost.");

    private static void InUse(HealthyCircuit c, int count)
    {
        for (var i = 0; i < count; i++)
        {
            c.CircuitProperties["authorizations"]!.AsArray().Add(new JsonObject
            {
                ["name"] = $"auth-{i}",
                ["properties"] = new JsonObject
                {
                    ["provisioningState"] = "Succeeded", ["authorizationUseStatus"] = "InUse",
                    ["connectionResourceUri"] = $"/subscriptions/{Sample.Subscription[..^1]}9/resourceGroups/rg/providers/Microsoft.Network/connections/theirs-{i}",
                },
            });
        }
    }

    private static void Reach(HealthyCircuit c, string? status)
    {
        var p = new JsonObject { ["provisioningState"] = "Succeeded" };
        if (status is not null)
        {
            p["circuitConnectionStatus"] = status;
        }

        c.PeeringProperties["connections"]!.AsArray().Add(new JsonObject { ["name"] = "to-tokyo", ["properties"] = p });
    }

    private static JsonObject Public(HealthyCircuit c) => c.AddMicrosoftPeering()["microsoftPeeringConfig"]!.AsObject();
}
