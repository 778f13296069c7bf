using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Azure Firewalls in a VNet.</summary>
internal sealed class FirewallWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Firewall, "AzureFirewall")
{
    private static readonly (string Member, string Body)[] Collections =
    [
        ("networkRuleCollections", "AzureFirewallNetworkRuleCollectionPropertiesFormat"),
        ("applicationRuleCollections", "AzureFirewallApplicationRuleCollectionPropertiesFormat"),
        ("natRuleCollections", "AzureFirewallNatRuleCollectionProperties"),
    ];

    protected override OperationTime PutTime(bool isNew) => Times.FirewallPut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        made.Default("sku", new JsonObject { ["name"] = "AZFW_VNet", ["tier"] = "Standard" });
        made.Default("threatIntelMode", "Alert");
        made.Default("additionalProperties", new JsonObject());
        Nested.BuildAll(write.Id, "ipConfigurations", before, write.SentProperties, made, "AzureFirewallIPConfigurationPropertiesFormat");
        foreach (var (member, body) in Collections)
        {
            Nested.BuildAll(write.Id, member, before, write.SentProperties, made, body);
            foreach (var collection in made.Objects(member))
            {
                collection.Remove("type");
            }
        }

        if (write.SentProperties.Object("managementIpConfiguration") is { } management)
        {
            var built = Nested.Build(write.Id, "azureFirewallIpConfigurations", null, management,
                "AzureFirewallIPConfigurationPropertiesFormat");
            built["type"] = $"{write.Id.Type}/azureFirewallIpConfigurations";
            made["managementIpConfiguration"] = built;
        }

        foreach (var configuration in made.Objects("ipConfigurations"))
        {
            configuration["id"] = $"{write.Id}/azureFirewallIpConfigurations/{configuration.Text("name")}";
            configuration["type"] = $"{write.Id.Type}/azureFirewallIpConfigurations";
        }
    }

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before)
    {
        foreach (var configuration in document.Object("properties").Objects("ipConfigurations"))
        {
            PrivateAddressRules.Allocate(Cloud, configuration, before: null);
        }

        document.Object("properties").Object("managementIpConfiguration").SetState("Succeeded");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var before = write.Existing.Object("properties").Objects("ipConfigurations").ToArray();
        var properties = document.Object("properties");
        var location = document.Text("location");
        var name = "AzureFirewallSubnet";

        // Only the first configuration names the subnet; the others add public addresses.
        return (from configuration in properties.Objects("ipConfigurations").Take(1)
                let old = Array.Find(before, b => Json.Same(b.Text("name"), configuration.Text("name")))
                select PrivateAddressRules.Check(Cloud, write.Id, location, configuration, old, name))
            .Concat(from configuration in properties.Objects("ipConfigurations")
                    select ReferenceRules.Check(Cloud, write.Id, location, ResourceKind.Address, "properties.ipConfigurations",
                        configuration.Object("properties").Reference("publicIPAddress"),
                        Array.Find(before, b => Json.Same(b.Text("name"), configuration.Text("name"))).Object("properties")
                            .Reference("publicIPAddress")))
            .FirstOrDefault(e => e is not null);
    }
}

/// <summary>Load balancers, as far as their front ends, pools and rules are documents.</summary>
internal sealed class LoadBalancerWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.LoadBalancer, "LoadBalancer")
{
    private static readonly (string Member, string Body)[] Parts =
    [
        ("frontendIPConfigurations", "FrontendIPConfigurationPropertiesFormat"),
        ("backendAddressPools", "BackendAddressPoolPropertiesFormat"),
        ("loadBalancingRules", "LoadBalancingRulePropertiesFormat"),
        ("probes", "ProbePropertiesFormat"),
        ("inboundNatRules", "InboundNatRulePropertiesFormat"),
        ("outboundRules", "OutboundRulePropertiesFormat"),
        ("inboundNatPools", "InboundNatPoolPropertiesFormat"),
    ];

    protected override OperationTime PutTime(bool isNew) => Times.LoadBalancerPut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Identify(made);
        foreach (var (member, body) in Parts)
        {
            Nested.BuildAll(write.Id, member, before, write.SentProperties, made, body);
        }

        write.Sent.Default("sku", write.Existing?["sku"]?.DeepClone() ?? new JsonObject { ["name"] = "Basic" });
        write.Sent.Object("sku")!.Default("tier", "Regional");
        foreach (var end in made.Objects("frontendIPConfigurations"))
        {
            var old = before.Objects("frontendIPConfigurations").FirstOrDefault(b => Json.Same(b.Text("name"), end.Text("name")));
            if (end.Object("properties").Reference("subnet") is not null)
            {
                end.Properties().Default("privateIPAllocationMethod", "Dynamic");
                end.Properties().Default("privateIPAddressVersion", "IPv4");
                PrivateAddressRules.Allocate(Cloud, end, old, made.Objects("frontendIPConfigurations"));
            }
        }
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var before = write.Existing.Object("properties").Objects("frontendIPConfigurations").ToArray();
        foreach (var end in document.Object("properties").Objects("frontendIPConfigurations"))
        {
            var old = Array.Find(before, b => Json.Same(b.Text("name"), end.Text("name")));
            var address = end.Object("properties").Reference("publicIPAddress");
            var refusal = address is not null
                ? ReferenceRules.Check(Cloud, write.Id, document.Text("location"), ResourceKind.Address,
                    "properties.frontendIPConfigurations", address, old.Object("properties").Reference("publicIPAddress"))
                : end.Object("properties").Reference("publicIPPrefix") is not null ? null
                : PrivateAddressRules.Check(Cloud, write.Id, document.Text("location"), end, old);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }
}

/// <summary>Network interfaces.</summary>
internal sealed class InterfaceWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Interface, "NetworkInterface")
{
    protected override OperationTime PutTime(bool isNew) => Times.InterfacePut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Identify(made);
        Reduce(made, "networkSecurityGroup");
        Nested.BuildAll(write.Id, "ipConfigurations", before, write.SentProperties, made,
            "NetworkInterfaceIPConfigurationPropertiesFormat");
        var single = made.Objects("ipConfigurations").Count() == 1;
        foreach (var configuration in made.Objects("ipConfigurations"))
        {
            var properties = configuration.Properties();
            properties.Default("privateIPAllocationMethod", "Dynamic");
            properties.Default("privateIPAddressVersion", "IPv4");
            properties.Default("primary", single);
            PrivateAddressRules.Allocate(Cloud, configuration,
                before.Objects("ipConfigurations").FirstOrDefault(b => Json.Same(b.Text("name"), configuration.Text("name"))),
                made.Objects("ipConfigurations"));
        }

        var dns = made.Object("dnsSettings") ?? [];
        made["dnsSettings"] = dns;
        dns.Default("dnsServers", new JsonArray());
        dns.Default("appliedDnsServers", new JsonArray());
        foreach (var flag in (string[])["enableAcceleratedNetworking", "enableIPForwarding", "vnetEncryptionSupported",
            "disableTcpStateTracking"])
        {
            made.Default(flag, false);
        }

        made.Default("hostedWorkloads", new JsonArray());
        made.Default("tapConfigurations", new JsonArray());
        made.Default("nicType", "Standard");
        made.Default("auxiliaryMode", "None");
        made.Default("auxiliarySku", "None");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var before = write.Existing.Object("properties").Objects("ipConfigurations").ToArray();
        var configurations = document.Object("properties").Objects("ipConfigurations").ToArray();
        return configurations.Length == 0
            ? NetworkErrors.MissingMember.With("ipConfigurations", "properties.ipConfigurations")
            : configurations.Select(c => PrivateAddressRules.Check(Cloud, write.Id, document.Text("location"), c,
                Array.Find(before, b => Json.Same(b.Text("name"), c.Text("name"))))).FirstOrDefault(e => e is not null);
    }

    protected override ArmError? CheckRemoval(ResourceId id, JsonObject existing) =>
        existing.Object("properties").Reference("virtualMachine") is { } machine
            ? NetworkErrors.InterfaceInUse.With(id, machine)
            : null;

    protected override void Enter(ResourceId id, JsonObject document)
    {
        base.Enter(id, document);
        EachPool(document, (pool, configuration) => References.Add(pool, "backendIPConfigurations", configuration));
    }

    protected override void Leave(ResourceId id, JsonObject? document)
    {
        base.Leave(id, document);
        EachPool(document, (pool, configuration) => References.Remove(pool, "backendIPConfigurations", configuration));
    }

    // A pool of a load balancer names the configurations that are in it.
    private void EachPool(JsonObject? document, Action<JsonObject, string> action)
    {
        foreach (var configuration in document.Object("properties").Objects("ipConfigurations"))
        {
            foreach (var pool in configuration.Object("properties").Objects("loadBalancerBackendAddressPools"))
            {
                if (ResourceId.TryParse(pool.Text("id"), out var id) && Cloud.Estate.Find(id) is { } found)
                {
                    action(found.Properties(), configuration.Text("id")!);
                    Cloud.Touch(id);
                }
            }
        }
    }
}
