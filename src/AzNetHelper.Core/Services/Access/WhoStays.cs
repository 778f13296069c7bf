using AzNetHelper.Arm;

namespace AzNetHelper.Services;

/// <summary>Who gets in at a service, in words: subnets, addresses, and who passes the rules by.</summary>
internal static class WhoStays
{
    private const int MostNames = 8;

    /// <summary>Who gets in when a plan that lets subnets in has run.</summary>
    public static string Of(AccessLayout layout, SecuredService service) => Words(
        service.Subnets.Select(r => r.Subnet).Concat(layout.Subnets),
        service.Addresses.Except(layout.OpenRules(service)).Select(a => a.Text).Concat(layout.Kept(service)), service);

    /// <summary>Who gets in when the rules of some subnets are gone.</summary>
    public static string Without(SecuredService service, IReadOnlyCollection<ResourceId> subnets) =>
        Words(service.Subnets.Select(r => r.Subnet).Where(s => !subnets.Contains(s)), service.Addresses.Select(a => a.Text), service);

    /// <summary>Who gets in today.</summary>
    public static string Now(SecuredService service) => service.IsOpenToEveryone ? "everybody" : Without(service, []);

    private static string Words(IEnumerable<ResourceId> subnets, IEnumerable<string> addresses, SecuredService service)
    {
        string[] all =
        [
            .. Some(subnets.Distinct().Select(AccessImpacts.Name), "subnet"),
            .. Some(addresses.Distinct(StringComparer.Ordinal), "address"),
            .. service.PrivateEndpoints.IsEmpty ? [] : Some(service.PrivateEndpoints.Select(p => p.Name), "private endpoint"),
            .. service.LetsTrustedServicesIn ? ["trusted services of Azure"] : Array.Empty<string>(),
            .. service.ResourceInstances.IsEmpty ? [] : Some(service.ResourceInstances.Select(r => r.Split('/')[^1]), "resource instance"),
        ];
        return all.Length == 0 ? "nobody by the network" : string.Join("; ", all);
    }

    private static IEnumerable<string> Some(IEnumerable<string> names, string what)
    {
        var all = names.ToArray();
        if (all.Length > 0)
        {
            yield return $"{what} {string.Join(", ", all.Take(MostNames))}{(all.Length > MostNames ? $" and {all.Length - MostNames} more" : string.Empty)}";
        }
    }
}
