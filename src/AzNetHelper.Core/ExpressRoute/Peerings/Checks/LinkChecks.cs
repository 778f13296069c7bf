using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using static AzNetHelper.ExpressRoute.Checks.PrivatePeeringChecks;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>Rules about the addresses of links.</summary>
internal static class LinkChecks
{
    // No unicast address of a router of anybody's is in these (RFC 6890, RFC 3927, RFC 4291).
    private static readonly IPPrefix[] Nobodys =
    [
        .. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/8", "fe80::/10", "ff00::/8" }.Select(IPPrefix.Parse),
    ];

    public static IEnumerable<Finding> Needed(PrivatePeeringLayout layout) =>
        layout is { Circuit: not null, IPv4: null, Request.IPv4.IsNothing: true }
            ? [Of(layout, "A private peering needs addresses for both links: give -PrimaryPrefix and -SecondaryPrefix (two /30), or -From (a /29, or a wider prefix that "
                + "free ones are taken from).")] : [];

    public static IEnumerable<Finding> Incomplete(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        where wish.Wish.From is null && (wish.Wish.Primary is null) != (wish.Wish.Secondary is null)
        select Of(layout, $"Both links need addresses: -PrimaryPrefix{wish.Suffix} and -SecondaryPrefix{wish.Suffix} go together.");

    public static IEnumerable<Finding> Both(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        where wish.Wish.From is not null && (wish.Wish.Primary ?? wish.Wish.Secondary) is not null
        select Of(layout, $"Give either -From{wish.Suffix}, or -PrimaryPrefix{wish.Suffix} and -SecondaryPrefix{wish.Suffix}.");

    public static IEnumerable<Finding> Family(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        from prefix in Given(wish.Wish)
        where prefix.IsIPv6 != (wish.Suffix.Length > 0)
        select Of(layout, $"{prefix} is {(prefix.IsIPv6 ? "IPv6: give it with the parameter whose name ends in IPv6" : "IPv4, where IPv6 is expected")}.");

    public static IEnumerable<Finding> Length(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        from prefix in new[] { wish.Wish.Primary, wish.Wish.Secondary }.OfType<IPPrefix>()
        let problem = LinkAddresses.Problem(prefix)
        where problem is not null
        select Of(layout, problem);

    public static IEnumerable<Finding> TooSmall(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        let problem = wish.Wish.From is { } block ? CircuitLinkPlan.Problem(block) : null
        where problem is not null
        select Of(layout, problem);

    public static IEnumerable<Finding> Same(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        where wish.Wish.Primary is { } primary && wish.Wish.Secondary is { } secondary && primary.Overlaps(secondary)
        select Of(layout, $"Both links are given {wish.Wish.Primary}: each has a prefix of its own.");

    public static IEnumerable<Finding> NoRoom(PrivatePeeringLayout layout) =>
        from wish in Wishes(layout)
        where wish.Wish.From is { } block && CircuitLinkPlan.Problem(block) is null && (wish.Suffix.Length == 0 ? layout.IPv4 : layout.IPv6) is null
        select Of(layout, $"{wish.Wish.From} has no room for two links: VNets, sites or other circuits hold it "
            + $"({string.Join(", ", layout.Users.Where(u => u.Prefix.Overlaps(wish.Wish.From!.Value)).Take(4).Select(u => $"{u.Who} {u.Prefix}"))}). Give another one.");

    public static IEnumerable<Finding> Unusable(PrivatePeeringLayout layout) =>
        from prefix in Wanted(layout)
        where Nobodys.Any(n => n.Overlaps(prefix))
        select Of(layout, $"{prefix} holds no addresses that routers may have (link-local, loopback, multicast or reserved).");

    public static IEnumerable<Finding> Overlaps(PrivatePeeringLayout layout) =>
        from prefix in Wanted(layout)
        from user in layout.Users
        where !user.IsOnPremises && user.Prefix.Overlaps(prefix)
        select Of(layout, $"{prefix} overlaps {user.Prefix} of {user.Who} ({user.Id}). The links of a circuit lie outside of every VNet and of other circuits' links.",
            FailureKind.InvalidOperation);

    public static IEnumerable<Finding> OnPremises(PrivatePeeringLayout layout) =>
        from prefix in Wanted(layout)
        from user in layout.Users
        where user.IsOnPremises && user.Prefix.Overlaps(prefix)
        select Tells(layout, $"{prefix} overlaps {user.Prefix} of {user.Who} ({user.Id}). That is well where the link was cut out of it; no other router there may have these addresses.",
            NoticeSeverity.Warning);

    public static IEnumerable<Finding> WhoHasWhat(PrivatePeeringLayout layout) =>
        from plan in new[] { layout.IPv4, layout.IPv6 }
        where plan is not null && layout.Circuit is not null && (layout.Existing is null || layout.Changes)
        select Tells(layout, $"Primary link: your router is {plan.Primary.CustomerAddress}, Microsoft's {plan.Primary.MicrosoftAddress} ({plan.Primary.Prefix}). "
            + $"Secondary link: yours {plan.Secondary.CustomerAddress}, Microsoft's {plan.Secondary.MicrosoftAddress} ({plan.Secondary.Prefix}).", NoticeSeverity.Information);

    public static IEnumerable<Finding> EstateUnread(PrivatePeeringLayout layout) =>
        layout.Topology.Gaps.FirstOrDefault(g => g.Scope.Equals(ResourceTypes.LocalNetworkGateway, StringComparison.OrdinalIgnoreCase)
            || g.Scope.EndsWith("/virtualNetworks", StringComparison.OrdinalIgnoreCase)) is { } gap && layout.Circuit is not null
            ? [Tells(layout, $"Not everybody who holds addresses could be read ({gap.Message}): that the links overlap nothing is not sure.", NoticeSeverity.Warning)] : [];

    private static IEnumerable<(LinkWish Wish, string Suffix)> Wishes(PrivatePeeringLayout layout) => [(layout.Request.IPv4, string.Empty), (layout.Request.IPv6, "IPv6")];

    private static IEnumerable<IPPrefix> Given(LinkWish wish) => new[] { wish.Primary, wish.Secondary, wish.From }.OfType<IPPrefix>();

    // What is there already is Azure's business; what is to be written is looked at.
    private static IEnumerable<IPPrefix> Wanted(PrivatePeeringLayout layout) =>
    [
        .. layout.Existing is null || layout.ChangesIPv4 ? PrefixesOf(layout.IPv4) : [],
        .. layout.Existing is null || layout.ChangesIPv6 ? PrefixesOf(layout.IPv6) : [],
    ];

    private static IEnumerable<IPPrefix> PrefixesOf(CircuitLinkPlan? plan) => plan is null ? [] : [plan.Primary.Prefix, plan.Secondary.Prefix];
}
