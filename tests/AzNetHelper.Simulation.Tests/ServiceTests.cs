using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task The_sample_has_its_services()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Load(SampleEstate.Create());
        ResourceId[] services =
        [
            SampleEstate.Storage, SampleEstate.Vault, SampleEstate.SqlServer, SampleEstate.Cosmos, SampleEstate.ServiceBus,
            SampleEstate.EventHubs, SampleEstate.PostgreSql,
        ];
        foreach (var id in services)
        {
            var reply = await bed.Client.GetAsync(id.ToString(), ResourceTypes.ApiVersion(id));
            Assert.Equal(200, reply.Status);
            Assert.Equal(id.Name, (string?)reply.Body!["name"]);
            Assert.DoesNotContain("Sample-1234", reply.Body.ToJsonString(), StringComparison.Ordinal);
        }
    }
}
