using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>VNets with gateways in them, some with connections, and the steps that every test of tunnels takes.</summary>
internal sealed class TunnelEstate
{
    public TunnelEstate(int networks = 2)
    {
        for (var i = 1; i <= networks; i++)
        {
            var network = Net(i, Name(i));
            Documents.VNet(network, string.Create(CultureInfo.InvariantCulture, $"10.{i}.0.0/16")).Gateway(network);
            Settings(i)["bgpSettings"] = new JsonObject { ["asn"] = 65000 + i, ["bgpPeeringAddress"] = string.Create(CultureInfo.InvariantCulture, $"10.{i}.255.30"), ["peerWeight"] = 0 };
            Settings(i)["enableBgp"] = false;
            Settings(i)["activeActive"] = false;
        }
    }

    public Documents Documents { get; } = new();

    public JsonObject Settings(int i) => Documents[Gateway(i)]["properties"]!.AsObject();

    public static ResourceId Gateway(int i) => Id(i, ResourceTypes.VirtualNetworkGateway, $"gw-{Name(i)}");

    public static ResourceId Connection(int i, int to, string? name = null) => Id(i, ResourceTypes.Connection, name ?? $"gw-{Name(i)}-to-gw-{Name(to)}");

    public static VNetToVNetRequest Request(int one, int other) => new(Gateway(one), Gateway(other));

    /// <summary>The half at one gateway, as a GET answers it.</summary>
    public TunnelEstate Half(int i, int to, string? key = "TheKey", string? name = null, params (string Member, JsonNode? Value)[] more)
    {
        var properties = new JsonObject
        {
            ["connectionType"] = "Vnet2Vnet", ["connectionProtocol"] = "IKEv2", ["enableBgp"] = false, ["routingWeight"] = 0,
            ["ipsecPolicies"] = new JsonArray(), ["trafficSelectorPolicies"] = new JsonArray(), ["futureMember"] = "kept",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway(i).ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = Gateway(to).ToString() },
        };
        if (key is not null)
        {
            properties["sharedKey"] = key;
        }

        foreach (var (member, value) in more)
        {
            properties[member] = value?.DeepClone();
        }

        Documents.Plain(Connection(i, to, name), properties);
        return this;
    }

    public static async Task<VNetToVNetGround> GroundAsync(Bed bed, params VNetToVNetRequest[] requests)
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<Step>();
        var ground = await VNetToVNetGround.ReadAsync(bed.Arm, [.. requests.Select(r => (r.Gateway1.ToString(), r.Gateway2.ToString()))],
            (_, _, i) => requests[i], [], new(told.Writer), Bed.Stop);
        told.Writer.Complete();
        Assert.True(ground is not null, string.Join('\n', told.Reader.ReadAllAsync(Bed.Stop).ToBlockingEnumerable(Bed.Stop)));
        return ground;
    }

    public static async Task<Plan> PlanAsync(Bed bed, params VNetToVNetRequest[] requests) => (await GroundAsync(bed, requests)).Plan();

    /// <summary>Applies a plan as the cmdlet does: keys filled, then waited for Connected.</summary>
    public static async Task<(RunReport Report, IReadOnlyCollection<ConnectionReport> Reports)> ApplyAsync(
        Bed bed, Plan plan, RunJournal? journal = null, CancellationToken? stop = null, TimeSpan? patience = null)
    {
        Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
        using var secrets = Secrets.For(plan, new Dictionary<string, System.Security.SecureString>(), StepWriter.Nowhere);
        var report = await new PlanRunner(secrets!.Over(bed.Arm, journal), new() { JitterSeed = 1, Journal = journal }, StepWriter.Nowhere).RunAsync(plan, stop ?? Bed.Stop);
        var (results, reports) = await TunnelWait.ForAsync(bed.Arm, report.Results, patience ?? TimeSpan.FromMinutes(10), StepWriter.Nowhere, Bed.Stop);
        return (report with { Results = results }, reports);
    }

    public static async Task<string?> KeyAsync(Bed bed, ResourceId connection)
    {
        using var key = await ConnectionKey.ReadAsync(bed.Arm, connection, Bed.Stop);
        return key is null ? null : ConnectionKey.Reveal(key);
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"n{i}");
}
