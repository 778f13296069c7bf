using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>
/// The services that are deployed into a VNet, as ServiceRequirements.json tells them: docs/service-subnets.md shows the
/// table. Delegations that a region offers are listed by Azure itself (availableDelegations): where that is read, it counts.
/// </summary>
public static class ServiceCatalogue
{
    private const string Docs = "https://learn.microsoft.com/azure/";

    /// <summary>Every service, in the order of the table.</summary>
    public static ImmutableArray<ServiceRequirement> All { get; } = Read();

    /// <summary>The service of a name, in any case; null for none.</summary>
    public static ServiceRequirement? Find(string name) =>
        All.FirstOrDefault(s => s.Service.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The services that a resource of a type may belong to.</summary>
    public static IEnumerable<ServiceRequirement> Of(string type) => All.Where(s => s.Owns(type));

    private static ImmutableArray<ServiceRequirement> Read()
    {
        using var stream = typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("ServiceRequirements.json")!;
        using var table = JsonDocument.Parse(stream);
        return [.. table.RootElement.EnumerateArray().Select(Service)];
    }

    private static ServiceRequirement Service(JsonElement row) => new(Need(row, "service"), Need(row, "title"))
    {
        ResourceTypes = row.Texts("types"),
        Tenancy = Value<SubnetTenancy>(row, "tenancy"),
        Delegation = Value<DelegationRule>(row.Object("delegation"), "rule"),
        DelegatedTo = row.Object("delegation").Texts("to"),
        Least = Length(row, "least") ?? throw Missing(row, "least"),
        Advised = Length(row, "advised") ?? throw Missing(row, "advised"),
        Widest = Length(row, "widest"),
        Scale = row.Object("scale").ValueKind == JsonValueKind.Object ? Formula(row.Object("scale")) : null,
        Subnets = Length(row, "subnets") ?? 1,
        SubnetName = row.Text("subnetName"),
        SecurityGroup = Value<AttachmentRule>(row.Object("securityGroup"), "rule"),
        SecurityGroupText = row.Object("securityGroup").Text("text") ?? string.Empty,
        RouteTable = Value<AttachmentRule>(row.Object("routeTable"), "rule"),
        RouteTableText = row.Object("routeTable").Text("text") ?? string.Empty,
        NatGateway = row.Text("natGateway") is null ? AttachmentRule.Allowed : Value<AttachmentRule>(row, "natGateway"),
        IPv6 = row.Text("ipv6") is null ? IPv6Rule.Allowed : Value<IPv6Rule>(row, "ipv6"),
        SameSubscription = row.Flag("sameSubscription"),
        Gateway = row.Text("gateway") is null ? null : Value<GatewayKind>(row, "gateway"),
        OnePerNetwork = row.Flag("onePerNetwork"),
        NeedsOutbound = row.Flag("outbound"),
        Direction = row.Text("direction") is null ? ServiceDirection.Both : Value<ServiceDirection>(row, "direction"),
        IsChangeable = row.TryGetProperty("changeable", out var later) ? later.GetBoolean() : null,
        NetworkLengths = Length(row, "networkFrom") is { } from && Length(row, "networkTo") is { } to ? (from, to) : null,
        Retirement = row.Object("retirement") is { ValueKind: JsonValueKind.Object } end
            ? new(Day(Need(end, "on")), end.Text("newUntil") is { } last ? Day(last) : null, Need(end, "instead")) : null,
        Notes = row.Texts("notes"),
        Sources = [.. row.Texts("sources").Select(s => s.Split('/')[0].Contains('.', StringComparison.Ordinal) ? $"https://{s}" : Docs + s)],
        Confidence = Value<Confidence>(row, "confidence"),
    };

    private static SizeFormula Formula(JsonElement scale) => new(
        [.. scale.Object("parameters").EnumerateObject().Select(p => (p.Name, p.Value.GetInt32()))],
        [.. scale.Items("terms").Select(t => new SizeTerm((int)t.Number("each")!, t.Texts("of"), (int)(t.Number("per") ?? 1)))],
        Need(scale, "says"));

    private static int? Length(JsonElement row, string name) => (int?)row.Number(name);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Need(JsonElement row, string name) => row.Text(name) ?? throw Missing(row, name);

    private static T Value<T>(JsonElement row, string name)
        where T : struct, Enum => Enum.Parse<T>(Need(row, name));

    private static InvalidOperationException Missing(JsonElement row, string name) =>
        new($"ServiceRequirements.json: {row.Text("service") ?? "a row"} has no {name}.");
}
