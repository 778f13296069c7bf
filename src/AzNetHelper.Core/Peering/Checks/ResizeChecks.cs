using AzNetHelper.AddressSpaces;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>Rules about the address space of a VNet that is to change.</summary>
internal static class ResizeChecks
{
    public static IEnumerable<Finding> Allowed(Scene scene)
    {
        if (scene.Resize is not { Changes: true } resize)
        {
            yield break;
        }

        foreach (var (prefix, reserved) in resize.Added.SelectMany(p => AddressRules.Refused.Where(r => r.Prefix.Overlaps(p)).Select(r => (p, r))))
        {
            yield return Refuse(resize, $"{prefix} cannot be in the address space of {resize.Network.Name}: {reserved.Prefix} is kept for "
                + $"{reserved.Use}.", FailureKind.InvalidArgument);
        }

        if (!resize.Wanted.Any(p => !p.IsIPv6))
        {
            yield return Refuse(resize, $"{resize.Network.Name} would have no IPv4 prefix; a VNet needs one.", FailureKind.InvalidArgument);
        }
    }

    public static IEnumerable<Finding> Disjoint(Scene scene) =>
        from resize in All(scene)
        where resize.Changes
        from outer in resize.Wanted
        from inner in resize.Wanted
        where outer != inner && outer.Contains(inner)
        select Refuse(resize, $"{outer} and {inner} cannot both be in the address space of {resize.Network.Name}: they overlap. "
            + $"To have one grow into the other name it in -Remove and the other in -Add, in one call.", FailureKind.InvalidArgument);

    public static IEnumerable<Finding> Subnets(Scene scene) =>
        from resize in All(scene)
        where resize.Changes
        let outside = resize.Network.Subnets
            .Where(s => s.Prefixes.Any(p => !resize.Wanted.Any(w => w.Contains(p)))).ToArray()
        where outside.Length > 0
        select Refuse(resize, $"The address space of {resize.Network.Name} would not hold {(outside.Length == 1 ? "the subnet" : "the subnets")} "
            + $"{string.Join(", ", outside.Select(s => $"{s.Name} ({string.Join(", ", s.Prefixes)})"))}. A prefix can be removed when it holds no "
            + "subnet: remove or move these first.", FailureKind.InvalidOperation);

    public static IEnumerable<Finding> Classic(Scene scene) =>
        from resize in All(scene)
        where resize.Changes
        from half in resize.Network.Peerings
        where half.RemoteVNet.IsType(NetworkChecks.ClassicType)
        select Refuse(resize, $"{resize.Network.Name} is peered with the classic virtual network {half.RemoteVNet.Name} ('{half.Name}'), and Azure does "
            + "not change the address space then. Remove that peering, change the address space, and peer them again.", FailureKind.InvalidOperation);

    public static IEnumerable<Finding> OnPremises(Scene scene)
    {
        foreach (var resize in All(scene))
        {
            foreach (var (added, site, prefix) in resize.Added.SelectMany(a => scene.Facts.Sites.SelectMany(s => s.Prefixes
                .Where(p => !p.IsDefault && p.Overlaps(a)).Select(p => (a, s, p)))))
            {
                // What is in a VNet wins over what a gateway has learned, save where that is longer: such a site is lost whole.
                yield return added.Contains(prefix)
                    ? Refuse(resize, $"{added} covers {prefix} of the site {site.Site.Name} behind the gateway {site.Gateway.Name}: "
                        + $"{resize.Network.Name} and those peered with it could no longer tell the two apart.", FailureKind.InvalidOperation)
                    : Refuse(resize, $"{added} is a part of {prefix} of the site {site.Site.Name} behind the gateway {site.Gateway.Name}: what the site has "
                        + $"there is not reached from {resize.Network.Name} and those peered with it any more.", FailureKind.InvalidOperation) with
                    {
                        Tells = NoticeSeverity.Warning,
                    };
            }
        }
    }

    public static IEnumerable<Finding> OnPremisesUnread(Scene scene) =>
        from resize in All(scene)
        where !resize.Added.IsEmpty
        from gap in scene.Facts.SiteGaps
        select new Finding(gap.Resource, $"{gap.Message} Whether {string.Join(", ", resize.Added)} overlaps with that could not be checked.",
            string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Syncable(Scene scene) =>
        from resize in All(scene)
        from left in resize.Unsyncable
        select Refuse(resize, $"The peering of {resize.Network.Name} with {left.Half.RemoteVNet.Name} cannot be synced from here: {left.Why}. "
            + $"{left.Command}{(resize.AllowUnsynced ? string.Empty : " -AllowUnsynced goes on without it; until it is synced new prefixes have no route there.")}",
            FailureKind.PermissionDenied) with
        {
            Resource = left.Half.Id, Tells = resize.AllowUnsynced ? NoticeSeverity.Warning : null,
        };

    private static IEnumerable<Resize> All(Scene scene) => scene.Resize is { } resize ? [resize] : [];

    private static Finding Refuse(Resize resize, string message, FailureKind kind) => new(resize.Network.Id, message, string.Empty) { Kind = kind };
}
