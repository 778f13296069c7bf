using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Placement;

/// <summary>The command that plans of service subnets come from.</summary>
internal static class ServiceSubnetOrigins
{
    public const string NewVNetServiceSubnet = "New-VNetServiceSubnet";

    public static PlanOrigin Of(ServiceSubnetRequest request)
    {
        (string Name, JsonNode? Value)[] parameters =
        [
            ("Service", request.Service.Service),
            ("VNet", request.Network.ToString()),
            ("Name", request.IsNamed ? request.Name : null),
            ("Scale", request.Scale is { Values.IsEmpty: false } scale
                ? new JsonArray([.. scale.Values.Select(v => (JsonNode)FormattableString.Invariant($"{v.Key}={v.Value}"))]) : null),
            ("Delegation", request.Delegation),
            ("Prefix", request.Prefix?.ToString()),
            ("NetworkSecurityGroup", request.NetworkSecurityGroup?.ToString()),
            ("RouteTable", request.RouteTable?.ToString()),
            ("NatGateway", request.NatGateway?.ToString()),
            ("DefaultOutboundAccess", request.DefaultOutboundAccess),
            ("ExtendAddressSpace", request.ExtendAddressSpace ? true : null),
        ];
        return new(NewVNetServiceSubnet, JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null)
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)))));
    }

    public static ServiceSubnetNames Read(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        return new(given.Need("Service"), given.Need("VNet"))
        {
            Name = given.Text("Name"),
            Scale = given.Has("Scale") ? [.. given.Texts("Scale")] : null,
            Delegation = given.Text("Delegation"),
            Prefix = given.Text("Prefix") is { } prefix ? Addressing.IPPrefix.Parse(prefix) : null,
            NetworkSecurityGroup = given.Text("NetworkSecurityGroup"),
            RouteTable = given.Text("RouteTable"),
            NatGateway = given.Text("NatGateway"),
            DefaultOutboundAccess = given.Flag("DefaultOutboundAccess"),
            ExtendAddressSpace = given.Flag("ExtendAddressSpace") ?? false,
        };
    }
}
