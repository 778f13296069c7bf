using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Audit;

/// <summary>What audits look at, beside VNets and routes, written down in a few words; documents as a GET answers them.</summary>
internal sealed class AuditEstate
{
    private readonly TestEstate _estate = new();
    private readonly List<TopologyGap> _gaps = [];

    public static ResourceId Id(string type, string name) => TestEstate.Id(type, name);

    public AuditEstate VNet(string name, params string[] prefixes) => With(e => e.VNet(name, prefixes));

    public AuditEstate Subnet(string vnet, string name, string prefix, string? table = null, Action<JsonObject>? change = null) => With(e =>
    {
        e.Subnet(vnet, name, prefix, table);
        change?.Invoke(e.SubnetOf(vnet, name));
    });

    public AuditEstate Half(string vnet, string remote, string state = "Connected", Action<JsonObject>? change = null, ResourceId? to = null) =>
        With(e => e.Half(vnet, remote, h =>
        {
            h["peeringState"] = state;
            h["peeringSyncLevel"] = state == "Connected" ? "FullyInSync" : "RemoteNotInSync";

            // A GET tells every flag.
            foreach (var flag in (string[])["allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"])
            {
                h[flag] = false;
            }

            change?.Invoke(h);
        }, to: to));

    public AuditEstate Peer(string a, string b, Action<JsonObject>? onA = null, Action<JsonObject>? onB = null) =>
        Half(a, b, change: onA).Half(b, a, change: onB);

    public AuditEstate Table(string name, params (string Prefix, string Hop, string? Address)[] routes) => With(e => e.Table(name, routes));

    public AuditEstate Table(string name, Action<JsonObject> change, params (string Prefix, string Hop, string? Address)[] routes) =>
        With(e => e.Table(name, change, routes));

    /// <summary>A VPN gateway with a public address, in the GatewaySubnet of a VNet, which is made too.</summary>
    public AuditEstate Gateway(string name, string vnet, string subnet, string sku = "VpnGw1AZ", Action<JsonObject>? change = null,
        string kind = "Vpn", string address = "Standard", string? table = null, string zones = "1 2 3")
    {
        var id = Id("virtualNetworkGateways", name);
        var configuration = id.Child("ipConfigurations", "default");
        Subnet(vnet, "GatewaySubnet", subnet, table, s => s["ipConfigurations"] = new JsonArray(Reference(configuration)));
        Address($"{name}-ip", address, a => a["ipConfiguration"] = Reference(configuration), address == "Basic" ? "" : zones);
        var properties = new JsonObject
        {
            ["gatewayType"] = kind,
            ["vpnType"] = "RouteBased",
            ["sku"] = new JsonObject { ["name"] = sku, ["tier"] = sku },
            ["enableBgp"] = false,
            ["activeActive"] = false,
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "default",
                ["id"] = configuration.ToString(),
                ["properties"] = new JsonObject
                {
                    ["provisioningState"] = "Succeeded",
                    ["privateIPAllocationMethod"] = "Dynamic",
                    ["subnet"] = Reference(TestEstate.VNetId(vnet).Child("subnets", "GatewaySubnet")),
                    ["publicIPAddress"] = Reference(Id("publicIPAddresses", $"{name}-ip")),
                },
            }),
        };
        change?.Invoke(properties);
        return Other("virtualNetworkGateways", name, properties);
    }

    public AuditEstate Address(string name, string sku, Action<JsonObject>? change = null, string zones = "")
    {
        var properties = new JsonObject { ["publicIPAllocationMethod"] = sku == "Basic" ? "Dynamic" : "Static", ["publicIPAddressVersion"] = "IPv4" };
        change?.Invoke(properties);
        return With(e => e.Other(Id("publicIPAddresses", name), new()
        {
            ["location"] = "westeurope", ["sku"] = new JsonObject { ["name"] = sku, ["tier"] = "Regional" }, ["properties"] = properties,
            ["zones"] = new JsonArray([.. zones.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(z => (JsonNode)z)]),
        }));
    }

    public AuditEstate Tunnel(string name, string from, string to, bool bgp = false, string? status = "Connected") =>
        Connection(name, from, "Vnet2Vnet", "virtualNetworkGateway2", Id("virtualNetworkGateways", to), bgp, status);

    public AuditEstate Connection(
        string name, string gateway, string type, string member, ResourceId other, bool bgp = false, string? status = "Connected")
    {
        var properties = new JsonObject
        {
            ["connectionType"] = type,
            ["virtualNetworkGateway1"] = Reference(Id("virtualNetworkGateways", gateway)),
            [member] = Reference(other),
            ["enableBgp"] = bgp,
            ["routingWeight"] = 0,
        };
        if (status is not null)
        {
            properties["connectionStatus"] = status;
        }

        return Other("connections", name, properties);
    }

    public AuditEstate Site(string name, long? asn, params string[] prefixes)
    {
        var properties = new JsonObject { ["localNetworkAddressSpace"] = TestEstate.Space(prefixes), ["gatewayIpAddress"] = "203.0.113.7" };
        if (asn is not null)
        {
            properties["bgpSettings"] = new JsonObject { ["asn"] = asn, ["bgpPeeringAddress"] = "192.168.255.1" };
        }

        return Other("localNetworkGateways", name, properties);
    }

    public AuditEstate Circuit(string name, string provider = "Provisioned", string? primary = "192.168.100.0/30", string? secondary = "192.168.100.4/30",
        string state = "Enabled", bool peering = true)
    {
        var id = Id("expressRouteCircuits", name).Child("peerings", "AzurePrivatePeering");
        var properties = new JsonObject
        {
            ["peeringType"] = "AzurePrivatePeering", ["state"] = state, ["peerASN"] = 65001, ["vlanId"] = 100, ["provisioningState"] = "Succeeded",
        };
        foreach (var (member, prefix) in new[] { ("primaryPeerAddressPrefix", primary), ("secondaryPeerAddressPrefix", secondary) })
        {
            if (prefix is not null)
            {
                properties[member] = prefix;
            }
        }

        JsonNode[] peerings = peering ? [new JsonObject { ["name"] = "AzurePrivatePeering", ["id"] = id.ToString(), ["properties"] = properties }] : [];
        return With(e => e.Other(Id("expressRouteCircuits", name), new()
        {
            ["location"] = "westeurope",
            ["sku"] = new JsonObject { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" },
            ["properties"] = new JsonObject
            {
                ["circuitProvisioningState"] = "Enabled",
                ["serviceProviderProvisioningState"] = provider,
                ["serviceProviderProperties"] = new JsonObject
                {
                    ["serviceProviderName"] = "Example", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 50,
                },
                ["peerings"] = new JsonArray(peerings),
            },
        }));
    }

    public AuditEstate Interface(string name, string vnet, string subnet, string address, bool forwarding) => Other("networkInterfaces", name, new()
    {
        ["enableIPForwarding"] = forwarding, ["ipConfigurations"] = new JsonArray(Private(Id("networkInterfaces", name), "ipConfigurations", vnet, subnet, address)),
    });

    public AuditEstate Firewall(string name, string vnet, string address) => Other("azureFirewalls", name, new()
    {
        ["sku"] = new JsonObject { ["name"] = "AZFW_VNet", ["tier"] = "Standard" },
        ["ipConfigurations"] = new JsonArray(Private(Id("azureFirewalls", name), "azureFirewallIpConfigurations", vnet, "AzureFirewallSubnet", address)),
    });

    public AuditEstate Balancer(string name, string vnet, string subnet, string address, string sku) => With(e =>
        e.Other(Id("loadBalancers", name), new()
        {
            ["location"] = "westeurope",
            ["sku"] = new JsonObject { ["name"] = sku },
            ["properties"] = new JsonObject { ["frontendIPConfigurations"] = new JsonArray(Private(Id("loadBalancers", name), "frontendIPConfigurations", vnet, subnet, address)) },
        }));

    public AuditEstate Other(string type, string name, JsonObject properties) => With(e => e.Other(Id(type, name), new()
    {
        ["location"] = "westeurope", ["properties"] = properties,
    }));

    public AuditEstate Document(ResourceId id, string properties) => With(e => e.Other(id, new()
    {
        ["location"] = "westeurope", ["properties"] = JsonNode.Parse(properties),
    }));

    public AuditEstate Gap(string scope, string code)
    {
        _gaps.Add(new(scope, code, $"{scope} may not be read."));
        return this;
    }

    public AuditEstate With(Action<TestEstate> change)
    {
        change(_estate);
        return this;
    }

    public Topology Topology()
    {
        var documents = _estate.Topology().Documents.Select(d => (d.Id, Json: JsonNode.Parse(d.Json.Span)!.AsObject())).ToArray();
        foreach (var (id, json) in documents)
        {
            Complete(id, json);
            foreach (var kind in (string[])["subnets", "virtualNetworkPeerings", "routes"])
            {
                foreach (var child in (json["properties"]![kind] as JsonArray)?.OfType<JsonObject>() ?? [])
                {
                    Complete(id.Child(kind, (string)child["name"]!), child);
                    if (kind == "virtualNetworkPeerings" && child["properties"]!["remoteAddressSpace"] is { } space)
                    {
                        child["properties"]!["remoteVirtualNetworkAddressSpace"] ??= Current(child["properties"]!) ?? space.DeepClone();
                    }
                }
            }
        }

        return new(documents.Select(d => new ResourceDocument(d.Id, JsonSerializer.SerializeToUtf8Bytes(d.Json))), _gaps);

        JsonNode? Current(JsonNode half) => documents.Where(d => d.Id.ToString() == (string?)half["remoteVirtualNetwork"]!["id"])
            .Select(d => d.Json["properties"]!["addressSpace"]!.DeepClone()).FirstOrDefault();
    }

    private static void Complete(ResourceId id, JsonObject json)
    {
        json["id"] = id.ToString();
        json["name"] = id.Name;
        json["type"] = id.Type;
        json["etag"] ??= "W/\"00000000-0000-0000-0000-000000000001\"";
        json["properties"]!["provisioningState"] ??= "Succeeded";
    }

    private static JsonObject Private(ResourceId holder, string kind, string vnet, string subnet, string address) => new()
    {
        ["name"] = "ip",
        ["id"] = holder.Child(kind, "ip").ToString(),
        ["properties"] = new JsonObject
        {
            ["privateIPAddress"] = address,
            ["privateIPAllocationMethod"] = "Static",
            ["subnet"] = Reference(TestEstate.VNetId(vnet).Child("subnets", subnet)),
        },
    };

    public static JsonObject Reference(ResourceId id) => new() { ["id"] = id.ToString() };
}
