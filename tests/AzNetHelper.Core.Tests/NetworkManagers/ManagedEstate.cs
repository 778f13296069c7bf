using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Planning;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>A hub with a gateway and three VNets, a manager, and the few steps that every test takes.</summary>
internal sealed class ManagedEstate
{
    public ManagedEstate()
    {
        Estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("s2", "10.2.0.0/16").With("far", "10.3.0.0/16").WithGateway("hub");
        Estate.Arm[Net("hub")]["properties"]!["subnets"] = new JsonArray(JsonBody.Parse($$$"""
            {"name":"GatewaySubnet","id":"{{{Net("hub")}}}/subnets/GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/24",
             "ipConfigurations":[{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers/Microsoft.Network/virtualNetworkGateways/gw-hub/ipConfigurations/default"}]} }
            """));
        Estate.Arm[Net("far")]["location"] = "northeurope";
        Arm = new(Estate);
    }

    public Estate Estate { get; }

    public ManagerArm Arm { get; }

    public ManagedSpokesGround Ground(Func<ManagedSpokesRequest, ManagedSpokesRequest>? request = null, params string[] spokes) =>
        Outside(() => ReadAsync(request, spokes))!;

    public ManagedSpokesGround Removal(params string[] spokes) => Outside(() => ReadRemovalAsync(spokes))!;

    public RunReport Run(ManagedSpokesGround ground, Func<ManagedSpokesRequest, ManagedSpokesRequest>? request = null, RunJournal? journal = null,
        params IEnumerable<Change> declined)
    {
        string[] spokes = [.. ground.Spokes.Select(s => s.Name)];
        Last = new(Arm, new() { JitterSeed = 1, Journal = journal, Declined = [.. declined.Select(c => c.Key)] }, StepWriter.Nowhere, ground,
            _ => Task.FromResult(Outside(() => ground.Removes ? ReadRemovalAsync(spokes) : ReadAsync(request, spokes))?.Plan));
        return Estate.Time.Run(() => Last.RunAsync(ground.Plan, CancellationToken.None));
    }

    public ManagedRun? Last { get; private set; }

    /// <summary>Until what was deployed has come into force.</summary>
    public void Wait() => Estate.Time.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromMinutes(1), Estate.Time);
        return 0;
    });

    public ManagedEstate Without(string gateway)
    {
        Estate.Arm[Net("hub")]["properties"]!["subnets"] = new JsonArray();
        Estate.Arm.Remove(ResourceId.ForResource("00000000-0000-0000-0000-000000000001", "net", ResourceTypes.VirtualNetworkGateway, gateway));
        return this;
    }

    public string State(string spoke)
    {
        var topology = Estate.Topology;
        var (hub, there) = (topology.VirtualNetwork(Net("hub"))!.PeeringTo(Net(spoke)), topology.VirtualNetwork(Net(spoke))!.PeeringTo(Net("hub")));
        return hub is null && there is null ? "none" : hub is null || there is null ? "half"
            : $"{hub.State}{(hub.AllowGatewayTransit && there.UseRemoteGateways ? " with gateway" : string.Empty)}";
    }

    /// <summary>A configuration of somebody else, with its group.</summary>
    public ResourceId Other(string name, string hub, params string[] members)
    {
        foreach (var member in members.Prepend(string.Empty))
        {
            Arm.Put(member.Length == 0 ? ManagerArm.Group($"g-{name}") : ManagerArm.Group($"g-{name}").Child("staticMembers", member),
                member.Length == 0 ? new() { ["memberType"] = "VirtualNetwork" } : new() { ["resourceId"] = Net(member).ToString() });
        }

        Arm.Put(ManagerArm.Configuration(name), JsonBody.Parse($$$"""
            {"connectivityTopology":"HubAndSpoke","hubs":[{"resourceId":"{{{Net(hub)}}}","resourceType":"Microsoft.Network/virtualNetworks"}],
             "isGlobal":"False","deleteExistingPeering":"False","appliesToGroups":[{"networkGroupId":"{{{ManagerArm.Group($"g-{name}")}}}",
             "useHubGateway":"False","isGlobal":"False","groupConnectivity":"None"}]}
            """));
        return ManagerArm.Configuration(name);
    }

    // Grounds are read side by side on other threads, which the virtual clock does not know.
    private static T Outside<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private Task<ManagedSpokesGround?> ReadAsync(Func<ManagedSpokesRequest, ManagedSpokesRequest>? request, string[] spokes) =>
        ManagedSpokesGround.ReadAsync(Arm, Names(spokes), request ?? (r => r), [], StepWriter.Nowhere, CancellationToken.None);

    private Task<ManagedSpokesGround?> ReadRemovalAsync(string[] spokes) =>
        ManagedSpokesGround.ReadRemovalAsync(Arm, Names(spokes), allowLoss: false, [], StepWriter.Nowhere, CancellationToken.None);

    private static ManagedNames Names(string[] spokes) =>
        new(ManagerArm.Manager.ToString(), Net("hub").ToString(), [.. spokes.Select(s => Net(s).ToString())]);
}
