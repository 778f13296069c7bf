using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Placement;

/// <summary>Every row of the catalogue in a subnet that it fits into, and in the same one with one thing wrong.</summary>
public sealed class ServicePlacementTests
{
    // Dedicated HSM has no new customers on any day, and VMware is in no VNet: tested apart.
    public static TheoryData<string> Services =>
        [.. ServiceCatalogue.All.Where(s => s.Tenancy != SubnetTenancy.Outside && s.Retirement is not { NewUntil: null }).Select(s => s.Service)];

    [Theory]
    [MemberData(nameof(Services))]
    public void It_fits_into_the_smallest_subnet_as_it_wants_it(string name)
    {
        var service = Of(name);
        foreach (var length in new[] { service.Least, service.Advised, service.Widest ?? service.Advised }.Distinct())
        {
            var answer = Place.Ask(Place.For(service, length), service);
            Assert.True(answer.Fits, $"/{length}: {string.Join(' ', answer.Reasons)}");
            Assert.Empty(answer.Fix);
            Assert.Equal(length > service.Advised, Has(answer, "SmallerThanAdvised"));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void It_does_not_fit_into_one_a_size_smaller_or_wider_than_will_do(string name)
    {
        var service = Of(name);
        var small = Place.Ask(Place.For(service, service.Least + 1), service);
        Assert.Equal(["SubnetTooSmall"], Blocking(small));
        Assert.True(Place.RunAndAsk(Place.For(service, service.Least + 1).Topology(), Assert.Single(small.Fix)).Fits);
        if (service.Widest is { } widest)
        {
            var wide = Place.Ask(Place.For(service, widest - 1), service);
            Assert.Equal(["SubnetTooWide"], Blocking(wide));
            Assert.True(Place.RunAndAsk(Place.For(service, widest - 1).Topology(), Assert.Single(wide.Fix)).Fits);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void It_is_kept_out_by_a_foreign_delegation_and_by_none(string name)
    {
        var service = Of(name);
        var foreign = Place.Ask(Place.For(service, change: p => Place.Delegate(p, "Contoso.Things/others")), service);
        Assert.Equal(["DelegationForeign"], Blocking(foreign));
        Assert.Contains(service.Delegation == DelegationRule.Required ? $"--delegations {service.DelegatedTo[0]}" : "--remove delegations",
            Assert.Single(foreign.Fix), StringComparison.Ordinal);
        var none = Place.Ask(Place.For(service, change: p => p.Remove("delegations")), service);
        Assert.Equal(service.Delegation == DelegationRule.Required ? ["DelegationMissing"] : [], Blocking(none));
        Assert.All(service.DelegatedTo, d => Assert.True(Place.Ask(Place.For(service, change: p => Place.Delegate(p, d)), service).Fits, d));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Others_who_live_there_keep_it_out_or_are_told(string name)
    {
        var service = Of(name);
        var machine = Place.Ask(Place.For(service, change: p => Place.Occupy(p, Place.Machine)), service);
        Assert.Equal(!service.IsDedicated, Has(machine, "SharesSubnet"));

        // In a subnet that is delegated to it an interface is a part of the service.
        if (service.Delegation == DelegationRule.Required)
        {
            Assert.Equal(service.Tenancy == SubnetTenancy.OneResource ? ["AlreadyTaken"] : [], Blocking(machine));
            machine = Place.Ask(Place.For(service, change: p =>
            {
                Place.Occupy(p, Place.Machine);
                p.Remove("delegations");
            }), service);
            Assert.Equal(["DelegationMissing", "OccupiedByOthers"], Blocking(machine));
        }
        else
        {
            Assert.Equal(service.IsDedicated ? ["OccupiedByOthers"] : [], Blocking(machine));
        }

        Assert.Contains("vm1-nic", machine.Reasons.Single(r => r.Id is "OccupiedByOthers" or "SharesSubnet").Message, StringComparison.Ordinal);
        if (service.IsDedicated && service.SubnetName is null)
        {
            Assert.True(Place.RunAndAsk(Place.For(service, change: p =>
            {
                Place.Occupy(p, Place.Machine);
                p.Remove("delegations");
            }).Topology(), Assert.Single(machine.Fix)).Fits);
        }

        var endpoint = Place.Ask(Place.For(service, change: p => p["privateEndpoints"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject { ["id"] = TestEstate.Id("privateEndpoints", "pe").ToString() })), service);
        Assert.Equal(service.IsDedicated ? ["OccupiedByOthers"] : [], Blocking(endpoint));
        foreach (var list in new[] { "serviceAssociationLinks", "resourceNavigationLinks" })
        {
            Assert.Equal(["LinkOfOthers"], Blocking(Place.Ask(Place.For(service, change: p => Place.Link(p, "Contoso.Things/others", list)), service)));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void One_of_its_own_kind_is_welcome_or_has_the_subnet_for_itself(string name)
    {
        var service = Of(name);
        var answer = Place.Ask(Place.For(service, change: p => Place.Link(p, service.ResourceTypes[0])), service);
        Assert.Equal(service.Tenancy == SubnetTenancy.OneResource ? ["AlreadyTaken"] : [], Blocking(answer));
        var own = ResourceId.Parse($"/subscriptions/s/resourceGroups/g/providers/{service.ResourceTypes[0].Split('/')[0]}/{service.ResourceTypes[0].Split('/')[1]}/mine");
        var listed = Place.Ask(Place.For(service, change: p => Place.Occupy(p, own)), service);
        Assert.Equal(service.Tenancy == SubnetTenancy.OneResource && service.Owns(own.Type) ? ["AlreadyTaken"]
            : service.IsDedicated && !service.Owns(own.Type) ? ["OccupiedByOthers"] : [], Blocking(listed));
    }

    [Theory]
    [InlineData("AksApiServer", "Microsoft.Network/loadBalancers", "")]
    [InlineData("Databricks", "Microsoft.Network/networkInterfaces", "AlreadyTaken")]
    [InlineData("ContainerApps", "Microsoft.Compute/virtualMachineScaleSets", "AlreadyTaken")]
    [InlineData("ContainerApps", "Microsoft.Network/azureFirewalls", "OccupiedByOthers")]
    public void What_a_service_puts_into_its_subnet_is_its_own(string name, string type, string blocks)
    {
        var (service, parts) = (Of(name), type.Split('/'));
        var part = ResourceId.Parse($"/subscriptions/s/resourceGroups/MC_g/providers/{parts[0]}/{parts[1]}/kubernetes-internal");
        var estate = Place.For(service, change: p => Place.Occupy(p, part));
        Assert.Equal(blocks, string.Join(' ', Blocking(Place.Ask(estate, service))));
        Assert.Empty(Blocking(ServicePlacement.Of(estate.Topology(), Place.SubnetFor(service), new(service, Place.Before) { IsKept = true })));

        // By its link, too, where there is no delegation any more; and a stranger's without either.
        var linked = Place.For(service, change: p =>
        {
            Place.Occupy(p, part);
            Place.Link(p, service.ResourceTypes[0]);
            p.Remove("delegations");
        });
        Assert.Equal(blocks == "OccupiedByOthers", Has(Place.Ask(linked, service), "OccupiedByOthers"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void One_that_has_its_subnet_for_itself_gets_another_or_none(string name)
    {
        var service = Of(name);
        if (service.Tenancy != SubnetTenancy.OneResource)
        {
            return;
        }

        // The subnet under the name that a new one would have: its fix has to choose another.
        var request = new ServiceSubnetRequest(Place.Network, service);
        var topology = Place.For(service, change: p => Place.Link(p, service.ResourceTypes[0]), name: request.Name).Topology();
        var answer = ServicePlacement.Of(topology, request.Subnet, new(service, Place.Before));
        Assert.Equal(["AlreadyTaken"], Blocking(answer));
        if (service.SubnetName is not null)
        {
            Assert.Empty(answer.Fix);
            Assert.Contains("must be removed", answer.Reasons[0].Message, StringComparison.Ordinal);
            Assert.Same(request, request.ForAnother(topology.VirtualNetworks[0]));
        }
        else
        {
            var again = Place.RunAndAsk(topology, Assert.Single(answer.Fix));
            Assert.True(again.Fits);
            Assert.Equal($"{request.Name}-2", again.Subnet);
            Assert.Equal(again.SubnetId, request.ForAnother(topology.VirtualNetworks[0]).Subnet);
        }
    }

    [Fact]
    public void A_network_has_one_gateway_of_each_kind()
    {
        var (vpn, circuits) = (Of("VpnGateway"), Of("ExpressRouteGateway"));
        var estate = Place.For(vpn, change: p => Place.Occupy(p, TestEstate.Id("virtualNetworkGateways", "vpngw")));
        var unread = Place.Ask(estate, vpn);
        Assert.True(unread.Fits);
        Assert.True(Has(unread, "GatewayUnread"));
        estate.Gateway("vpngw", "v");
        var second = Place.Ask(estate, vpn);
        Assert.Equal(["AlreadyTaken"], Blocking(second));
        Assert.Contains("vpngw", second.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Empty(second.Fix);
        Assert.True(Place.Ask(estate, circuits).Fits);
        Assert.False(Has(Place.Ask(estate, circuits), "GatewayUnread"));
        estate.Gateway("ergw", "v", "ExpressRoute", "ErGw1AZ");
        Assert.Equal(["AlreadyTaken"], Blocking(Place.Ask(estate, circuits)));
    }

    [Theory]
    [InlineData("Bastion", 27, "bastionHosts")]
    [InlineData("VpnGateway", 29, "virtualNetworkGateways")]
    public void A_subnet_that_is_too_small_for_new_ones_is_kept_with_what_lives_in_it(string name, int length, string type)
    {
        var service = Of(name);
        var lived = Place.For(service, length, p => Place.Occupy(p, TestEstate.Id(type, "mine"))).Topology();
        var kept = new PlacementRequest(service, Place.Before) { IsKept = true };
        var answer = ServicePlacement.Of(lived, Place.SubnetFor(service), kept);
        Assert.Empty(Blocking(answer));
        Assert.True(Has(answer, "SmallerThanAdvised"));
        Assert.Equal(["SubnetTooSmall"], Blocking(ServicePlacement.Of(Place.For(service, length).Topology(), Place.SubnetFor(service), kept)));

        // Whoever asks for a new one is told what is in the way, and gets no command that fails.
        var asked = ServicePlacement.Of(lived, Place.SubnetFor(service), kept with { IsKept = false });
        Assert.Contains("SubnetTooSmall", Blocking(asked));
        Assert.Empty(asked.Fix);
        Assert.Contains("mine (Microsoft.Network", asked.Reasons.Single(r => r.Id == "SubnetTooSmall").Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Security_group_route_table_and_NAT_gateway_are_as_it_asks(string name)
    {
        var service = Of(name);
        Check("networkSecurityGroup", "networkSecurityGroups", service.SecurityGroup, "SecurityGroupMissing", "SecurityGroupForbidden");
        Check("routeTable", "routeTables", service.RouteTable, "RouteTableMissing", "RouteTableForbidden");
        Check("natGateway", "natGateways", service.NatGateway, string.Empty, "NatGatewayForbidden");

        void Check(string member, string type, AttachmentRule rule, string missing, string forbidden)
        {
            Assert.Equal(rule == AttachmentRule.Required ? [missing] : [], Blocking(Place.Ask(Place.For(service, change: p => p.Remove(member)), service)));
            Assert.Equal(rule == AttachmentRule.Forbidden ? [forbidden] : [],
                Blocking(Place.Ask(Place.For(service, change: p => Place.Attach(p, member, type)), service)));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_default_route_away_from_the_internet_is_seen_where_none_may_be(string name)
    {
        var service = Of(name);
        var estate = Place.For(service, change: p => Place.Attach(p, "routeTable", "routeTables"));
        var (at, wanted) = (TestEstate.Id("routeTables", "the-routeTable"), service.RouteTable == AttachmentRule.NoDefaultRoute);
        foreach (var (hop, blocks) in new[] { ("VirtualAppliance", wanted), ("Internet", false) })
        {
            var with = new Topology([.. estate.Topology().Documents, new ResourceDocument(at, System.Text.Encoding.UTF8.GetBytes($$$"""
                {"location":"westeurope","properties":{"routes":[{"name":"out","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"{{{hop}}}",
                "nextHopIpAddress":"10.0.9.4"}}]}}
                """))]);
            var answer = ServicePlacement.Of(with, Place.SubnetFor(service), new(service, Place.Before));
            Assert.Equal(blocks, Has(answer, "DefaultRoute"));
            Assert.False(Has(answer, "RouteTableUnread"));
        }

        Assert.Equal(wanted, Has(Place.Ask(estate, service), "RouteTableUnread"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Its_scale_fits_to_the_last_address_and_no_further(string name)
    {
        var service = Of(name);
        if (service.Scale is not { } formula)
        {
            return;
        }

        foreach (var length in new[] { service.Least, service.Least - 1, service.Least - 3 }.Where(l => l >= (service.Widest ?? 0)))
        {
            var most = Enumerable.Range(0, 100_000).TakeWhile(n => formula.Addresses(At(n)) <= (1 << (32 - length)) - 5).DefaultIfEmpty(-1).Last();
            if (most >= 0)
            {
                Assert.True(Place.Ask(Place.For(service, length), service, Scale(most)).Fits);
            }

            var larger = Place.Ask(Place.For(service, length), service, Scale(most + 1));
            Assert.Equal(["ScaleTooLarge"], Blocking(larger));
            Assert.Contains($"-Scale @{{ {formula.Parameters[0].Name} = {most + 1} }}", Assert.Single(larger.Fix), StringComparison.Ordinal);
            Assert.True(Place.RunAndAsk(Place.For(service, length).Topology(), larger.Fix[0]).Fits);
            Assert.True(service.LengthFor(Scale(most + 1)) < length);
        }

        Dictionary<string, int> At(int n) => new() { [formula.Parameters[0].Name] = n };
        ServiceScale Scale(int n) => ServiceScale.Of(service, At(n)).Scale!;
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_fixed_name_is_kept_and_kept_names_are_left_alone(string name)
    {
        var service = Of(name);
        var renamed = new TestEstate().VNet("v", "10.0.0.0/16").Subnet("v", service.SubnetName is null ? "GatewaySubnet" : "gatewaysubnet2", "10.0.0.0/22").Topology();
        var answer = ServicePlacement.Of(renamed, renamed.VirtualNetworks[0].Subnets[0].Id, new(service, Place.Before));
        Assert.Equal(service.SubnetName is null ? "ReservedName" : "SubnetName", Blocking(answer)[0]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void IPv6_is_seen_where_the_service_does_not_stand_it(string name)
    {
        var service = Of(name);
        var wide = Place.For(service).Change("v", n => n["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add("fd00::/48"));
        Assert.Equal(service.IPv6 == IPv6Rule.NotInNetwork ? ["IPv6There"] : [], Blocking(Place.Ask(wide, service)));
        wide.Change("v", _ =>
        {
            var subnet = wide.SubnetOf("v", Place.NameFor(service));
            subnet["addressPrefixes"] = new System.Text.Json.Nodes.JsonArray((string)subnet["addressPrefix"]!, "fd00::/64");
        });
        Assert.Equal(service.IPv6 == IPv6Rule.Allowed ? [] : ["IPv6There"], Blocking(Place.Ask(wide, service)));
    }

    [Fact]
    public void What_can_be_made_no_more_and_what_is_in_no_VNet_is_told()
    {
        var redis = Of("RedisPremium");
        var topology = Place.For(redis).Topology();
        Assert.Equal(["ServiceClosed"], Blocking(Ask(redis.Retirement!.NewUntil!.Value.AddDays(1))));
        Assert.Equal(["ServiceRetires"], [.. Ask(redis.Retirement.NewUntil.Value).Reasons.Where(r => r.Id == "ServiceRetires").Select(r => r.Id)]);
        var avs = Of("VMwareSolution");
        Assert.Equal("NotInVNet", Blocking(Place.Ask(Place.For(avs), avs))[0]);
        Assert.Contains("ServiceClosed", Blocking(Place.Ask(Place.For(Of("DedicatedHsm")), Of("DedicatedHsm"))));

        ServicePlacement Ask(DateOnly day) => ServicePlacement.Of(topology, Place.SubnetFor(redis), new(redis, day));
    }

    [Fact]
    public void Taken_addresses_count_by_what_Azure_says_or_what_is_listed()
    {
        var service = Of("ContainerInstances");
        var estate = Place.For(service, 28, p => Place.Occupy(p, ResourceId.Parse("/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerInstance/containerGroups/c"), 4));
        var five = ServiceScale.Of(service, [new(string.Empty, 5)]).Scale;
        var eight = ServiceScale.Of(service, [new(string.Empty, 8)]).Scale;
        Assert.True(Place.Ask(estate, service, five).Fits);
        Assert.Equal(["AddressesTaken"], Blocking(Place.Ask(estate, service, eight)));
        var told = ServicePlacement.Of(estate.Topology(), Place.SubnetFor(service), new(service, Place.Before) { Scale = five, Usage = new(7, 11) });
        Assert.Equal(["AddressesTaken"], Blocking(told));
        Assert.Equal((4L, UsageSource.Azure), (told.Free, told.Occupancy.Source));
    }

    [Fact]
    public void The_region_the_second_subnet_and_the_way_out_are_looked_at()
    {
        var files = Of("NetAppFiles");
        Assert.Equal(["DelegationNotOffered"], Blocking(ServicePlacement.Of(Place.For(files).Topology(), Place.SubnetFor(files),
            new(files, Place.Before) { Offered = ["Microsoft.Sql/managedInstances"] })));
        Assert.True(ServicePlacement.Of(Place.For(files).Topology(), Place.SubnetFor(files),
            new(files, Place.Before) { Offered = System.Collections.Immutable.ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "microsoft.netapp/volumes") }).Fits);
        var two = Place.For(files).Subnet("v", "other", "10.0.9.0/28");
        Place.Delegate(two.SubnetOf("v", "other"), "Microsoft.Netapp/volumes");
        Assert.Equal(["OnePerNetwork"], Blocking(Place.Ask(two, files)));

        var groups = Of("ContainerInstances");
        Assert.True(Has(Place.Ask(Place.For(groups, change: p => p["defaultOutboundAccess"] = false), groups), "NoOutbound"));
        Assert.False(Has(Place.Ask(Place.For(groups), groups), "NoOutbound"));
        Assert.False(Has(Place.Ask(Place.For(groups, change: p =>
        {
            p["defaultOutboundAccess"] = false;
            Place.Attach(p, "natGateway", "natGateways");
        }), groups), "NoOutbound"));
        var more = Place.Ask(Place.For(Of("Databricks")), Of("Databricks")).Reasons.Single(r => r.Id == "MoreSubnets").Message;
        Assert.True(Place.RunAndAsk(Place.For(Of("Databricks")).Topology(), more[more.IndexOf("New-VNet", StringComparison.Ordinal)..]).Fits);
    }

    private static ServiceRequirement Of(string name) => ServiceCatalogue.Find(name)!;

    private static bool Has(ServicePlacement answer, string id) => answer.Reasons.Any(r => r.Id == id);

    private static string[] Blocking(ServicePlacement answer) => [.. answer.Reasons.Where(r => r.Blocks).Select(r => r.Id)];
}
