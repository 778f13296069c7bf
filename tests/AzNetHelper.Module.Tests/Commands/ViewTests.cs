using System.Text.RegularExpressions;
using System.Xml.Linq;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Every type that a cmdlet returns has a table of its own, and the table is what is shown.</summary>
public sealed partial class ViewTests
{
    private const string PointToSite =
        "$s = New-P2SCertificateSet r a, b -Path ./vpn -Format Pem; $null = $s | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.201.0/24 -Force; ";

    private static readonly string[] s_plain = ["System.String", "System.Boolean", "System.Void"];

    [Fact]
    public void Every_output_type_has_a_table()
    {
        using var engine = new Engine();
        var types = engine.Run("(Get-Command -Module AzNetHelper).OutputType.Name").Texts.Except(s_plain).ToList();

        Assert.True(types.Count >= 8, string.Join(' ', types));
        Assert.Empty(types.Except(Tables().Keys));
    }

    [Fact]
    public void Every_member_that_a_table_shows_exists()
    {
        using var engine = new Engine();
        foreach (var (type, members) in Tables())
        {
            engine.Set("name", type);
            var known = engine.Run("([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetType($name) } | Where-Object { $_ }).GetProperties().Name").Texts;
            Assert.True(known.Count > 0, $"There is no type {type}.");
            Assert.Empty(members.Except(known).Select(m => $"{type}.{m}"));
        }
    }

    [Theory]
    [InlineData("Get-AzNetSession", "AzNetHelper.Hosting.AzNetSession")]
    [InlineData("Get-VNetTopology", "AzNetHelper.Networks.Topology")]
    [InlineData("(Get-VNetTopology).VirtualNetworks", "AzNetHelper.Networks.VirtualNetwork")]
    [InlineData("Get-VNetPeering", "AzNetHelper.Networks.PeeringPair")]
    [InlineData("New-VNetPeering vnet-dev vnet-test", "AzNetHelper.Peering.PeeringResult")]
    [InlineData("New-HubSpokePeering vnet-dev vnet-test", "AzNetHelper.Peering.HubSpokeResult")]
    [InlineData("Set-HubSpokeRoute vnet-dev vnet-test -NextHop 10.20.0.4 -AddressPrefix 10.0.0.0/8", "AzNetHelper.Routing.HubSpokeRouteResult")]
    [InlineData("Enable-VNetServiceEndpoint vnet-dev/snet-dev Storage -Force", "AzNetHelper.Services.Endpoints.EndpointResult")]
    [InlineData("$null = Enable-VNetServiceEndpoint vnet-dev/snet-dev Storage -Force; Get-VNetServiceEndpoint", "AzNetHelper.Services.Endpoints.SubnetEndpoint")]
    [InlineData("Get-VNetServiceEndpoint vnet-dev -Available", "AzNetHelper.Services.Endpoints.OfferedEndpoint")]
    [InlineData("Get-VNetServiceAccess", "AzNetHelper.Services.Audits.ServiceAccess")]
    [InlineData("$null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force; New-VNetToVNetConnection vpngw-hub vpngw-dev", "AzNetHelper.Vpn.VNetToVNetConnectionResult")]
    [InlineData("$null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force; $null = New-VNetToVNetConnection vpngw-hub vpngw-dev; Reset-VpnSharedKey vpngw-dev-to-vpngw-hub -Force", "AzNetHelper.Vpn.SharedKeyResetResult")]
    [InlineData("New-VNetServiceSubnet AppService vnet-dev", "AzNetHelper.Placement.ServiceSubnetResult")]
    [InlineData("Get-VNetServiceRequirement", "AzNetHelper.Placement.ServiceRequirement")]
    [InlineData("Test-VNetServicePlacement Bastion vnet-hub/snet-shared", "AzNetHelper.Placement.ServicePlacement")]
    [InlineData("(Test-VNetServicePlacement Bastion vnet-hub/snet-shared).Reasons", "AzNetHelper.Placement.PlacementReason")]
    [InlineData("Get-VNetDeployedResource vnet-hub", "AzNetHelper.Placement.SubnetOccupancy")]
    [InlineData("(Get-VNetDeployedResource vnet-hub).Resources", "AzNetHelper.Placement.DeployedResource")]
    [InlineData("Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16", "AzNetHelper.Peering.AddressSpaceResult")]
    [InlineData("Grant-VNetServiceAccess kv-contoso vnet-spoke-data/snet-data -EnsureEndpoint -Force", "AzNetHelper.Services.ServiceAccessResult")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Force", "AzNetHelper.Vpn.VpnGatewayResult")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -NoWait -Force", "AzNetHelper.Arm.ArmOperation")]
    [InlineData("New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw1Az -Force", "AzNetHelper.ExpressRoute.ExpressRouteGatewayResult")]
    [InlineData("$null = New-ExpressRouteGateway vnet-hub ergw-hub -Sku ErGw1Az -Force; New-ExpressRouteConnection ergw-hub er-contoso", "AzNetHelper.ExpressRoute.ExpressRouteConnectionResult")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001", "AzNetHelper.PointToSite.P2SConfigurationResult")]
    [InlineData("Remove-VpnGateway vpngw-hub -Force", "AzNetHelper.Vpn.VpnGatewayRemovalResult")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force", "AzNetHelper.ExpressRoute.ExpressRouteCircuitResult")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force | New-ExpressRoutePrivatePeering -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29", "AzNetHelper.ExpressRoute.PrivatePeeringResult")]
    [InlineData("(New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force | New-ExpressRoutePrivatePeering -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29).Links", "AzNetHelper.ExpressRoute.PeeringLink")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force | Remove-ExpressRouteCircuit -Force", "AzNetHelper.ExpressRoute.ExpressRouteCircuitRemovalResult")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16", "AzNetHelper.Vpn.SiteToSiteConnectionResult")]
    [InlineData("$null = New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16; Get-VpnGatewayConnection", "AzNetHelper.Vpn.ConnectionReport")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 | Remove-VpnGatewayConnection -Force", "AzNetHelper.Vpn.ConnectionRemovalResult")]
    [InlineData("New-VNetPeering vnet-dev vnet-hub -PlanOnly | Invoke-VNetPlan", "AzNetHelper.Planning.ChangeResult")]
    [InlineData("(New-VNetPeering vnet-dev vnet-hub -PlanOnly).Changes", "AzNetHelper.Planning.Change")]
    [InlineData("$t = Get-VNetTopology; $null = New-VNetPeering vnet-dev vnet-test -AllowForwardedTraffic; Compare-VNetTopology $t", "AzNetHelper.Comparison.TopologyDifference")]
    [InlineData("$null = New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name berlin; Export-VpnDeviceConfiguration vpngw-hub-to-berlin ./berlin/", "AzNetHelper.Devices.ExportedConfiguration")]
    [InlineData("""[System.IO.File]::WriteAllText("$pwd/er.json", '{"value":[{"id":"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/er","location":"x","properties":{"peerings":[{"name":"AzurePrivatePeering","properties":{"peerASN":65010,"vlanId":9,"primaryPeerAddressPrefix":"192.168.0.0/30","secondaryPeerAddressPrefix":"192.168.0.4/30"}}]}}]}'); Export-ExpressRouteRouterConfiguration er ./er Arista -Advertise 10.0.0.0/8 -Topology ./er.json""", "AzNetHelper.ExpressRoute.Routers.ExportedRouterConfiguration")]
    [InlineData("New-P2SCertificateSet -RootName r -ClientName a -Format Pem -WarningAction Ignore", "AzNetHelper.Certificates.P2SCertificateSet")]
    [InlineData("(New-P2SCertificateSet -RootName r -ClientName a -Format Pem -WarningAction Ignore).Clients", "AzNetHelper.Certificates.P2SClientCertificate")]
    [InlineData(PointToSite + "Get-P2SConfiguration", "AzNetHelper.PointToSite.P2SConfigurationReport")]
    [InlineData(PointToSite + "(Get-P2SConfiguration -CertificateSet $s).Clients", "AzNetHelper.PointToSite.P2SClientStatus")]
    [InlineData(PointToSite + "(Get-P2SConfiguration).Roots", "AzNetHelper.PointToSite.P2SRootStatus")]
    [InlineData(PointToSite + "Revoke-P2SClientCertificate vpngw-hub -CertificateSet $s -Name a -Force", "AzNetHelper.PointToSite.P2SRevocationResult")]
    [InlineData(PointToSite + "$null = Revoke-P2SClientCertificate vpngw-hub -CertificateSet $s -Name a -Force; (Get-P2SConfiguration).Revoked", "AzNetHelper.PointToSite.P2SRevocation")]
    [InlineData("$p = [System.Net.NetworkCredential]::new('', 'Correct-Horse-9').SecurePassword; $set = New-P2SCertificateSet contoso alice -Path ./set -Password $p; $null = Set-P2SConfiguration vpngw-hub -AddressPool 172.16.201.0/24 -RootCertificate $set -Force; $set | Export-P2SClientProfile vpngw-hub ./out -Password $p", "AzNetHelper.PointToSite.ExportedClientProfile")]
    [InlineData("$p = [System.Net.NetworkCredential]::new('', 'Correct-Horse-9').SecurePassword; $set = New-P2SCertificateSet contoso alice -Path ./set -Password $p; $null = Set-P2SConfiguration vpngw-hub -AddressPool 172.16.201.0/24 -RootCertificate $set -Force; ($set | Export-P2SClientProfile vpngw-hub ./out -Password $p).Reaches", "AzNetHelper.PointToSite.ClientReach")]
    [InlineData("Test-ExpressRouteCircuit er-contoso", "AzNetHelper.ExpressRoute.CircuitVerdict")]
    [InlineData("(Test-ExpressRouteCircuit er-contoso).Links", "AzNetHelper.ExpressRoute.LinkVerdict")]
    [InlineData("(Test-ExpressRouteCircuit er-contoso).Connections", "AzNetHelper.ExpressRoute.CircuitUse")]
    [InlineData("Test-VNetTopology", "AzNetHelper.Audit.AuditFinding")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test", "AzNetHelper.Reachability.ReachabilityAnswer")]
    [InlineData("Test-VNetTransitivity -All", "AzNetHelper.Reachability.ReachabilityAnswer")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test -Detailed", "AzNetHelper.Reachability.WayHop")]
    [InlineData("Test-VNetTransitivity -Compare -Plan (New-VNetPeering vnet-dev vnet-hub -PlanOnly)", "AzNetHelper.Reachability.PairChange")]
    [InlineData("Test-VNetTransitivity -All -GroupBy Region", "AzNetHelper.Reachability.MatrixSummary")]
    [InlineData("Test-VNetAddressSpace", "AzNetHelper.AddressSpaces.AddressSpaceFinding")]
    [InlineData("Get-VNetConnectivityOption vnet-dev vnet-spoke-data", "AzNetHelper.Connectivity.ConnectivityOption")]
    [InlineData("Find-VNetAddressSpace 24 -Count 2", "AzNetHelper.AddressSpaces.FreeAddressSpace")]
    public void What_is_shown_is_the_table(string script, string type)
    {
        using var rehearsal = new Rehearsal();
        var shown = Shown(rehearsal, script);
        var labels = Labels(type);

        // A view may stand in groups: what they have in common is said above the table.
        var at = shown.TakeWhile(l => l.Length == 0 || l.Contains(": ", StringComparison.Ordinal)).Count();
        var header = shown[at].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // This host has 80 columns: what does not fit is left out at the end, and a label may go on in the next lines.
        Assert.True(header.Length >= 3, shown[at]);
        Assert.All(header.Zip(labels), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Contains(labels[0], header);
        var line = shown.Skip(at).TakeWhile(l => !l.StartsWith("--", StringComparison.Ordinal)).Count() + at;
        Assert.True(line > at && line + 1 < shown.Count);
        Assert.NotEqual(string.Empty, shown[line + 1]);
    }

    private static IReadOnlyList<string> Shown(Rehearsal rehearsal, string script)
    {
        var before = rehearsal.Engine.Host.Lines.Count;
        rehearsal.RunWell($"{script} | Out-Host");
        return [.. rehearsal.Engine.Host.Lines.Skip(before).SelectMany(l => l.Split('\n')).Select(l => Colours().Replace(l, string.Empty).Trim())];
    }

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Colours();

    private static XElement[] Views() =>
        [.. XDocument.Load(Path.Combine(Repository.Root, "module", "AzNetHelper.Format.ps1xml")).Descendants("View").Where(v => v.Element("TableControl") is not null)];

    private static Dictionary<string, string[]> Tables() => Views().SelectMany(v => v.Descendants("TypeName").Select(t => (t.Value, v)))
        .ToDictionary(p => p.Value, p => p.v.Descendants("PropertyName").Select(n => n.Value).ToArray(), StringComparer.Ordinal);

    private static string[] Labels(string type) =>
        [.. Views().Single(v => v.Descendants("TypeName").Any(t => t.Value == type)).Descendants("TableColumnHeader").Select(h => h.Element("Label")?.Value).OfType<string>()];
}
