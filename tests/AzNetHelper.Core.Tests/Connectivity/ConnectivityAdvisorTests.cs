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
        ["services"] = () => Two().Service("Microsoft.Storage/storageAccounts", "st").Service("Microsoft.Sql/servers", "sql", "northeurope")
            .Service("Microsoft.ServiceBus/namespaces", "sb", tier: "Standard").Service("Microsoft.ServiceBus/namespaces", "sbp", tier: "Premium")
            .Service("Microsoft.DBforPostgreSQL/flexibleServers", "pg").Service("Microsoft.EventHub/namespaces", "eh", tier: "Basic"),
    };

    private static void Encrypt(System.Text.Json.Nodes.JsonObject network) =>
        network["properties"]!["encryption"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = true, ["enforcement"] = "AllowUnencrypted" };

    [Fact]
    public void Probe()
    {
        foreach (var (name, estate) in Estates)
        {
            var topology = estate().Topology();
            string[] ends = name.Contains("site", StringComparison.Ordinal) || name == "circuit" ? ["site:office"] : name.Contains("pool", StringComparison.Ordinal) ? ["Clients"]
                : name == "services" ? [.. new[] { "Microsoft.Storage/storageAccounts/st", "Microsoft.Sql/servers/sql", "Microsoft.ServiceBus/namespaces/sb", "Microsoft.ServiceBus/namespaces/sbp", "Microsoft.DBforPostgreSQL/flexibleServers/pg", "Microsoft.EventHub/namespaces/eh" }
                    .Select(t => ServiceId(string.Join('/', t.Split('/')[..2]), t.Split('/')[2]).ToString()), "PostgreSqlFlexible", "RedisCache", "SqlManagedInstance", "Storage"]
                : name == "two" ? ["b", "192.168.0.0/16", "Clients"] : ["b"];
            foreach (var end in ends)
            {
                output.WriteLine($"== {name}: a - {end}");
                foreach (var o in Ask(topology, "a", end))
                {
                    output.WriteLine($"  {o.Rank} {o.Kind} {o.Status} {o.Score} via {o.Via} after {o.VerdictAfter} +{o.Opens} -{o.Closes} [{string.Join("; ", o.Marks)}] {string.Join(" | ", o.Reasons)} >> {string.Join(" ; ", o.Commands)}");
                }
            }
        }
    }
}
