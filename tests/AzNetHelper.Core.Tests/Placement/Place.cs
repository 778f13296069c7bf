using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Placement;

/// <summary>A VNet 10.0.0.0/16 with one subnet, made by what a service asks.</summary>
internal static class Place
{
    /// <summary>A day on which every service of the table could still be made.</summary>
    public static readonly DateOnly Before = new(2022, 1, 1);

    public static ResourceId Network { get; } = TestEstate.VNetId("v");

    /// <summary>The subnet as the service wants it, of a length.</summary>
    public static TestEstate For(ServiceRequirement service, int? length = null, Action<JsonObject>? change = null, string? name = null)
    {
        name ??= NameFor(service);
        var estate = new TestEstate().VNet("v", "10.0.0.0/16").Subnet("v", name, FormattableString.Invariant($"10.0.0.0/{length ?? service.Least}"));
        var properties = estate.SubnetOf("v", name);
        if (service.Delegation == DelegationRule.Required)
        {
            Delegate(properties, service.DelegatedTo[0]);
        }

        if (service.SecurityGroup == AttachmentRule.Required)
        {
            Attach(properties, "networkSecurityGroup", "networkSecurityGroups");
        }

        if (service.RouteTable == AttachmentRule.Required)
        {
            Attach(properties, "routeTable", "routeTables");
        }

        change?.Invoke(properties);
        return estate;
    }

    public static ServicePlacement Ask(TestEstate estate, ServiceRequirement service, ServiceScale? scale = null) =>
        ServicePlacement.Of(estate.Topology(), SubnetFor(service), new(service, Before) { Scale = scale });

    /// <summary>Runs a command of a fix as a user would, and asks of the subnet that is made: it makes one, and the service fits.</summary>
    public static ServicePlacement RunAndAsk(Topology topology, string fix)
    {
        var delete = Regex.Match(fix, "^az network vnet subnet delete --ids '([^']+)'; ");
        topology = delete.Success ? Without(topology, ResourceId.Parse(delete.Groups[1].Value)) : topology;
        var words = Regex.Match(fix[delete.Length..], @"^New-VNetServiceSubnet -Service (?<s>\w+) -VNet 'rg/v'(?: -Name (?<n>[\w-]+))?(?: -Delegation (?<d>\S+))?"
            + @"(?: -NetworkSecurityGroup '(?<g>[^']+)')?(?: -RouteTable '(?<t>[^']+)')?(?: -Scale @\{ (?<c>[^}]+) \})?$");
        Assert.True(words.Success, fix);
        var service = ServiceCatalogue.Find(words.Groups["s"].Value)!;
        var scale = Text("c") is { } counts ? ServiceScale.Of(service, counts.Split("; ").Select(c => c.Split(" = "))
            .Select(c => KeyValuePair.Create(c[0], int.Parse(c[1], CultureInfo.InvariantCulture)))).Scale : null;
        var request = new ServiceSubnetRequest(Network, service)
        {
            Delegation = Text("d"), Scale = scale,
            NetworkSecurityGroup = Text("g") is { } group ? ResourceId.Parse(group) : null,
            RouteTable = Text("t") is { } table ? ResourceId.Parse(table) : null,
        };
        request = Text("n") is { } name ? request with { Name = name } : request;
        topology = topology.With(request.Attachments, """{"location":"westeurope"}""");
        var plan = ServiceSubnetPlanner.Create(topology, request, new(service, Before) { Scale = scale });
        Assert.True(plan.Problems.IsEmpty, $"{fix}: {string.Join(' ', plan.Problems)}");
        Assert.Equal(ChangeKind.Create, Assert.Single(plan.Changes).Kind);
        return ServicePlacement.Of(PlanProjection.Of(topology, plan).Topology, request.Subnet, new(service, Before) { Scale = scale });

        string? Text(string named) => words.Groups[named] is { Success: true, Value: var value } ? value : null;
    }

    private static Topology Without(Topology topology, ResourceId subnet)
    {
        var node = JsonBody.Parse(topology.Document(subnet.Parent!)!.Json);
        var subnets = JsonBody.At(node, "properties.subnets")!.AsArray();
        Assert.True(subnets.Remove(subnets.Single(s => (string?)s!["name"] == subnet.Name)));
        return topology.With([subnet.Parent!], JsonBody.Write(node!));
    }

    public static string NameFor(ServiceRequirement service) => service.SubnetName ?? "snet";

    public static ResourceId SubnetFor(ServiceRequirement service) => Network.Child("subnets", NameFor(service));

    public static void Delegate(JsonObject properties, string to) => properties["delegations"] = new JsonArray(
        new JsonObject { ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = to } });

    public static void Attach(JsonObject properties, string member, string type) =>
        properties[member] = new JsonObject { ["id"] = TestEstate.Id(type, $"the-{member}").ToString() };

    public static void Occupy(JsonObject properties, ResourceId owner, int addresses = 1, string child = "ipConfigurations") =>
        properties["ipConfigurations"] = new JsonArray([.. Enumerable.Range(1, addresses)
            .Select(i => (JsonNode)new JsonObject { ["id"] = owner.Child(child, FormattableString.Invariant($"ip{i}")).ToString() })]);

    public static void Link(JsonObject properties, string type, string list = "serviceAssociationLinks") => properties[list] = new JsonArray(
        new JsonObject { ["name"] = "link", ["properties"] = new JsonObject { ["linkedResourceType"] = type, ["allowDelete"] = false } });

    public static ResourceId Machine { get; } = TestEstate.Id("networkInterfaces", "vm1-nic");
}
