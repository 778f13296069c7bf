using AzNetHelper.Connectivity;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Connectivity.ConnectivityCases;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>The right answer for pairs where it is known.</summary>
public sealed class ConnectivityAdvisorTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<TestEstate>> Estates = new(StringComparer.Ordinal)
    {
        ["two"] = () => Two(),
        ["overlapping"] = () => Two("10.0.128.0/17"),
        ["peered"] = () => Two().Peer("a", "b"),
        ["torn"] = () => Two().Half("a", "b", h => h["peeringState"] = "Disconnected"),
        ["other cloud"] = () => Two().LocationOf("b", "chinaeast2"),
        ["other region"] = () => Two().LocationOf("b", "northeurope"),
        ["encrypted"] = () => Two().Change("a", Encrypt).Change("b", Encrypt),
        ["half encrypted"] = () => Two().Change("a", Encrypt),
        ["gateways"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Subnet("b", "GatewaySubnet", "10.1.255.0/27").Gateway("ga", "a").Gateway("gb", "b"),
        ["basic"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a", sku: "Basic"),
        ["full"] = () => new TestEstate().VNet("a", "10.0.0.0/24").Subnet("a", "s", "10.0.0.0/24").VNet("b", "10.1.0.0/16").Subnet("b", "s", "10.1.0.0/24"),
        ["firewall hub"] = () => Hub().Firewall().Peer("hub", "a").Peer("hub", "b"),
        ["firewall, not peered"] = () => Hub().Firewall(),
        ["firewall, routed widely"] = () => Hub().Firewall().Peer("hub", "a", null, h => h["allowForwardedTraffic"] = true).Peer("hub", "b", null, h => h["allowForwardedTraffic"] = true)
            .Table("t", ("10.0.0.0/8", "VirtualAppliance", "10.9.1.4")).Change("a", n => Routed(n, "t")).Change("b", n => Routed(n, "t")),
        ["firewall, routed"] = () => Hub().Firewall().Peer("hub", "a", null, h => h["allowForwardedTraffic"] = true).Peer("hub", "b", null, h => h["allowForwardedTraffic"] = true)
            .Table("ta", ("10.1.0.0/16", "VirtualAppliance", "10.9.1.4")).Table("tb", ("10.0.0.0/16", "VirtualAppliance", "10.9.1.4"))
            .Change("a", n => Routed(n, "ta")).Change("b", n => Routed(n, "tb")),
        ["gateway hub"] = () => Hub().Gateway("gh", "hub").Spoke("hub", "a").Spoke("hub", "b"),
        ["no hub"] = () => Hub(),
        ["site"] = () => Two().Site(),
        ["site, hub"] = () => Hub().Gateway("gh", "hub").Site().Tunnel("gh"),
        ["site, spoke"] = () => Hub().Gateway("gh", "hub").Site().Tunnel("gh").Spoke("hub", "a"),
        ["site, own"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a").Site().Tunnel("ga"),
        ["site, gateway"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a").Site(),
        ["site, large gateway"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a", sku: "VpnGw2AZ").Site(prefix: "10.0.0.0/8"),
        ["site overlaps"] = () => Two().Site(prefix: "10.0.64.0/18"),
        ["site overlaps, small gateway"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a").Site(prefix: "10.0.64.0/18"),
        ["circuit"] = () => Two().Circuit().Site(),
        ["pool"] = () => Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a", pool: "172.30.0.0/24"),
        ["hub pool"] = () => Hub().Gateway("gh", "hub", pool: "172.30.0.0/24"),
        ["spoke pool"] = () => Hub().Gateway("gh", "hub", pool: "172.30.0.0/24").Spoke("hub", "a"),
        ["services, in use"] = () => Two().Change("a", n => n["properties"]!["subnets"]![0]!["properties"]!["ipConfigurations"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject { ["id"] = TestEstate.Id("networkInterfaces", "vm").Child("ipConfigurations", "c").ToString() })),
        ["services"] = () => Two().Service("Microsoft.Storage/storageAccounts", "st").Service("Microsoft.Storage/storageAccounts", "far", "southeastasia").Service("Microsoft.Sql/servers", "sql", "northeurope")
            .Service("Microsoft.ServiceBus/namespaces", "sb", tier: "Standard").Service("Microsoft.ServiceBus/namespaces", "sbp", tier: "Premium")
            .Service("Microsoft.DBforPostgreSQL/flexibleServers", "pg").Service("Microsoft.EventHub/namespaces", "eh", tier: "Basic"),
    };

    internal static AzNetHelper.Networks.Topology Estate(string name) => Estates[name]().Topology();

    private static void Routed(System.Text.Json.Nodes.JsonObject network, string table) => network["properties"]!["subnets"]![0]!["properties"]!["routeTable"] =
        new System.Text.Json.Nodes.JsonObject { ["id"] = TestEstate.Id("routeTables", table).ToString() };

    private static void Encrypt(System.Text.Json.Nodes.JsonObject network) =>
        network["properties"]!["encryption"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = true, ["enforcement"] = "AllowUnencrypted" };

    /// <summary>The first option, and others that have to be among the rest: way, status, and a reason where there is one.</summary>
    [Theory]
    [InlineData("two", "b", "", "Peering Possible", "VNetToVNet Possible", "HubSpoke NotPossible NoHub", "PrivateEndpoint Possible")]
    [InlineData("two", "b", "encrypted", "VNetToVNet Possible", "Peering Unfit EncryptionRequired")]
    [InlineData("two", "b", "latency", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("two", "b", "mbps=5000", "Peering Possible", "VNetToVNet Unfit BandwidthTooSmall")]
    [InlineData("two", "b", "encrypted mbps=5000", "Peering Unfit EncryptionRequired", "VNetToVNet Unfit BandwidthTooSmall")]
    [InlineData("two", "b", "overlap", "PrivateEndpoint Possible", "Peering NotPossible AddressSpaceOverlap", "HubSpoke NotPossible AddressSpaceOverlap",
        "VNetToVNet NotPossible AddressSpaceOverlap")]
    [InlineData("overlapping", "b", "", "PrivateEndpoint Possible", "Peering NotPossible AddressSpaceOverlap", "VNetToVNet NotPossible AddressSpaceOverlap")]
    [InlineData("peered", "b", "", "Peering Already", "VNetToVNet Possible")]
    [InlineData("peered", "b", "encrypted", "VNetToVNet Possible", "Peering Unfit EncryptionRequired")]
    [InlineData("torn", "b", "", "Peering Possible")]
    [InlineData("other cloud", "b", "", "SiteToSite Possible", "Peering NotPossible OtherCloud", "VNetToVNet NotPossible OtherCloud")]
    [InlineData("other region", "b", "", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("encrypted", "b", "encrypted", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("half encrypted", "b", "encrypted", "VNetToVNet Possible", "Peering Unfit EncryptionRequired")]
    [InlineData("gateways", "b", "", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("gateways", "b", "encrypted", "VNetToVNet Possible", "Peering Unfit EncryptionRequired")]
    [InlineData("gateways", "b", "encrypted mbps=1000", "Peering Unfit EncryptionRequired", "VNetToVNet Unfit BandwidthTooSmall")]
    [InlineData("basic", "b", "", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("basic", "b", "mbps=200", "Peering Possible", "VNetToVNet Unfit BandwidthTooSmall")]
    [InlineData("full", "b", "", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("firewall hub", "b", "", "HubSpoke Possible", "Peering Possible", "VNetToVNet Possible")]
    [InlineData("firewall hub", "hub", "", "Peering Already", "HubSpoke NotPossible NoHub")]
    [InlineData("firewall hub", "b", "encrypted", "VNetToVNet Possible", "HubSpoke Unfit EncryptionRequired", "Peering Unfit EncryptionRequired")]
    [InlineData("firewall, not peered", "b", "", "Peering Possible", "HubSpoke Possible")]
    [InlineData("firewall, routed", "b", "", "HubSpoke Already", "Peering Possible")]
    [InlineData("firewall, routed widely", "b", "", "Existing Already", "Peering Possible")]
    [InlineData("gateway hub", "b", "", "Peering Possible", "HubSpoke Possible", "VNetToVNet NotPossible UsesRemoteGateway")]
    [InlineData("gateway hub", "b", "latency", "Peering Possible", "HubSpoke Possible")]
    [InlineData("no hub", "b", "", "Peering Possible", "HubSpoke NotPossible NoHub")]
    [InlineData("site", "site:office", "", "SiteToSite Possible", "ExpressRoute Possible", "HubSpoke NotPossible NoHub")]
    [InlineData("site", "office", "encrypted", "SiteToSite Possible", "ExpressRoute Unfit EncryptionRequired")]
    [InlineData("site", "office", "mbps=10000", "ExpressRoute Possible", "SiteToSite Unfit BandwidthTooSmall")]
    [InlineData("site", "office", "latency", "ExpressRoute Possible", "SiteToSite Possible")]
    [InlineData("site", "192.168.7.0/24", "", "SiteToSite Possible")]
    [InlineData("two", "192.168.7.0/24", "", "SiteToSite Possible", "ExpressRoute Possible")]
    [InlineData("site, hub", "site:office", "", "HubSpoke Possible", "SiteToSite Possible")]
    [InlineData("site, hub", "172.20.0.0/16", "", "HubSpoke Possible", "SiteToSite Possible")]
    [InlineData("site, spoke", "site:office", "", "HubSpoke Already", "ExpressRoute NotPossible UsesRemoteGateway")]
    [InlineData("site, own", "site:office", "", "SiteToSite Already", "HubSpoke NotPossible NoHub")]
    [InlineData("site, gateway", "site:office", "", "SiteToSite Possible", "ExpressRoute Possible")]
    [InlineData("site, gateway", "site:office", "mbps=2000", "ExpressRoute Possible", "SiteToSite Unfit BandwidthTooSmall")]
    [InlineData("site, gateway", "site:office", "overlap", "HubSpoke NotPossible AddressSpaceOverlap", "SiteToSite NotPossible NatNotPossible",
        "ExpressRoute NotPossible AddressSpaceOverlap")]
    [InlineData("site, large gateway", "site:office", "", "SiteToSite Possible", "ExpressRoute NotPossible AddressSpaceOverlap")]
    [InlineData("site overlaps", "site:office", "", "SiteToSite Possible", "ExpressRoute NotPossible AddressSpaceOverlap")]
    [InlineData("site overlaps, small gateway", "site:office", "", "HubSpoke NotPossible NoHub", "SiteToSite NotPossible OverlapsNetwork")]
    [InlineData("circuit", "site:office", "", "SiteToSite Possible", "ExpressRoute Possible")]
    [InlineData("circuit", "site:er", "", "ExpressRoute Possible")]
    [InlineData("two", "Clients", "", "PointToSite Possible", "HubSpoke NotPossible NoHub", "SiteToSite NotPossible JoinsOthers")]
    [InlineData("two", "clients", "clients=400", "SiteToSite Possible", "PointToSite Possible", "ExpressRoute Possible")]
    [InlineData("two", "Clients", "clients=20000", "SiteToSite Possible", "PointToSite Unfit TooManyClients")]
    [InlineData("pool", "Clients", "", "PointToSite Already", "HubSpoke NotPossible NoHub")]
    [InlineData("pool", "pool:ga", "", "PointToSite Already")]
    [InlineData("pool", "Clients", "clients=300", "SiteToSite Possible", "PointToSite Unfit TooManyClients")]
    [InlineData("hub pool", "Clients", "", "HubSpoke Possible", "PointToSite Possible")]
    [InlineData("hub pool", "Clients", "clients=400", "SiteToSite Possible", "HubSpoke Unfit TooManyClients", "PointToSite Possible")]
    [InlineData("hub pool", "pool:gh", "", "HubSpoke Possible", "PointToSite NotPossible OtherGateway")]
    [InlineData("spoke pool", "Clients", "", "HubSpoke Already", "PointToSite Already")]
    [InlineData("services", "Microsoft.Storage/storageAccounts/st", "", "PrivateEndpoint Possible", "ServiceEndpoint Possible", "VNetInjection NotPossible NotDeployed")]
    [InlineData("services", "Microsoft.Storage/storageAccounts/far", "", "PrivateEndpoint Possible", "ServiceEndpoint Possible")]
    [InlineData("services, in use", "Storage", "", "PrivateEndpoint Possible", "ServiceEndpoint Possible")]
    [InlineData("services", "Microsoft.Sql/servers/sql", "", "PrivateEndpoint Possible", "ServiceEndpoint NotPossible RegionOutOfReach")]
    [InlineData("services", "Microsoft.ServiceBus/namespaces/sb", "", "ServiceEndpoint NotPossible TierTooLow", "PrivateEndpoint NotPossible TierTooLow",
        "VNetInjection NotPossible NotDeployed")]
    [InlineData("services", "Microsoft.ServiceBus/namespaces/sbp", "", "PrivateEndpoint Possible", "ServiceEndpoint Possible")]
    [InlineData("services", "Microsoft.EventHub/namespaces/eh", "", "ServiceEndpoint NotPossible TierTooLow", "PrivateEndpoint NotPossible TierTooLow")]
    [InlineData("services", "Microsoft.DBforPostgreSQL/flexibleServers/pg", "", "PrivateEndpoint Possible", "ServiceEndpoint NotPossible NoServiceEndpoint",
        "VNetInjection NotPossible ChosenAtCreation")]
    [InlineData("services", "PostgreSqlFlexibleServer", "", "VNetInjection Possible", "PrivateEndpoint Possible", "ServiceEndpoint NotPossible NoServiceEndpoint")]
    [InlineData("full", "PostgreSqlFlexibleServer", "", "PrivateEndpoint Possible", "VNetInjection NotPossible")]
    [InlineData("two", "RedisPremium", "today=20270101", "VNetInjection Possible", "PrivateEndpoint Possible")]
    [InlineData("two", "RedisPremium", "today=20281001", "PrivateEndpoint Possible", "VNetInjection NotPossible ServiceClosed")]
    [InlineData("two", "RedisPremium", "today=20270101 encrypted", "VNetInjection Unfit EncryptionRequired", "PrivateEndpoint Unfit EncryptionRequired")]
    [InlineData("two", "AppService", "", "VNetInjection Unfit OutboundOnly", "PrivateEndpoint NotPossible NoPrivateLink")]
    [InlineData("two", "10.1.0.128/25", "", "Peering Possible", "SiteToSite NotPossible JoinsOthers")]
    [InlineData("two", "AppServiceEnvironment", "", "VNetInjection Possible", "PrivateEndpoint NotPossible NoPrivateLink")]
    [InlineData("two", "keyvault", "encrypted", "ServiceEndpoint Unfit EncryptionRequired", "PrivateEndpoint Unfit EncryptionRequired", "VNetInjection NotPossible NotDeployed")]
    public void The_right_answer_comes_out(string estate, string destination, string demands, string first, params string[] others)
    {
        var topology = Estates[estate]().Topology();
        var end = destination.StartsWith("Microsoft.", StringComparison.Ordinal)
            ? ServiceId(string.Join('/', destination.Split('/')[..2]), destination.Split('/')[2]).ToString() : destination;
        var options = Ask(topology, "a", end, demands);
        foreach (var o in options)
        {
            output.WriteLine($"{o.Rank} {o.Kind} {o.Status} {o.Score} via {o.Via} after {o.VerdictAfter} [{string.Join("; ", o.Marks)}] {string.Join(" | ", o.Reasons)}");
        }

        Assert.Equal(string.Join(' ', first.Split(' ')[..2]), $"{options[0].Kind} {options[0].Status}");
        Assert.All(others.Append(first), o => Has(options, o));
        Hold(options);

        // From the other end it is the same question.
        Assert.Equal(options.Select(o => o.ToString()), Ask(topology, end, "a", demands).Select(o => destination == "b" || destination == "hub" ? options[o.Rank - 1].ToString() : o.ToString()));
    }

    [Fact]
    public void The_hubs_gateway_is_used_instead_of_one_more()
    {
        var options = Ask(Estates["site, hub"]().Topology(), "a", "site:office");
        Assert.Contains("-UseHubGateway", Assert.Single(options[0].Commands), StringComparison.Ordinal);
        Assert.Equal("hub (gh)", options[0].Via);
        Assert.Contains(Assert.Single(options, o => o.Kind == ConnectivityKind.SiteToSite).Marks, m => m.Id == "GatewayToBuild");
        Assert.Contains(Ask(Two().Topology(), "a", "b"), o => o.Kind == ConnectivityKind.VNetToVNet && o.Advice.Contains(ConnectivityAdvice.Find("OneGateway").Says));
    }

    [Theory]
    [InlineData("", "VpnGw1AZ")]
    [InlineData("mbps=651", "VpnGw2AZ")]
    [InlineData("mbps=1251", "VpnGw3AZ")]
    [InlineData("mbps=1501", "VpnGw4AZ")]
    [InlineData("mbps=9999", "VpnGw5AZ")]
    public void A_gateway_is_chosen_large_enough(string demands, string sku) =>
        Assert.Contains($"-Sku '{sku}'", Assert.Single(Ask(Two().Topology(), "a", "b", demands), o => o.Kind == ConnectivityKind.VNetToVNet).Commands[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void An_office_is_told_apart_from_some_clients(int clients, bool isOffice) =>
        Assert.Equal(isOffice, Ask(Two().Topology(), "a", "Clients", $"clients={clients}")[0].Kind == ConnectivityKind.SiteToSite);

    [Fact]
    public void Storage_of_another_region_has_an_endpoint_of_its_own()
    {
        Assert.Contains("Microsoft.Storage.Global", Plan("far"), StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Storage.Global", Plan("st"), StringComparison.Ordinal);

        static string Plan(string name) => Assert.Single(Ask(Estates["services"]().Topology(), "a", ServiceId("Microsoft.Storage/storageAccounts", name).ToString()),
            o => o.Kind == ConnectivityKind.ServiceEndpoint).Plans[0].Changes[0].After!;
    }

    [Fact]
    public void A_pool_has_room_for_all_clients() => Assert.Contains("-AddressPool '172.16.0.0/22'",
        Assert.Single(Ask(Two().Topology(), "a", "Clients", "clients=600"), o => o.Kind == ConnectivityKind.PointToSite).Commands[1], StringComparison.Ordinal);

    [Fact]
    public void What_a_peering_would_lead_around_counts_against_it()
    {
        var peering = Assert.Single(Ask(Estates["firewall, routed widely"]().Topology(), "a", "b"), o => o.Kind == ConnectivityKind.Peering);
        Assert.Contains(peering.Marks, m => m.Id is "LeadsAround");

        // Routes for the very prefixes beat the peering, so nothing is led around.
        peering = Assert.Single(Ask(Estates["firewall, routed"]().Topology(), "a", "b"), o => o.Kind == ConnectivityKind.Peering);
        Assert.DoesNotContain(peering.Marks, m => m.Id is "LeadsAround");
    }

    [Fact]
    public void A_route_that_a_peering_does_not_beat_is_seen()
    {
        var estate = new TestEstate().VNet("a", "10.0.0.0/16").Table("t", ("10.1.0.0/16", "None", null)).Subnet("a", "s", "10.0.0.0/24", "t")
            .VNet("b", "10.1.0.0/16").Subnet("b", "s", "10.1.0.0/24");
        var peering = Assert.Single(Ask(estate.Topology(), "a", "b"), o => o.Kind == ConnectivityKind.Peering);
        Assert.Equal(AzNetHelper.Reachability.Verdict.Blocked, peering.VerdictAfter);
        Assert.Contains(peering.Marks, m => m.Id == "DoesNotArrive");
    }

    [Theory]
    [InlineData("a", "a", "EndsInOneVNet")]
    [InlineData("a/s", "a", "EndsInOneVNet")]
    [InlineData("a", "10.0.7.0/24", "EndsInOneVNet")]
    [InlineData("Clients", "192.168.0.0/16", "EndsWithoutVNet")]
    public void Ends_that_nothing_can_be_said_about_are_refused(string source, string destination, string id) =>
        Assert.Equal(id, Assert.Throws<ConnectivityException>(() => Ask(Two().Topology(), source, destination)).Id);

    [Theory]
    [InlineData("nowhere")]
    [InlineData("site:nowhere")]
    [InlineData("pool:nowhere")]
    [InlineData("/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/c")]
    public void What_names_nothing_is_refused(string destination)
    {
        var error = Assert.Throws<AzNetHelper.Reachability.EndpointException>(() => Ask(Two().Topology(), "a", destination));
        Assert.Equal("EndpointNotFound", error.Id);
    }

    [Fact]
    public void Networks_come_before_words() =>
        Assert.IsType<NetworkEnd>(new ConnectivityEndParser(new TestEstate().VNet("Storage", "10.0.0.0/16").VNet("Clients", "10.1.0.0/16").Topology()).Parse("clients"));

    [Fact]
    public void Every_demand_and_every_way_is_explained()
    {
        Assert.Equal(Enum.GetValues<ConnectivityKind>(), ConnectivityTraits.All.Select(t => t.Kind));
        Assert.All(ConnectivityTraits.All, t => Assert.NotEmpty(t.Source));
        Assert.Equal(OptionMarks.All.Length, OptionMarks.All.Select(m => m.Id).Distinct().Count());
        Assert.All(OptionMarks.All, m => Assert.NotEqual(0, m.Points));
        Assert.All(PlatformService.All, s => Assert.Equal(s.Endpoint is null, s.EndpointService is null));
        Assert.All(PlatformService.All, s => Assert.True(s.Endpoint is not null || s.Requirement is not null, s.Name));
    }

    private static void Has(IReadOnlyList<ConnectivityOption> options, string expected)
    {
        var words = expected.Split(' ');
        var option = Assert.Single(options, o => o.Kind.ToString() == words[0]);
        Assert.Equal(words[1], option.Status.ToString());
        if (words.Length > 2)
        {
            Assert.Contains(option.Reasons, r => r.Id == words[2]);
        }
    }

    // What is true of every answer.
    private static void Hold(IReadOnlyList<ConnectivityOption> options)
    {
        Assert.Equal(Enumerable.Range(1, options.Count), options.Select(o => o.Rank));
        Assert.Equal(options.OrderBy(o => o.Status).ThenBy(o => o.JoinsOthers).ThenByDescending(o => o.Score).ThenBy(o => o.Kind).Select(o => o.Kind), options.Select(o => o.Kind));
        Assert.All(options, o => Assert.Equal(o.Status is OptionStatus.Unfit or OptionStatus.NotPossible, !o.Reasons.IsEmpty));
        Assert.All(options.Where(o => o.Status == OptionStatus.NotPossible), o => Assert.True(o.Commands.IsEmpty && o.NextStep is null && o.Marks.IsEmpty));
        Assert.All(options.Where(o => o.Status == OptionStatus.Possible), o => Assert.True(o.Commands.Length > 0 || o.NextStep is not null, o.ToString()));
        Assert.All(options.Where(o => o.Status == OptionStatus.Already), o => Assert.NotEmpty(o.Marks));
        Assert.All(options, o => Assert.All(o.Plans, p => Assert.True(p.CanApply || o.Kind == ConnectivityKind.PointToSite)));
    }
}
