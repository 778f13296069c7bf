using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>From ARM's JSON to what can stand at a private address: firewalls, load balancers, interfaces.</summary>
internal static class ApplianceDocuments
{
    public static AzureFirewall Firewall(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Addresses = Addresses(p, "ipConfigurations"),
            ProvisioningState = p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown),
        };
    }

    public static LoadBalancer LoadBalancer(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        return new(id, root.Text("location") ?? string.Empty)
        {
            Sku = root.Object("sku").Text("name"),
            FrontEnds = [.. Addresses(p, "frontendIPConfigurations").Where(a => a.Subnet is not null || a.Address is not null)],
            BackEnds = [.. p.Items("backendAddressPools").Select(b => b.Object("properties")).SelectMany(BackEnds).Distinct()],
        };
    }

    public static NetworkInterface Interface(ResourceId id, JsonPart root)
    {
        var p = root.Object("properties");
        return new(id, root.Text("location") ?? string.Empty)
        {
            EnableIPForwarding = p.Flag("enableIPForwarding"),
            Addresses = Addresses(p, "ipConfigurations"),
            VirtualMachine = p.Id("virtualMachine"),
            NetworkSecurityGroup = p.Id("networkSecurityGroup"),
        };
    }

    private static ImmutableArray<PrivateAddress> Addresses(JsonPart properties, string name) =>
    [
        .. from configuration in properties.Items(name)
           let p = configuration.Object("properties")
           select new PrivateAddress(configuration.Text("name") ?? string.Empty,
               IPAddress.TryParse(p.Text("privateIPAddress"), out var address) ? address : null, p.Id("subnet")),
    ];

    private static IEnumerable<ResourceId> BackEnds(JsonPart pool) =>
        pool.Items("backendIPConfigurations").Select(c => c.OwnId()).OfType<ResourceId>()
            .Concat(pool.Items("loadBalancerBackendAddresses").Select(a => a.Object("properties"))
                .Select(a => a.Id("subnet")?.Parent ?? a.Id("virtualNetwork")).OfType<ResourceId>());
}
