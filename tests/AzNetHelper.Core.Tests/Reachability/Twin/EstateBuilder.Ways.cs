using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Appliances, gateways, connections, sites and what ARM does not hold.</summary>
internal sealed partial class EstateBuilder
{
    /// <summary>A firewall at an address of AzureFirewallSubnet, which must exist.</summary>
    public EstateBuilder Firewall(string name, string net, string address) => Put(Id("azureFirewalls", name), new()
    {
        ["ipConfigurations"] = Configurations(Configuration(address, $"{net}/AzureFirewallSubnet")),
    });

    public EstateBuilder Nic(string name, string subnet, string address, bool forwards = true, string? machine = null)
    {
        var properties = new JsonObject
        {
            ["enableIPForwarding"] = forwards, ["ipConfigurations"] = Configurations(Configuration(address, subnet)),
        };
        if (machine is not null)
        {
            properties["virtualMachine"] = Ref(ResourceId.ForResource(
                Subscription, "rg", "Microsoft.Compute/virtualMachines", machine));
        }

        return Put(Id("networkInterfaces", name), properties);
    }

    public EstateBuilder LoadBalancer(string name, string subnet, string address) =>
        Put(Id("loadBalancers", name), new()
    {
        ["frontendIPConfigurations"] = Configurations(Configuration(address, subnet)),
    });

    /// <summary>A gateway in a VNet; its GatewaySubnet is made when it is missing.</summary>
    public EstateBuilder Gateway(string name, string net, Action<JsonObject>? change = null, string kind = "Vpn",
        string? sku = null, long? asn = null, string? pool = null, string? table = null)
    {
        GatewaySubnet(net, table);
        var properties = new JsonObject
        {
            ["gatewayType"] = kind,
            ["vpnType"] = "RouteBased",
            ["activeActive"] = false,
            ["sku"] = new JsonObject { ["name"] = sku ?? (kind == "Vpn" ? "VpnGw1AZ" : "ErGw1AZ") },
            ["provisioningState"] = "Succeeded",
            ["ipConfigurations"] = Configurations(Configuration(null, $"{net}/GatewaySubnet")),
        };
        if (asn is not null)
        {
            (properties["enableBgp"], properties["bgpSettings"]) = (true, new JsonObject { ["asn"] = asn });
        }

        if (pool is not null)
        {
            properties["vpnClientConfiguration"] = new JsonObject { ["vpnClientAddressPool"] = Space(pool) };
        }

        change?.Invoke(properties);
        Occupy($"{net}/GatewaySubnet", Id("virtualNetworkGateways", name).Child("ipConfigurations", "default"));
        return Put(Id("virtualNetworkGateways", name), properties);
    }

    public EstateBuilder GatewaySubnet(string net, string? table = null)
    {
        if (!HasSubnet($"{net}/GatewaySubnet"))
        {
            Subnet($"{net}/GatewaySubnet", Inside(FirstPrefix(net), 255), table);
        }

        return this;
    }

    /// <summary>Says that an IP configuration sits in a subnet.</summary>
    public EstateBuilder Occupy(string subnet, ResourceId configuration)
    {
        var properties = SubnetOf(subnet);
        properties["ipConfigurations"] ??= new JsonArray();
        properties["ipConfigurations"]!.AsArray().Add((JsonNode)Ref(configuration));
        return this;
    }

    /// <summary>Both halves of a VNet-to-VNet connection.</summary>
    public EstateBuilder Connect(string a, string b, bool bgp = false, string? status = "Connected") =>
        HalfConnection(a, b, bgp, status).HalfConnection(b, a, bgp, status);

    public EstateBuilder HalfConnection(string gateway, string far, bool bgp = false, string? status = "Connected") =>
        Connection($"{gateway}-to-{far}", "Vnet2Vnet", gateway, bgp, status,
            p => p["virtualNetworkGateway2"] = Ref(Id("virtualNetworkGateways", far)));

    /// <summary>A site and, where gateways are given, its connections.</summary>
    public EstateBuilder Site(string name, string[] prefixes, long? asn = null, bool bgp = false,
        string? status = "Connected", params string[] gateways)
    {
        var properties = new JsonObject
        {
            ["localNetworkAddressSpace"] = Space(prefixes), ["gatewayIpAddress"] = "192.0.2.1",
        };
        if (asn is not null)
        {
            properties["bgpSettings"] = new JsonObject { ["asn"] = asn, ["bgpPeeringAddress"] = "192.0.2.254" };
        }

        foreach (var gateway in gateways)
        {
            SiteConnection(gateway, name, bgp, status);
        }

        return Put(Id("localNetworkGateways", name), properties);
    }

    public EstateBuilder SiteConnection(string gateway, string site, bool bgp = false, string? status = "Connected") =>
        Connection($"{gateway}-to-{site}", "IPsec", gateway, bgp, status,
            p => p["localNetworkGateway2"] = Ref(Id("localNetworkGateways", site)));

    /// <summary>A circuit that carries; the prefixes are what its on-premises side announces.</summary>
    public EstateBuilder Circuit(string name, string[] prefixes, params string[] gateways)
    {
        Put(Id("expressRouteCircuits", name), new()
        {
            ["circuitProvisioningState"] = "Enabled",
            ["serviceProviderProvisioningState"] = "Provisioned",
            ["peerings"] = new JsonArray(new JsonObject
            {
                ["name"] = "AzurePrivatePeering",
                ["properties"] = new JsonObject { ["peeringType"] = "AzurePrivatePeering", ["state"] = "Enabled" },
            }),
        });
        foreach (var gateway in gateways)
        {
            CircuitConnection(gateway, name);
        }

        return prefixes.Length == 0 ? this : CircuitPrefixes(name, prefixes);
    }

    public EstateBuilder CircuitConnection(string gateway, string circuit, string? status = "Connected") =>
        Connection($"{gateway}-to-{circuit}", "ExpressRoute", gateway, bgp: false, status,
            p => p["peer"] = Ref(Id("expressRouteCircuits", circuit)));

    public EstateBuilder CircuitPrefixes(string circuit, params string[] prefixes)
    {
        _extras.Add(new()
        {
            ["type"] = "AzNetHelper/expressRoutePrefixes",
            ["properties"] = new JsonObject
            {
                ["circuit"] = Ref(Id("expressRouteCircuits", circuit)), ["addressPrefixes"] = Texts(prefixes),
            },
        });
        return this;
    }

    public EstateBuilder Group(params string[] nets)
    {
        _extras.Add(new()
        {
            ["type"] = "AzNetHelper/connectedGroup",
            ["properties"] = new JsonObject
            {
                ["virtualNetworks"] = new JsonArray([.. nets.Select(n => (JsonNode)Ref(NetId(n)))]),
            },
        });
        return this;
    }

    /// <summary>A Route Server. Peers: none, some, or nobody said (null).</summary>
    public EstateBuilder RouteServer(string name, string net, bool branchToBranch = false, int? peers = 0)
    {
        var id = Id("virtualHubs", name);
        Subnet($"{net}/RouteServerSubnet", Inside(FirstPrefix(net), 254));
        Occupy($"{net}/RouteServerSubnet", id.Child("ipConfigurations", "default"));
        var properties = new JsonObject { ["allowBranchToBranchTraffic"] = branchToBranch };
        if (peers is { } count)
        {
            properties["bgpConnections"] = new JsonArray([.. Enumerable.Range(0, count).Select(i =>
                (JsonNode)Ref(id.Child("bgpConnections", $"nva{i}")))]);
        }

        return Put(id, properties, d => d["kind"] = "RouteServer");
    }

    public EstateBuilder HubConnection(string net)
    {
        var id = Id("virtualHubs", "wan-hub").Child("hubVirtualNetworkConnections", $"to-{net}");
        return Put(id, new() { ["remoteVirtualNetwork"] = Ref(NetId(net)) });
    }

    private EstateBuilder Connection(
        string name, string kind, string gateway, bool bgp, string? status, Action<JsonObject> change)
    {
        var properties = new JsonObject
        {
            ["connectionType"] = kind,
            ["virtualNetworkGateway1"] = Ref(Id("virtualNetworkGateways", gateway)),
            ["enableBgp"] = bgp,
            ["provisioningState"] = "Succeeded",
        };
        if (status is not null)
        {
            properties["connectionStatus"] = status;
        }

        change(properties);
        return Put(Id("connections", name), properties);
    }

    private string FirstPrefix(string net) =>
        (string)_documents[NetId(net).ToString()]["properties"]!["addressSpace"]!["addressPrefixes"]![0]!;

    private static JsonArray Configurations(params JsonObject[] all) => new([.. all.Select((c, i) =>
        (JsonNode)new JsonObject { ["name"] = $"c{i}", ["properties"] = c })]);

    private static JsonObject Configuration(string? address, string subnet)
    {
        var properties = new JsonObject { ["subnet"] = Ref(SubnetId(subnet)) };
        if (address is not null)
        {
            properties["privateIPAddress"] = address;
        }

        return properties;
    }
}
