using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Guides;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.NetworkManagers;

/// <summary>Each check finds what it is for, and nothing where it is not.</summary>
public sealed class ManagerCheckTests
{
    private static readonly Dictionary<string, Func<ManagedEstate, ManagedSpokesGround>> s_cases = new(StringComparer.Ordinal)
    {
        ["NetworkManagerAccess"] = e =>
        {
            e.Arm[ManagerArm.Manager]["properties"]!["networkManagerScopeAccesses"] = new JsonArray("SecurityAdmin");
            return e.Ground(null, "s1");
        },
        ["OutsideManagerScope"] = e =>
        {
            e.Arm[ManagerArm.Manager]["properties"]!["networkManagerScopes"]!["subscriptions"] = new JsonArray();
            return e.Ground(null, "s1");
        },
        ["InvalidResourceName"] = e => e.Ground(r => r with { NetworkGroup = "a b" }, "s1"),
        ["NetworkGroupUnfit"] = e =>
        {
            e.Arm.Put(ManagerArm.Group("subnets"), new() { ["memberType"] = "Subnet" });
            return e.Ground(r => r with { NetworkGroup = "subnets" }, "s1");
        },
        ["ConfigurationUnfit"] = e =>
        {
            e.Other("other", "s2");
            return e.Ground(r => r with { ConfigurationName = "other" }, "s1");
        },
        ["ConfigurationDeletesPeerings"] = e =>
        {
            e.Arm[e.Other("other", "hub")]["properties"]!["deleteExistingPeering"] = "True";
            return e.Ground(null, "s1");
        },
        ["ManagedTwice"] = e =>
        {
            var other = e.Other("other", "hub", "s1");
            e.Arm.Deploy("westeurope", other);
            e.Wait();
            return e.Ground(r => r with { ConfigurationName = "mine", NetworkGroup = "g" }, "s1");
        },
        ["ConnectedGroupOverlap"] = e =>
        {
            e.Estate.With("s2", "10.1.128.0/17");
            return e.Ground(r => r with { DirectConnectivity = true }, "s1", "s2");
        },
        ["PeeringKept"] = e =>
        {
            e.Estate.WithHalf("hub", "s1", "Connected").WithHalf("s1", "hub", "Connected");
            return e.Ground(null, "s1");
        },
        ["OtherMembers"] = e =>
        {
            e.Other("other", "hub", "s2");
            return e.Ground(r => r with { UseHubGateway = true }, "s1");
        },
        ["OtherConfigurationChanged"] = e =>
        {
            var other = e.Other("other", "s2", "far");
            e.Arm.Deploy("westeurope", other);
            e.Wait();
            e.Arm[other]["properties"]!["appliesToGroups"]![0]!["groupConnectivity"] = "DirectlyConnected";
            return e.Ground(null, "s1");
        },
        ["NetworkGroupShared"] = e =>
        {
            e.Other("other", "s2");
            return e.Ground(r => r with { NetworkGroup = "g-other" }, "s1");
        },
        ["DirectWaysRegional"] = e => e.Ground(r => r with { DirectConnectivity = true }, "s1", "far"),
        ["HubHasNoGateway"] = e => e.Without("gw-hub").Ground(r => r with { UseHubGateway = true }, "s1"),
        ["AddressSpaceOverlap"] = e =>
        {
            e.Estate.With("s1", "10.0.128.0/24");
            return e.Ground(null, "s1");
        },
        ["VNetNotFound"] = e => e.Ground(null, "nobody"),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check_finds_what_it_is_for(string id)
    {
        var plan = s_cases[id](new ManagedEstate()).Plan;
        var refuses = ManagerCheck.All.FirstOrDefault(c => c.Id == id)?.Outcome is not CheckOutcome.Tells;

        Assert.Equal(refuses, plan.Problems.Any(p => p.CheckId == id));
        Assert.Equal(!refuses, plan.Notices.Any(n => n.Id == id));
        Assert.DoesNotContain(new ManagedEstate().Ground(null, "s1").Plan.Notices, n => n.Id == id);
    }

    [Fact]
    public void Management_groups_are_told_and_refuse_nothing()
    {
        var estate = new ManagedEstate();
        var scopes = estate.Arm[ManagerArm.Manager]["properties"]!["networkManagerScopes"]!;
        (scopes["subscriptions"], scopes["managementGroups"]) = (new JsonArray(), new JsonArray("/providers/Microsoft.Management/managementGroups/all"));
        var plan = estate.Ground(null, "s1").Plan;

        Assert.True(plan.CanApply);
        Assert.Equal(2, plan.Notices.Count(n => n.Id == "OutsideManagerScope"));
    }

    [Fact]
    public void Configuration_of_the_hub_and_its_group_are_taken_whatever_they_are_called()
    {
        var estate = new ManagedEstate();
        estate.Other("theirs", "hub", "s2");
        var plan = estate.Ground(null, "s1", "s2").Plan;

        Assert.Equal(["NoChange g-theirs", "NoChange theirs"], plan.Changes.Where(c => c.Resource.Parent == ManagerArm.Manager && c.Kind == ChangeKind.NoChange)
            .Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal(["s2"], plan.Changes.Where(c => c.Resource.IsType(ResourceTypes.StaticMember) && c.Kind == ChangeKind.NoChange).Select(c => c.Resource.Name));
    }

    [Theory]
    [InlineData("Update", """{"properties":{"configurationIds":["/subscriptions/x"]}}""", "commits something else")]
    [InlineData("Update", """{"properties":{"configurationIds":[],"deploymentStatus":"Deployed"}}""", "commits something else")]
    [InlineData("Create", """{"properties":{"configurationIds":[]}}""", "is only updated")]
    public void Commit_from_a_file_holds_configurations_of_its_manager_and_nothing_else(string kind, string after, string fault)
    {
        var change = new Change(ManagerDeployment.Of(ManagerArm.Manager, "West Europe"), Enum.Parse<ChangeKind>(kind), "x") { After = after };

        Assert.Contains(fault, ManagerDeployment.Fault(change), StringComparison.Ordinal);
        Assert.Null(ManagerDeployment.Fault(change with { Kind = ChangeKind.Update, After = """{"properties":{"configurationIds":[]}}""" }));
    }

    [Fact]
    public void Plan_survives_its_file()
    {
        var plan = new ManagedEstate().Ground(r => r with { UseHubGateway = true }, "s1", "far").Plan;
        var read = PlanFiles.Read("plan.json", PlanFiles.ToBytes(plan));

        Assert.Equal(plan.Changes.Select(c => (c.Key, c.Content)), read.Changes.Select(c => (c.Key, c.Content)));
        Assert.Equal(plan.Origins[0].CommandLine, read.Origins[0].CommandLine);
    }

    [Fact]
    public void Guide_has_the_table_of_checks() => GuideTable.Matches("network-manager.md", "checks",
        ManagerCheck.All.Select(c => GuideTable.CheckRow(c.Id, c.Outcome, c.Asks, c.Source)));
}
