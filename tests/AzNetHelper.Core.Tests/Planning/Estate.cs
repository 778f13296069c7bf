using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Planning;

/// <summary>Networks in a fake Azure, and the few steps that every test takes.</summary>
internal sealed class Estate
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    public Estate() => Arm = new(Time);

    public VirtualTime Time { get; } = new();

    public FakeArm Arm { get; }

    public Topology Topology => Arm.Survey();

    public static ResourceId Net(string name) => ResourceId.ForResource(Subscription, "net", ResourceTypes.VirtualNetwork, name);

    public static ResourceId Half(string local, string name) => Net(local).Child("virtualNetworkPeerings", name);

    /// <summary>A half as the service would have stored it.</summary>
    public static string HalfBody(string remote, string state, params string[] flags) => $$$"""
        {"properties":{"remoteVirtualNetwork":{"id":"{{{Net(remote)}}}" },"allowVirtualNetworkAccess":{{{Text(!flags.Contains("noAccess"))}}},
         "allowForwardedTraffic":{{{Text(flags.Contains("forwarded"))}}},"allowGatewayTransit":{{{Text(flags.Contains("lends"))}}},
         "useRemoteGateways":{{{Text(flags.Contains("uses"))}}},"peerCompleteVnets":true,"doNotVerifyRemoteGateways":false,
         "provisioningState":"Succeeded","peeringState":"{{{state}}}","resourceGuid":"x","routeServiceVips":{} } }
        """;

    public Estate With(string name, params string[] prefixes)
    {
        Arm.Put(Net(name), $$$"""
            {"location":"westeurope","properties":{"provisioningState":"Succeeded",
             "addressSpace":{"addressPrefixes":[{{{string.Join(',', prefixes.Select(p => $"\"{p}\""))}}}] },"subnets":[]}}
            """);
        return this;
    }

    public Estate WithGateway(string network, string kind = "Vpn", string sku = "VpnGw1AZ", string state = "Succeeded")
    {
        Arm.Put(ResourceId.ForResource(Subscription, "net", ResourceTypes.VirtualNetworkGateway, $"gw-{network}"), $$$"""
            {"location":"westeurope","properties":{"gatewayType":"{{{kind}}}","sku":{"name":"{{{sku}}}"},"provisioningState":"{{{state}}}",
             "ipConfigurations":[{"name":"default","properties":{"subnet":{"id":"{{{Net(network)}}}/subnets/GatewaySubnet"} } }]} }
            """);
        return this;
    }

    /// <summary>Both halves, or one, as they are in sync.</summary>
    public Estate WithHalf(string local, string remote, string state, params string[] flags)
    {
        var id = Half(local, $"{local}-to-{remote}");
        Arm.Put(id, HalfBody(remote, state, flags));
        if (Arm.Has(Net(remote)))
        {
            Arm[id]["properties"]!["synced"] = JsonBody.At(Arm[Net(remote)], "properties.addressSpace.addressPrefixes")!.DeepClone();
        }

        return this;
    }

    public RunReport Run(Plan plan, RunOptions? options = null, CancellationToken stop = default)
    {
        var report = Time.Run(() => new PlanRunner(Arm, options ?? new() { JitterSeed = 1 }, StepWriter.Nowhere).RunAsync(plan, stop));
        if (!Arm.HasLetMeet)
        {
            AssertLanes();
        }

        return report;
    }

    /// <summary>No two writes held a lock on one VNet at the same time.</summary>
    public void AssertLanes()
    {
        foreach (var (one, i) in Arm.Log.Select((w, i) => (w, i)))
        {
            foreach (var two in Arm.Log.Skip(i + 1).Where(w => w.Lanes.Overlaps(one.Lanes)))
            {
                Xunit.Assert.True(two.Start >= one.End || one.Start >= two.End, $"{one} and {two} overlap.");
            }
        }
    }

    public string State(string local, string remote) =>
        Topology.VirtualNetwork(Net(local))!.PeeringTo(Net(remote))?.State.ToString() ?? "Missing";

    public ImmutableSortedDictionary<ResourceId, string> Snapshot() => Topology.Documents
        .ToImmutableSortedDictionary(d => d.Id, d => System.Text.Encoding.UTF8.GetString(d.Json.Span));

    private static string Text(bool value) => value ? "true" : "false";
}
