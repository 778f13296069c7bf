using AzNetHelper.AddressSpaces;
using AzNetHelper.Placement;
using Xunit;

namespace AzNetHelper.Tests.Placement;

/// <summary>The table itself: sound in every row, and no slip of the pen in what matters most.</summary>
public sealed class ServiceCatalogueTests
{
    public static TheoryData<string> Services => [.. ServiceCatalogue.All.Select(s => s.Service)];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_row_is_sound(string name)
    {
        var service = ServiceCatalogue.Find(name.ToUpperInvariant())!;
        Assert.InRange(service.Least, AddressRules.WidestSubnet, AddressRules.NarrowestSubnet);
        Assert.InRange(service.Advised, service.Widest ?? AddressRules.WidestSubnet, service.Least);
        Assert.Equal(service.Delegation == DelegationRule.Forbidden, service.DelegatedTo.IsEmpty);
        Assert.NotEmpty(service.ResourceTypes);
        Assert.All(service.ResourceTypes.Concat(service.DelegatedTo), t => Assert.Matches("^Microsoft\\.[A-Za-z]+(/[A-Za-z]+)+$", t));
        Assert.NotEmpty(service.Sources);
        Assert.All(service.Sources, s => Assert.True(Uri.TryCreate(s, UriKind.Absolute, out var uri) && uri.Scheme == "https", s));
        Assert.All(service.Notes, n => Assert.EndsWith(".", n, StringComparison.Ordinal));
        Assert.All(service.Scale?.Terms ?? [], t => Assert.All(t.Of, o => Assert.Contains(service.Scale!.Parameters, p => p.Name == o)));
        Assert.All(service.Scale?.Parameters ?? [], p => Assert.Contains(service.Scale!.Terms, t => t.Of.Contains(p.Name)));

        // What Azure knows by name is known here by the same size.
        if (service.SubnetName is { } kept && ReservedSubnet.Of(kept) is { } reserved)
        {
            Assert.Equal(reserved.Name, kept);
            Assert.True(reserved.Least is not { } least || service.Least <= least, kept);
        }
    }

    [Fact]
    public void Names_are_unique_and_reserved_subnets_all_have_a_service()
    {
        Assert.Equal(ServiceCatalogue.All.Length, ServiceCatalogue.All.Select(s => s.Service).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Empty(ReservedSubnet.All.Select(r => r.Name).Except(ServiceCatalogue.All.Select(s => s.SubnetName).OfType<string>()));
        Assert.Null(ServiceCatalogue.Find("nothing"));
    }

    // Written down once more, from the documents and not from the table.
    [Theory]
    [InlineData("AppServiceEnvironment", 27, 24, "Microsoft.Web/hostingEnvironments")]
    [InlineData("AppService", 28, 26, "Microsoft.Web/serverFarms")]
    [InlineData("AksNodes", 28, 24, "")]
    [InlineData("AksApiServer", 28, 27, "Microsoft.ContainerService/managedClusters")]
    [InlineData("RedisPremium", 28, 27, "")]
    [InlineData("SqlManagedInstance", 27, 26, "Microsoft.Sql/managedInstances")]
    [InlineData("PostgreSqlFlexibleServer", 28, 27, "Microsoft.DBforPostgreSQL/flexibleServers")]
    [InlineData("MySqlFlexibleServer", 29, 28, "Microsoft.DBforMySQL/flexibleServers")]
    [InlineData("ApiManagement", 29, 27, "")]
    [InlineData("ApiManagementIntegration", 27, 24, "Microsoft.Web/serverFarms")]
    [InlineData("ApiManagementInjection", 27, 24, "Microsoft.Web/hostingEnvironments")]
    [InlineData("ApiManagementWorkspaceGateway", 27, 27, "Microsoft.Web/serverFarms Microsoft.Web/hostingEnvironments")]
    [InlineData("ApplicationGateway", 29, 24, "Microsoft.Network/applicationGateways")]
    [InlineData("AzureFirewall", 26, 26, "")]
    [InlineData("AzureFirewallManagement", 26, 26, "")]
    [InlineData("Bastion", 26, 26, "")]
    [InlineData("VpnGateway", 27, 27, "")]
    [InlineData("ExpressRouteGateway", 27, 26, "")]
    [InlineData("RouteServer", 27, 26, "")]
    [InlineData("RoutingAppliance", 29, 26, "")]
    [InlineData("ContainerInstances", 29, 27, "Microsoft.ContainerInstance/containerGroups")]
    [InlineData("ContainerApps", 27, 24, "Microsoft.App/environments")]
    [InlineData("ContainerAppsConsumption", 23, 23, "")]
    [InlineData("Databricks", 26, 26, "Microsoft.Databricks/workspaces")]
    [InlineData("HDInsight", 28, 26, "")]
    [InlineData("NetAppFiles", 28, 26, "Microsoft.Netapp/volumes")]
    [InlineData("Batch", 28, 24, "")]
    [InlineData("IntegrationServiceEnvironment", 27, 27, "Microsoft.Logic/integrationServiceEnvironments")]
    [InlineData("DedicatedHsm", 28, 28, "Microsoft.HardwareSecurityModules/dedicatedHSMs")]
    [InlineData("VMwareSolution", 22, 22, "")]
    [InlineData("DnsResolverInbound", 28, 28, "Microsoft.Network/dnsResolvers")]
    [InlineData("DnsResolverOutbound", 28, 28, "Microsoft.Network/dnsResolvers")]
    [InlineData("EntraDomainServices", 28, 28, "")]
    public void Sizes_and_delegations_are_those_of_the_documents(string name, int least, int advised, string delegations)
    {
        var service = ServiceCatalogue.Find(name)!;
        Assert.Equal((least, advised, delegations), (service.Least, service.Advised, string.Join(' ', service.DelegatedTo)));
    }

    // The examples that the documents themselves reckon, and the sizes that come of them.
    [Theory]
    [InlineData("SqlManagedInstance", "GeneralPurpose=3 BusinessCritical=2 Configurations=1", 84, 25)]
    [InlineData("ApplicationGateway", "Instances=15 PrivateFrontEnds=0", 15, 27)]
    [InlineData("ApplicationGateway", "Instances=27 PrivateFrontEnds=1", 28, 26)]
    [InlineData("ApplicationGateway", "125", 126, 24)]
    [InlineData("ApiManagement", "1", 3, 29)]
    [InlineData("ApiManagement", "2", 5, 28)]
    [InlineData("MySqlFlexibleServer", "1", 2, 29)]
    [InlineData("MySqlFlexibleServer", "2", 4, 28)]
    [InlineData("AppService", "4", 8, 28)]
    [InlineData("AppService", "6", 12, 27)]
    [InlineData("AksNodes", "Nodes=50 MaxPods=30", 1581, 21)]
    [InlineData("AksNodes", "50", 51, 26)]
    [InlineData("AksApiServer", "2", 18, 27)]
    [InlineData("ContainerApps", "Replicas=11", 16, 27)]
    [InlineData("AppServiceEnvironment", "Instances=21", 71, 25)]
    public void A_scale_takes_what_the_documents_say(string name, string scale, long addresses, int length)
    {
        var (service, read) = Read(name, scale.Split(' '));
        Assert.Equal(addresses, read!.Addresses);
        Assert.Equal(length, service.LengthFor(read));
    }

    [Theory]
    [InlineData("AksNodes", "Pods=3", "Nodes, MaxPods")]
    [InlineData("AksNodes", "Nodes=-1", "-1")]
    [InlineData("AksNodes", "many", "'many'")]
    [InlineData("AksNodes", "Nodes=1.5", "'Nodes=1.5'")]
    [InlineData("AksNodes", "Nodes=2147483647 MaxPods=2147483647", "no subnet")]
    [InlineData("Bastion", "2", "leave -Scale out")]
    [InlineData("nothing", "2", "AksNodes")]
    public void A_scale_that_means_nothing_is_told(string name, string scale, string says)
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<Steps.Step>();
        Assert.Null(ServiceWords.Read(name, scale.Split(' '), new(channel.Writer)));
        Assert.True(channel.Reader.TryRead(out var step));
        var failure = Assert.IsType<Steps.FailureStep>(step).Failure;
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(Steps.FailureKind.InvalidArgument, failure.Kind);
        Assert.False(channel.Reader.TryRead(out _));
    }

    [Fact]
    public void Integrations_call_out_only_and_what_can_move_later_is_known()
    {
        Assert.Equal(["ApiManagementIntegration", "AppService", "DnsResolverOutbound"],
            Names(s => s.Direction == ServiceDirection.Outbound));
        Assert.Equal(["AksApiServer", "ApiManagement", "ApiManagementIntegration", "AppService", "SqlManagedInstance"],
            Names(s => s.IsChangeable == true));
        Assert.Contains("MySqlFlexibleServer", Names(s => s.IsChangeable == false));

        static IEnumerable<string> Names(Func<ServiceRequirement, bool> picks) =>
            ServiceCatalogue.All.Where(picks).Select(s => s.Service).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_retired_is_closed_after_its_day()
    {
        var redis = ServiceCatalogue.Find("RedisPremium")!.Retirement!;
        Assert.False(redis.IsClosed(redis.NewUntil!.Value));
        Assert.True(redis.IsClosed(redis.NewUntil.Value.AddDays(1)));
        Assert.True(ServiceCatalogue.Find("DedicatedHsm")!.Retirement!.IsClosed(new(2020, 1, 1)));
    }

    private static (ServiceRequirement Service, ServiceScale? Scale) Read(string name, string[] scale) =>
        ServiceWords.Read(name, scale, Steps.StepWriter.Nowhere) ?? throw new InvalidOperationException(name);
}
