using System.Numerics;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Rules about shutting others out.</summary>
internal static class DenialChecks
{
    private static readonly BigInteger HalfOfAll = BigInteger.One << 31;

    private static readonly IPPrefix Azure = IPPrefix.FromBits(0, 32, isIPv6: false);

    public static IEnumerable<Finding> Unfit(AccessLayout layout) =>
        from service in layout.Services
        from prefix in layout.Request.KeepIps
        let fault = AddressRules.Fault(service.Kind, prefix)
        where fault is not null
        select service.Refused($"-KeepIp {prefix}: {fault}.", FailureKind.InvalidArgument);

    public static IEnumerable<Finding> Caller(AccessLayout layout) =>
        Shut(layout).Where(_ => layout.Request.KeepIps.IsEmpty && !layout.Request.AllowLoss)
            .Select(s => s.Refused($"{s.Named()} is open, and shutting others out may shut you out, too: by which address you come cannot be known from here. "
                + "Name it with -KeepIp, or say -Force. (Azure Resource Manager is reached all the same, so it can be taken back.)"));

    // Two halves, or all but the first and the last address, are everybody, too. Half of all addresses shuts nobody out whom it should.
    public static IEnumerable<Finding> StillIn(AccessLayout layout) =>
        from service in layout.Services
        where layout.Request.DenyOthers && layout.Stay(service).AddressCount(isIPv6: false) >= HalfOfAll
        let wide = service.Addresses.Except(layout.OpenRules(service)).OrderByDescending(a => a.Addresses.AddressCount(isIPv6: false)).Take(3)
            .Select(a => a.Rule is null ? $"{a}" : $"'{a.Rule.Name}' ({a})").Concat(layout.Request.KeepIps.Where(k => k.Length < 8).Select(k => $"-KeepIp {k}"))
        select service.Refused($"{service.Named()} would go on letting half of all addresses in, or more, by its rules for addresses ({string.Join(", ", wide)}), so shutting "
            + "others out would mean nothing. Take these away first, or leave -DenyOthers out.");

    public static IEnumerable<Finding> Trusted(AccessLayout layout) => Bypassing(layout).Concat(Firewalled(layout));

    // The rule of 0.0.0.0 stands for all of Azure, and goes with the others (azure-sql/database/firewall-configure).
    private static IEnumerable<Finding> Firewalled(AccessLayout layout) =>
        Shut(layout).Where(s => !s.HasBypass && !layout.Request.KeepIps.Contains(Azure) && !layout.Request.AllowLoss)
            .Select(s => s.Refused($"{s.Named()} lets services of Azure in by firewall rules that are taken away ({string.Join(", ", layout.OpenRules(s).Select(r => $"'{r.Rule!.Name}'"))}). "
                + "Keep a rule for all of Azure with -KeepIp 0.0.0.0, or say -Force."));

    private static IEnumerable<Finding> Bypassing(AccessLayout layout) =>
        Shut(layout).Where(s => s.HasBypass && !s.LetsTrustedServicesIn && !layout.Request.AllowLoss)
            .Select(s => s.Refused($"{s.Named()} lets no trusted services past its rules, so backup, diagnostics and the like that get in today because everybody does "
                + "would be shut out. Let trusted services in first, or say -Force."));

    // A rule whose subnet has no endpoint names clients that come by a public address: it lets them in only as long as everybody is.
    public static IEnumerable<Finding> Inert(AccessLayout layout)
    {
        foreach (var service in Shut(layout).Where(_ => !layout.Request.AllowLoss))
        {
            foreach (var subnet in service.Subnets.Select(r => r.Subnet).Where(s => !layout.Request.Subnets.Contains(s)))
            {
                if (layout.Subnet(subnet) is not null && layout.EndpointTo(service, subnet) is null)
                {
                    yield return service.Refused($"{service.Named()} trusts {AccessImpacts.Name(subnet)}, which has no endpoint that leads there: its clients get in today because everybody "
                        + $"does, and would be shut out. Enable the endpoint first (Enable-VNetServiceEndpoint -Subnet '{AccessImpacts.Name(subnet)}'), or say -Force.");
                }
                else if (layout.Ground.Topology.GapOf(subnet) is { } gap)
                {
                    yield return service.Warns($"{service.Named()} trusts {AccessImpacts.Name(subnet)}, which could not be read ({gap.Code}): whether it has the endpoint, and keeps its "
                        + "access, is not known.");
                }
            }
        }
    }

    public static IEnumerable<Finding> PrivateEndpoints(AccessLayout layout) => Shut(layout).Where(s => !s.PrivateEndpoints.IsEmpty)
        .Select(s => s.Informs($"{s.Named()} has private endpoints ({string.Join(", ", s.PrivateEndpoints.Select(p => p.Name))}); they get in whatever its rules say."));

    public static IEnumerable<Finding> Others(AccessLayout layout) => Shut(layout)
        .Select(s => s.Warns($"{s.Named()}: who stays is {WhoStays.Of(layout, s)}. Other clients cannot be known from here: look at its logs before you go on."));

    public static IEnumerable<Finding> Stay(AccessLayout layout) =>
        from service in layout.Services
        where layout.Request.DenyOthers && service.Kind.Home == RuleHome.Children
        let stay = service.Addresses.Except(layout.OpenRules(service)).ToArray()
        where stay.Length > 0
        select service.Informs($"{service.Named()} keeps its firewall rules {string.Join(", ", stay.Select(r => $"'{r.Rule!.Name}' ({r})").Take(8))}"
            + $"{(stay.Length > 8 ? " and more" : string.Empty)}: only those for everybody and for all of Azure are taken away.");

    private static IEnumerable<SecuredService> Shut(AccessLayout layout) => layout.Services.Where(layout.Shuts);
}
