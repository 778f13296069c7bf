namespace AzNetHelper.Simulation.Tests.Replay;

// What the recordings of circuits do not show: a provider's part, and two writes that were left out of one of them.
public sealed partial class ReplayTests
{
    private const string Ordered = $"{Net}/expressRouteCircuits/circuit1";
    private const string Operation = "/providers/Microsoft.Network/locations/westus/operations/00000001-0000-0000-0000-0000000000c1";

    private static async Task OrderAsync(Replayer replayer, TraceRow row)
    {
        if (row.Recording.Contains("TestExpressRouteCircuitAuthorizationKey", StringComparison.Ordinal) && row.Method == "PUT")
        {
            // Its provider is one of Microsoft's tests, which provisions at once.
            replayer.Simulation.SetCircuitProvider("equinix", ProviderScript.AtOnce);
        }

        if (row.Place == "offset 91500..")
        {
            var ordered = await replayer.Client.PutAsync(Ordered, """
                {"location":"westus","tags":{"foo":"doo"},"sku":{"name":"Premium_MeteredData","tier":"Premium","family":"MeteredData"},
                 "properties":{"serviceProviderProperties":{"serviceProviderName":"Ibiza Test Provider","peeringLocation":"Area51",
                 "bandwidthInMbps":50}}}
                """, row.ApiVersion);
            Assert.Equal(201, ordered.Status);
            replayer.Know($"/subscriptions/{ArmClient.Sub}{Operation}", ordered.Header("Azure-AsyncOperation")!);
        }

        if (row.Place == "offset 142000")
        {
            Assert.Equal(201, (await replayer.Client.PutAsync($"{Ordered}/authorizations/auth1", """{"properties":{}}""", row.ApiVersion)).Status);
        }
    }
}
