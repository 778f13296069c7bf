using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Placement;

public sealed class ServiceSubnetPlannerTests
{
    private static readonly ResourceId s_group = TestEstate.Id("networkSecurityGroups", "nsg");
    private static readonly ResourceId s_table = TestEstate.Id("routeTables", "rt");
    private static readonly ResourceId s_nat = TestEstate.Id("natGateways", "nat");

    // Dedicated HSM has no new customers, VMware is in no VNet.
    public static TheoryData<string> Services =>
        [.. ServiceCatalogue.All.Where(s => s.Tenancy != SubnetTenancy.Outside && s.Retirement is not { NewUntil: null }).Select(s => s.Service)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_service_gets_a_subnet_that_it_fits_into_in_one_write_and_nothing_the_second_time(string name)
    {
        var (topology, request) = (Estate("10.0.0.0/16"), Request(name));
        var plan = Plan(topology, request);
        Assert.Empty(plan.Problems);
        var change = Assert.Single(plan.Changes);
        Assert.Equal(ChangeKind.Create, change.Kind);

        // The body holds nothing that the version does not know, and what must be there at creation.
        var body = BodyRules.Compose(ResourceTypes.Subnet, null, JsonBody.Parse(change.After!));
        Assert.Empty(body.Dropped);
        Assert.Equal(JsonBody.Write(JsonBody.Parse(change.After!)), JsonBody.Write(body.Body));
        Assert.Equal("false", $"{JsonBody.At(body.Body, "properties.defaultOutboundAccess")?.ToJsonString()}");

        var made = After(topology, plan);
        var subnet = made.VirtualNetwork(Place.Network)!.Subnets.Single(s => s.Id == request.Subnet);
        Assert.Equal(request.Service.Advised, subnet.Prefixes.Single().Length);
        Assert.Equal((request.NetworkSecurityGroup, request.RouteTable), (subnet.NetworkSecurityGroup, subnet.RouteTable));
        Assert.True(ServicePlacement.Of(made, subnet.Id, new(request.Service, Place.Before)).Fits);

        var again = Plan(made, request);
        Assert.Empty(again.Problems);
        Assert.True(again.IsEmpty);

        // It is kept with the service in it, too, and as it stands when nothing is said of it.
        var node = JsonBody.Parse(made.Document(Place.Network)!.Json);
        var properties = JsonBody.At(node, "properties.subnets")!.AsArray().Single(s => (string?)s!["name"] == request.Name)!["properties"]!.AsObject();
        Place.Link(properties, request.Service.ResourceTypes[0]);
        var lived = Plan(made.With([Place.Network], JsonBody.Write(node!)),
            request with { NetworkSecurityGroup = null, RouteTable = null });
        Assert.Empty(lived.Problems);
        Assert.True(lived.IsEmpty);
        Assert.Equal(request.Service.Tenancy == SubnetTenancy.OneResource, lived.Notices.Any(n => n is { Id: "SubnetInUse", Severity: Steps.NoticeSeverity.Warning }));

        // So it is by what the service puts there itself, as Azure lists it.
        properties.Remove("serviceAssociationLinks");
        Place.Occupy(properties, Place.Machine);
        if (request.Service.Delegation == DelegationRule.Required || !request.Service.IsDedicated)
        {
            Assert.Empty(Plan(made.With([Place.Network], JsonBody.Write(node!)), request).Problems);
        }
    }

    [Theory]
    [InlineData("ApiManagementWorkspaceGateway", null, "Microsoft.Web/serverFarms", "")]
    [InlineData("ApiManagementWorkspaceGateway", "microsoft.web/hostingenvironments", "Microsoft.Web/hostingEnvironments", "")]
    [InlineData("ApplicationGateway", null, null, "")]
    [InlineData("ApplicationGateway", "Microsoft.Network/applicationGateways", "Microsoft.Network/applicationGateways", "")]
    [InlineData("AppService", "Microsoft.Sql/managedInstances", null, "DelegationInvalid")]
    [InlineData("Bastion", "Microsoft.Sql/managedInstances", null, "DelegationInvalid")]
    public void A_delegation_is_chosen_from_the_row(string name, string? given, string? written, string problem)
    {
        var (topology, request) = (Estate("10.0.0.0/16"), Request(name) with { Delegation = given });
        var plan = Plan(topology, request);
        Assert.Contains(problem, plan.Problems.Select(p => p.CheckId).DefaultIfEmpty(string.Empty));
        if (problem.Length > 0)
        {
            return;
        }

        Assert.Equal(written, (string?)JsonBody.At(JsonBody.Parse(plan.Changes.Single().After!), "properties.delegations")?[0]?["properties"]?["serviceName"]);
        Assert.Equal(given, ServiceSubnetOrigins.Read(plan.Origins[0]).Delegation);
        var made = After(topology, plan);
        Assert.True(Plan(made, request) is { IsEmpty: true, CanApply: true });
        if (request.Service.DelegatedTo.FirstOrDefault(d => d != written) is { } other)
        {
            Assert.Equal(["SubnetDiffers"], Plan(made, request with { Delegation = other }).Problems.Select(p => p.CheckId));
        }
    }

    [Theory]
    [InlineData("SqlManagedInstance", "SecurityGroupMissing RouteTableMissing", "Give one with -NetworkSecurityGroup.")]
    [InlineData("ApiManagement", "SecurityGroupMissing", "Give one with -NetworkSecurityGroup.")]
    public void What_must_be_attached_is_asked_for(string name, string ids, string says)
    {
        var problems = Plan(Estate("10.0.0.0/16"), Request(name) with { NetworkSecurityGroup = null, RouteTable = null }).Problems;
        Assert.Equal(ids.Split(' '), problems.Select(p => p.CheckId));
        Assert.EndsWith(says, problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VpnGateway", "networkSecurityGroup", "SecurityGroupForbidden")]
    [InlineData("Bastion", "routeTable", "RouteTableForbidden")]
    [InlineData("SqlManagedInstance", "natGateway", "NatGatewayForbidden")]
    public void What_may_not_be_attached_is_refused(string name, string what, string id)
    {
        var request = Request(name);
        request = what switch
        {
            "networkSecurityGroup" => request with { NetworkSecurityGroup = s_group },
            "routeTable" => request with { RouteTable = s_table },
            _ => request with { NatGateway = s_nat },
        };
        Assert.Equal([id], Plan(Estate("10.0.0.0/16"), request).Problems.Select(p => p.CheckId));
    }

    [Fact]
    public void All_that_is_attached_is_in_the_body()
    {
        var request = Request("ContainerInstances") with
        {
            Name = "snet-aci", NetworkSecurityGroup = s_group, RouteTable = s_table, NatGateway = s_nat, DefaultOutboundAccess = true,
        };
        var plan = Plan(Estate("10.0.0.0/16"), request);
        Assert.Empty(plan.Problems);
        Assert.Equal(JsonBody.Write(JsonBody.Parse($$$"""
            {"properties":{"addressPrefix":"10.0.0.0/27",
            "delegations":[{"name":"Microsoft.ContainerInstance.containerGroups","properties":{"serviceName":"Microsoft.ContainerInstance/containerGroups"}}],
            "networkSecurityGroup":{"id":"{{{s_group}}}"},"routeTable":{"id":"{{{s_table}}}"},"natGateway":{"id":"{{{s_nat}}}"},"defaultOutboundAccess":true}}
            """)), plan.Changes.Single().After);
        Assert.Equal(request.Subnet, plan.Changes.Single().Resource);
        Assert.DoesNotContain(plan.Notices, n => n.Id == "DefaultOutboundOff");
        Assert.Contains(Plan(Estate("10.0.0.0/16"), Request("ContainerInstances")).Notices, n => n.Id == "DefaultOutboundOff");
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/25", "", "10.0.0.128/26")]
    [InlineData("10.0.0.0/26", "10.0.0.0/27", "", "10.0.0.32/27 SmallerThanAdvised")]
    [InlineData("10.0.0.0/26", "10.0.0.0/26", "", "NoFreeAddressSpace")]
    [InlineData("10.0.0.0/24", "10.0.0.0/26", "50", "10.0.0.128/25")]
    [InlineData("10.0.0.0/24", "10.0.0.0/25", "100", "NoFreeAddressSpace")]
    public void Size_is_the_advised_one_then_what_there_is_and_by_scale_exactly(string space, string taken, string scale, string expected)
    {
        var topology = new TestEstate().VNet("v", space).Subnet("v", "a", taken).Topology();
        var service = ServiceCatalogue.Find("AppService")!;
        var request = new ServiceSubnetRequest(Place.Network, service)
        {
            Scale = scale.Length == 0 ? null : ServiceScale.Of(service, [new(string.Empty, int.Parse(scale, System.Globalization.CultureInfo.InvariantCulture))]).Scale,
        };
        var plan = Plan(topology, request);
        Assert.Equal(expected, string.Join(' ', [
            .. plan.Problems.Select(p => p.CheckId),
            .. plan.Problems.IsEmpty ? plan.Changes.Select(c => (string?)JsonBody.At(JsonBody.Parse(c.After!), "properties.addressPrefix")) : [],
            .. plan.Notices.Where(n => n.Id == "SmallerThanAdvised").Select(n => n.Id)]));
        Assert.All(plan.Problems, p => Assert.Contains("-ExtendAddressSpace", p.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wider_address_space_comes_first_and_syncs_the_peerings()
    {
        var topology = new TestEstate().VNet("v", "10.0.0.0/26").Subnet("v", "a", "10.0.0.0/26").VNet("w", "10.0.0.64/26").Peer("v", "w").Topology();
        var plan = Plan(topology, Request("AppService") with { ExtendAddressSpace = true });
        Assert.Empty(plan.Problems);
        Assert.Equal([ResourceTypes.VirtualNetwork, ResourceTypes.Peering, ResourceTypes.Subnet], plan.Changes.Select(c => c.Resource.Type));
        var prefix = IPPrefix.Parse((string)JsonBody.At(JsonBody.Parse(plan.Changes[2].After!), "properties.addressPrefix")!);
        Assert.False(IPPrefix.Parse("10.0.0.0/25").Overlaps(prefix));
        Assert.Contains(plan.Changes[0].Key, plan.Changes[2].DependsOn);
        Assert.Contains(prefix.ToString(), plan.Changes[0].After, StringComparison.Ordinal);
        Assert.Single(plan.Changes.Select(c => c.Group).Distinct());
    }

    [Theory]
    [InlineData("10.0.1.0/26", "PrefixTaken")]
    [InlineData("10.9.0.0/26", "PrefixOutside")]
    [InlineData("10.0.2.0/29", "SubnetTooSmall")]
    [InlineData("10.0.2.0/30", "PrefixLengthInvalid SubnetTooSmall")]
    [InlineData("10.0.2.0/26", "")]
    public void A_prefix_that_is_given_is_looked_at(string prefix, string ids) => Assert.Equal(ids, string.Join(' ', Plan(
        new TestEstate().VNet("v", "10.0.0.0/16").Subnet("v", "a", "10.0.1.0/24").Topology(),
        Request("AppService") with { Prefix = IPPrefix.Parse(prefix) }).Problems.Select(p => p.CheckId)));

    [Theory]
    [InlineData("AppService", "a b", "InvalidResourceName")]
    [InlineData("AppService", "GatewaySubnet", "ReservedName")]
    [InlineData("Bastion", "snet-bastion", "SubnetName")]
    [InlineData("Bastion", "azurebastionsubnet", "SubnetName")]
    [InlineData("Bastion", "AzureBastionSubnet", "")]
    public void Names_are_those_that_Azure_takes(string service, string name, string ids) => Assert.Equal(ids,
        string.Join(' ', Plan(Estate("10.0.0.0/16"), Request(service) with { Name = name }).Problems.Select(p => p.CheckId)));

    [Fact]
    public void A_subnet_that_is_there_and_differs_is_left_alone()
    {
        var service = ServiceCatalogue.Find("AppService")!;
        var topology = Estate("10.0.0.0/16", e => e.Subnet("v", "mine", "10.0.5.0/27"), p => Place.Delegate(p, "Microsoft.Web/serverFarms"));
        var request = new ServiceSubnetRequest(Place.Network, service) { Name = "MINE" };
        Assert.True(Plan(topology, request) is { IsEmpty: true, CanApply: true });
        var problem = Assert.Single(Plan(topology, request with
        {
            Prefix = IPPrefix.Parse("10.0.6.0/27"), NetworkSecurityGroup = s_group, DefaultOutboundAccess = false,
        }).Problems);
        Assert.Equal("SubnetDiffers", problem.CheckId);
        foreach (var part in new[] { "10.0.5.0/27, not 10.0.6.0/27", "none, not nsg", "access is on" })
        {
            Assert.Contains(part, problem.Message, StringComparison.Ordinal);
        }

        var bare = Estate("10.0.0.0/16", e => e.Subnet("v", "mine", "10.0.5.0/27"));
        var missing = Assert.Single(Plan(bare, request).Problems);
        Assert.Equal("DelegationMissing", missing.CheckId);
        Assert.Contains("az network vnet subnet update", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_attached_is_there_in_the_region_and_the_subscription()
    {
        var request = Request("AppService") with { NetworkSecurityGroup = s_group };
        var empty = new TestEstate().VNet("v", "10.0.0.0/16").Topology();
        Assert.Equal(["AttachmentNotFound"], Plan(empty, request).Problems.Select(p => p.CheckId));
        Assert.Equal(["AttachmentElsewhere"], Plan(empty.With([s_group], """{"location":"eastus"}"""), request).Problems.Select(p => p.CheckId));
        Assert.Empty(Plan(empty.With([s_group], """{"location":"West Europe"}"""), request).Problems);
        Assert.Equal(["VNetNotFound"], Plan(Topology.Empty, request).Problems.Select(p => p.CheckId));
    }

    [Fact]
    public void The_origin_says_all_that_was_asked_for()
    {
        var service = ServiceCatalogue.Find("AksNodes")!;
        var request = new ServiceSubnetRequest(Place.Network, service)
        {
            Name = "nodes", Scale = ServiceScale.Of(service, [new("nodes", 9), new("MaxPods", 30)]).Scale, Prefix = IPPrefix.Parse("10.0.8.0/22"),
            NetworkSecurityGroup = s_group, RouteTable = s_table, NatGateway = s_nat, DefaultOutboundAccess = false, ExtendAddressSpace = true,
        };
        var names = ServiceSubnetOrigins.Read(ServiceSubnetOrigins.Of(request));
        Assert.Equal(("AksNodes", Place.Network.ToString(), "nodes"), (names.Service, names.VNet, names.Name));
        Assert.Equal(["MaxPods=30", "Nodes=9"], names.Scale!.Value);
        Assert.Equal((request.Prefix, false, true), (names.Prefix, names.DefaultOutboundAccess, names.ExtendAddressSpace));
        Assert.Equal((s_group.ToString(), s_table.ToString(), s_nat.ToString()), (names.NetworkSecurityGroup, names.RouteTable, names.NatGateway));
        var bare = ServiceSubnetOrigins.Read(ServiceSubnetOrigins.Of(new(Place.Network, service)));
        Assert.Equal((null, null, null, false), (bare.Name, bare.Scale, bare.DefaultOutboundAccess, bare.ExtendAddressSpace));
    }

    private static Topology Estate(string space, Func<TestEstate, TestEstate>? add = null, Action<JsonObject>? change = null)
    {
        var estate = new TestEstate().VNet("v", space);
        estate = add?.Invoke(estate) ?? estate;
        if (change is not null)
        {
            change(estate.SubnetOf("v", "mine"));
        }

        return estate.Topology().With([s_group, s_table, s_nat], """{"location":"westeurope"}""");
    }

    private static ServiceSubnetRequest Request(string name)
    {
        var service = ServiceCatalogue.Find(name)!;
        return new(Place.Network, service)
        {
            NetworkSecurityGroup = service.SecurityGroup == AttachmentRule.Required ? s_group : null,
            RouteTable = service.RouteTable == AttachmentRule.Required ? s_table : null,
        };
    }

    private static Plan Plan(Topology topology, ServiceSubnetRequest request) =>
        ServiceSubnetPlanner.Create(topology, request, new(request.Service, Place.Before));

    private static Topology After(Topology topology, Plan plan)
    {
        var projection = PlanProjection.Of(topology, plan);
        Assert.Empty(projection.Refusals);
        return projection.Topology;
    }
}

internal static class Documents
{
    public static Topology With(this Topology topology, IEnumerable<ResourceId> ids, string json) =>
        topology.With(ids.Select(id => new ResourceDocument(id, System.Text.Encoding.UTF8.GetBytes(json))));
}
