using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services;

/// <summary>What one kind of change of who gets in does to people.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The change.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected; {subnet}, {service} and {others} stand for names.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record AccessImpact(string Id, string Write, Impact Kind, string Says, string Source)
{
    internal string Of(string subnet, string service, string others) => Says.Replace("{subnet}", subnet, StringComparison.Ordinal)
        .Replace("{service}", service, StringComparison.Ordinal).Replace("{others}", others, StringComparison.Ordinal);
}

/// <summary>The table of impacts of granting and revoking access: docs/service-access.md shows it.</summary>
public static class AccessImpacts
{
    private const string Overview = "virtual-network-service-endpoints-overview";
    private const string Faq = "virtual-networks-faq";

    internal static AccessImpact Enabled { get; } = new("EndpointEnabled", "an endpoint is enabled", Impact.Interrupts,
        "Open connections of {subnet} to services of {service} are closed, once; from then on these see private source addresses in place of public ones.", Overview);

    internal static AccessImpact Moved { get; } = new("SourceMoves", "an endpoint is enabled, and a service knows the subnet by its public address", Impact.CutsOff,
        "{others} let {subnet} in by its public address, and will not any more. Let the subnet in there, too.", Overview);

    internal static AccessImpact MayMove { get; } = new("SourceMayMove", "an endpoint is enabled, and the public address of the subnet is not known", Impact.Interrupts,
        "{others} let public addresses in; where one of them is that of {subnet}, which is not known, it is shut out. Let the subnet in there, too.", Overview);

    internal static AccessImpact Gap { get; } = new("RuleFollows", "an endpoint is enabled for a service that takes the rule only then", Impact.CutsOff,
        "{others} may let {subnet} in by its public address, and takes the rule only once the endpoint is there: between the two, a minute or so, it is shut out.",
        "storage-network-security; container-registry-vnet");

    internal static AccessImpact Denied { get; } = new("OthersShutOut", "the default becomes Deny", Impact.CutsOff,
        "Whoever is not named is shut out of {service}. Who stays: {others}. Other clients cannot be known from here.", Faq);

    internal static AccessImpact Closed { get; } = new("OpenRuleTaken", "a firewall rule for everybody, or for all of Azure, is taken away", Impact.CutsOff,
        "Whoever got in at {service} by {subnet} alone is shut out. Who stays: {others}.", "azure-sql/database/firewall-configure");

    internal static AccessImpact Revoked { get; } = new("SubnetShutOut", "the rule of a subnet is taken away", Impact.CutsOff,
        "Clients in {subnet} are shut out of {service}. Who stays: {others}.", Faq);

    internal static AccessImpact Opened { get; } = new("OthersLetIn", "the default becomes Allow", Impact.Irreversible,
        "{service} answers everybody who has a key, a token or a password. What is taken meanwhile does not come back.", Faq);

    internal static AccessImpact Disabled { get; } = new("EndpointDisabled", "an endpoint is taken away that no service needs", Impact.Interrupts,
        "Open connections of {subnet} to services of {service} are closed, once; from then on these see public source addresses.", Overview);

    /// <summary>The table, every row. A rule that is added has no impact.</summary>
    public static ImmutableArray<AccessImpact> All { get; } =
    [
        new("None", "a subnet or an address is let in", Impact.None, string.Empty, Faq),
        Enabled, Moved, MayMove, Gap, Denied, Closed, Revoked, Opened, Disabled,
    ];

    internal static ImpactStatement OfEndpoint(AccessLayout layout, ResourceId subnet)
    {
        var losing = layout.Losing(subnet).ToLookup(l => l.IsSure, l => $"{l.Service.Kind.Title} '{l.Service.Id.Name}'");
        (AccessImpact Row, string Others)[] rows =
        [
            (Enabled, string.Empty),
            .. losing[true].Any() ? [(Moved, Sentence(losing[true]))] : Array.Empty<(AccessImpact, string)>(),
            .. losing[false].Any() ? [(MayMove, Sentence(losing[false]))] : Array.Empty<(AccessImpact, string)>(),
            .. layout.Gap(subnet).Any() ? [(Gap, Sentence(layout.Gap(subnet).Select(g => $"{g.Service.Kind.Title} '{g.Service.Id.Name}'")))]
                : Array.Empty<(AccessImpact, string)>(),
        ];
        return new(rows.Max(r => r.Row.Kind),
            string.Join(' ', rows.Select(r => r.Row.Of(Name(subnet), string.Join(", ", layout.Enabled(subnet)), r.Others))));
    }

    internal static ImpactStatement OfDenial(AccessLayout layout, SecuredService service) => Denied.With(string.Empty, service, WhoStays.Of(layout, service));

    internal static ImpactStatement OfClosing(AccessLayout layout, SecuredService service, AddressRule open) =>
        Closed.With($"the rule '{open.Rule!.Name}'", service, WhoStays.Of(layout, service));

    internal static ImpactStatement With(this AccessImpact row, string subnet, SecuredService service, string others) =>
        new(row.Kind, row.Of(subnet, $"{service.Kind.Title} '{service.Id.Name}'", others));

    internal static string Name(ResourceId subnet) => $"{subnet.Parent?.Name}/{subnet.Name}";

    private static string Sentence(IEnumerable<string> names) => string.Join(", ", names);
}
