using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Placement;

/// <summary>A VNet 10.0.0.0/16 with one subnet, made by what a service asks.</summary>
internal static class Place
{
    /// <summary>A day on which every service of the table could still be made.</summary>
    public static readonly DateOnly Before = new(2022, 1, 1);

    public static ResourceId Network { get; } = TestEstate.VNetId("v");

    /// <summary>The subnet as the service wants it, of a length.</summary>
    public static TestEstate For(ServiceRequirement service, int? length = null, Action<JsonObject>? change = null)
    {
        var name = NameFor(service);
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
