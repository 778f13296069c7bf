using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>A circuit as the service answers one, beside a VNet, and what is asked of it.</summary>
internal static class CircuitScenes
{
    public static readonly ResourceId Er = Id("expressRouteCircuits", "er");

    public static readonly ProviderCatalogue Offers = new(
    [
        new("Equinix", ["Amsterdam", "Silicon Valley"], [50, 200, 500, 1000]), new("KPN", ["Amsterdam", "London"], [50, 100]),
    ]);

    public static TestEstate Plain() => new TestEstate().VNet("net", "10.0.0.0/16");

    /// <summary>With a circuit, whose properties may be changed.</summary>
    public static TestEstate Built(Action<JsonObject>? change = null, string tier = "Standard", string family = "MeteredData", params JsonObject[] peerings) =>
        Plain().Other(Er, Circuit(change, tier, family, peerings));

    public static JsonObject Circuit(Action<JsonObject>? change = null, string tier = "Standard", string family = "MeteredData", params JsonObject[] peerings)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["circuitProvisioningState"] = "Enabled",
            ["serviceProviderProvisioningState"] = "NotProvisioned",
            ["serviceKey"] = "00000005-0000-0000-0000-0000000000b1",
            ["serviceProviderProperties"] = new JsonObject
                { ["serviceProviderName"] = "equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200 },
            ["peerings"] = new JsonArray([.. peerings.Select(p => (JsonNode)p)]),
            ["authorizations"] = new JsonArray(),
        };
        change?.Invoke(properties);
        return new()
        {
            ["location"] = "westeurope",
            ["sku"] = new JsonObject { ["name"] = $"{tier}_{family}", ["tier"] = tier, ["family"] = family },
            ["properties"] = properties,
        };
    }

    public static JsonObject Private(Action<JsonObject>? change = null)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded", ["peeringType"] = "AzurePrivatePeering", ["azureASN"] = 12076, ["peerASN"] = 65010, ["vlanId"] = 100,
            ["primaryPeerAddressPrefix"] = "192.168.15.16/30", ["secondaryPeerAddressPrefix"] = "192.168.15.20/30", ["state"] = "Enabled",
            ["lastModifiedBy"] = "Customer", ["gatewayManagerEtag"] = "12", ["connections"] = new JsonArray(), ["peeredConnections"] = new JsonArray(),
        };
        change?.Invoke(properties);
        return new() { ["name"] = "AzurePrivatePeering", ["id"] = Er.Child("peerings", "AzurePrivatePeering").ToString(), ["properties"] = properties };
    }

    public static JsonObject OfMicrosoft(int vlan = 300) => new()
    {
        ["name"] = "MicrosoftPeering",
        ["properties"] = new JsonObject
        {
            ["peeringType"] = "MicrosoftPeering", ["vlanId"] = vlan, ["peerASN"] = 65010, ["primaryPeerAddressPrefix"] = "198.51.100.0/30",
            ["secondaryPeerAddressPrefix"] = "198.51.100.4/30",
        },
    };

    public static TestEstate Connected(this TestEstate estate, string name = "link", string? circuit = null) =>
        estate.Other(Id("connections", name), new()
        {
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "ExpressRoute", ["peer"] = new JsonObject { ["id"] = circuit ?? Er.ToString() },
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", "ergw").ToString(), ["properties"] = new JsonObject() },
            },
        });

    public static TestEstate Site(this TestEstate estate, params string[] prefixes) =>
        estate.Other(Id("localNetworkGateways", "site"), new()
        {
            ["properties"] = new JsonObject
            {
                ["gatewayIpAddress"] = "203.0.113.1",
                ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = Texts(prefixes) },
            },
        });

    public static CircuitSettings Settings(
        string provider = "Equinix", string location = "Amsterdam", int mbps = 200, string tier = "Standard", string? family = null) =>
        new(provider, location, mbps, tier) { Family = family };

    public static Func<CheckList<CircuitScene>, Plan> Order(
        TestEstate estate, CircuitSettings settings, ProviderCatalogue? offers = null, string? group = "westeurope", params TopologyGap[] gaps) =>
        checks => CircuitPlanner.Create(Ground(estate, settings, offers, group, gaps), checks);

    public static CircuitGround Ground(
        TestEstate estate, CircuitSettings settings, ProviderCatalogue? offers = null, string? group = "westeurope", params TopologyGap[] gaps) =>
        new(With(estate, gaps), new(Er, settings), offers ?? Offers, group);

    public static Func<CheckList<CircuitScene>, Plan> Remove(TestEstate estate, params TopologyGap[] gaps) =>
        checks => CircuitRemover.Create(new(With(estate, gaps), Er), checks);

    public static Func<CheckList<CircuitScene>, Plan> Peer(TestEstate estate, PrivatePeeringRequest? request = null, params TopologyGap[] gaps) =>
        checks => PrivatePeeringPlanner.Create(With(estate, gaps), request ?? Want(), checks);

    /// <summary>What <see cref="Private"/> is.</summary>
    public static PrivatePeeringRequest Want(
        string? primary = "192.168.15.16/30", string? secondary = "192.168.15.20/30", string? from = null, long asn = 65010, int vlan = 100) =>
        new(Er, asn, vlan) { IPv4 = Wish(primary, secondary, from) };

    public static LinkWish Wish(string? primary, string? secondary, string? from = null) => new(Prefix(primary), Prefix(secondary), Prefix(from));

    public static TopologyGap Gap(string scope) => new(scope, "AuthorizationFailed", "It may not be read.");

    private static IPPrefix? Prefix(string? text) => text is null ? null : IPPrefix.Parse(text);

    private static Topology With(TestEstate estate, TopologyGap[] gaps)
    {
        var read = estate.Topology();
        return gaps.Length == 0 ? read : new(read.Documents.Where(d => gaps.All(g => g.Scope != d.Id.ToString())), gaps);
    }
}
