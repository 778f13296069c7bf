using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Services;
using Xunit;

namespace AzNetHelper.Tests.Services;

/// <summary>What is read of a service's document.</summary>
public sealed class ServiceDocumentsTests
{
    private const string Group = "/subscriptions/00000001-0000-4000-8000-000000000000/resourceGroups/rg/providers";

    [Theory]
    [InlineData("\"Approved\"", 1)]
    [InlineData("\"approved\"", 1)]
    [InlineData("\"Pending\"", 0)]
    [InlineData("\"Rejected\"", 0)]
    [InlineData("\"Disconnected\"", 0)]
    [InlineData("null", 1)]
    public void A_private_endpoint_counts_when_its_connection_is_approved(string status, int count)
    {
        var service = Read("Microsoft.ContainerRegistry/registries/acr", $$$"""
            {"privateEndpointConnections":[{"properties":{"privateEndpoint":{"id":"{{{Group}}}/Microsoft.Network/privateEndpoints/pe"},
             "privateLinkServiceConnectionState":{"status":{{{status}}} } } }]}
            """);

        Assert.Equal(count, service.PrivateEndpoints.Length);
    }

    [Fact]
    public void Rules_for_addresses_of_both_kinds_let_in()
    {
        var service = Read("Microsoft.Storage/storageAccounts/st",
            """{"networkAcls":{"defaultAction":"Deny","ipRules":[{"value":"203.0.113.1"}],"ipv6Rules":[{"value":"2001:db8::/64"}]}}""");

        Assert.Equal(["203.0.113.1", "2001:db8::/64"], service.Addresses.Select(a => a.Text));
    }

    private static SecuredService Read(string name, string properties)
    {
        var id = ResourceId.Parse($"{Group}/{name}");
        return ServiceDocuments.Read(new(id, Encoding.UTF8.GetBytes($$$"""{"id":"{{{id}}}","properties":{{{properties}}} }""")), []);
    }
}
