using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Devices;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Tests.Devices;
using AzNetHelper.Tests.Devices.Syntax;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>Random circuits, wishes and keys on every router.</summary>
public sealed class RouterProperties
{
    private static readonly Gen<string> s_keys = Gen.String[Gen.Char['!', '}'].Where(c => !"\"?|".Contains(c, StringComparison.Ordinal)), 6, 40];

    private static readonly Gen<string> s_prefixes =
        from first in Gen.OneOf(10, 172, 192)
        from second in Gen.Int[60, 255]
        from rest in Gen.Int[0, 65_535]
        from length in Gen.OneOf(Gen.Int[8, 31], Gen.Const(32))
        select IPPrefix.Containing(new IPAddress([(byte)first, (byte)second, (byte)(rest >> 8), (byte)rest]), length).ToString();

    private static readonly Gen<string> s_prefixes6 =
        from part in Gen.Int[0x20, 0xff]
        from length in Gen.OneOf(32, 48, 64, 128)
        select IPPrefix.Containing(IPAddress.Parse($"fd{part:x2}:1:2:3::"), length).ToString();

    private static readonly Gen<RouterEstate> s_estates =
        from advertised in s_prefixes.Array[1, 5]
        from six in s_prefixes6.Array[0, 3]
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool)
        from links in Gen.Enum<LinkSelection>()
        from preference in Gen.Enum<LinkPreference>()
        from accept in Gen.Enum<AcceptedRoutes>()
        from asn in Gen.OneOf(65010L, 64512L, 4_200_000_001L, 3356L)
        from vlan in Gen.Int[1, 4094]
        from tier in Gen.Int[0, 2].Select(i => new[] { "Standard", "Premium", null }[i])
        from megabits in Gen.Int[0, 2].Select(i => new int?[] { 50, 1000, null }[i])
        from reach in Gen.Bool
        from name in Gen.String[Gen.Char.AlphaNumeric, 1, 50]
        select new RouterEstate
        {
            Name = name + "_x", Advertise = [.. advertised, .. flags.Item1 ? six : [], .. flags.Item2 ? (string[])["0.0.0.0/0"] : []], IPv6 = flags.Item1,
            AllowEgressChange = true, AcceptDefault = flags.Item3 && !flags.Item2, Outer = flags.Item4 ? 4095 - vlan : null, NoKey = flags.Item5,
            Links = links, Preference = preference, Accept = accept, Asn = asn, Vlan = vlan,
            Tier = tier, Megabits = megabits, HasGlobalReach = reach, Hub = ["10.1.0.0/16"], Spoke = flags.Item1 ? ["10.2.0.0/16", "fd01::/48", "51.10.0.0/16"] : ["10.2.0.0/16", "51.10.0.0/16"],
        };

    [Fact]
    public void Every_text_parses_has_the_key_where_it_belongs_and_filters_as_every_other() =>
        Gen.Select(s_estates, s_keys).Sample((estate, key) =>
        {
            foreach (var design in estate.Ask().Designs)
            {
                foreach (var template in RouterEstate.Templates.All.Where(t => estate.Outer is null || t.Supports.Contains("qinq")))
                {
                    var (configuration, failures) = RouterWriter.Write(design, template, DeviceEstate.Options(estate.NoKey ? null : key,
                        ("primaryInterface", Port(template, 1)), ("secondaryInterface", Port(template, 2))), !estate.NoKey);
                    Assert.True(failures.IsEmpty, failures.FirstOrDefault()?.Message);
                    Assert.All(configuration!.NextSteps, s => Assert.DoesNotContain(key, s, StringComparison.Ordinal));
                    foreach (var file in configuration.Files)
                    {
                        Check(template, design, file, estate.NoKey ? null : key);
                    }
                }
            }
        }, iter: 200);

    private static string Port(DeviceTemplate template, int number) => template.Name switch
    {
        "Frr" or "Bird" => $"e{number}",
        "JunosMx" => $"xe-0/0/{number}",
        "CiscoIosXr" => $"TenGigE0/0/0/{number}",
        _ => $"Ethernet{number}",
    };

    private static void Check(DeviceTemplate template, RouterDesign design, ConfigurationFile file, string? key)
    {
        // A key may hold what looks like a tag.
        var text = file.HoldsKey ? file.Text.Replace("{{", "{_", StringComparison.Ordinal).Replace("}}", "}_", StringComparison.Ordinal) : file.Text;
        var problem = DeviceSyntax.Problem(file.Name, text);
        Assert.True(problem is null, $"{template}: {problem}\n{file.Text}");
        var isScript = file.Name.EndsWith(".sh", StringComparison.Ordinal);
        Assert.Equal(key is null || isScript ? [] : [key], DeviceSyntax.Keys(file.Name, file.Text));
        Assert.Equal((key is not null && !isScript, key is not null && !isScript), (file.HoldsKey, file.IsOwnersOnly));
        if (!isScript)
        {
            var policy = RoutePolicy.Of(file.Name, file.Text);
            Assert.NotNull(policy);
            Assert.True(Wrong(policy, design) is null, $"{template}: {Wrong(policy, design)}\n{file.Text}");
        }
    }

    // What the design says, worked out here once more and asked of each router's own words.
    private static string? Wrong(RoutePolicy policy, RouterDesign design)
    {
        if (policy.Undefined.FirstOrDefault() is { } name)
        {
            return $"{name} is not defined";
        }

        foreach (var prefix in design.Advertised)
        {
            if (!policy.Originates(prefix) || !policy.Discards.Contains(prefix) || !policy.Tells(prefix))
            {
                return $"{prefix} is not announced, or has no route";
            }
        }

        IPPrefix[] asked =
        [
            .. design.Advertised.Concat(design.Accepted).Concat(design.Own.Select(o => o.Prefix)).SelectMany(p => new[] { p, Inside(p) }),
            .. new[] { "0.0.0.0/0", "8.8.8.0/24", "10.1.0.0/16", "10.2.0.0/16", "51.10.0.0/16", "51.11.0.0/16", "192.168.15.18/32" }.Select(IPPrefix.Parse),
            .. design.HasIPv6 ? new[] { "::/0", "2001:db8::/32", "fd01::/48", "fd01:0:0:7::/64" }.Select(IPPrefix.Parse) : [],
        ];
        foreach (var prefix in asked.Distinct())
        {
            var own = design.Own.Any(o => o.Prefix == prefix || (o.WithParts && o.Prefix.Contains(prefix)));
            var taken = !own && (prefix.IsDefault ? design.AcceptsDefault : design.Accepted.Any(a => a.Contains(prefix)));
            if (policy.Takes(prefix) != taken)
            {
                return $"{prefix} is {(taken ? "not " : string.Empty)}taken";
            }

            if (policy.Tells(prefix) != design.Advertised.Contains(prefix))
            {
                return $"{prefix} is told, or not";
            }
        }

        return (from link in design.Links
                from family in design.HasIPv6 ? new[] { false, true } : [false]
                select WrongAt(policy, design, link, family, asked)).FirstOrDefault(w => w is not null);
    }

    // Each session: what it prefers, what path it tells, and how much it takes.
    private static string? WrongAt(RoutePolicy policy, RouterDesign design, RouterLink link, bool isIPv6, IPPrefix[] asked)
    {
        var neighbor = (isIPv6 ? link.IPv6! : link.IPv4).MicrosoftAddress.ToString();
        var expected = (isIPv6 ? design.Expected.IPv6 : design.Expected.IPv4, design.Expected.AreLimits);
        if (!policy.Most.TryGetValue(neighbor, out var most) || most != expected)
        {
            return $"{neighbor} takes {most} instead of {expected}";
        }

        var prefers = $"{design.Preference}" == $"{link.Link}";
        var (preference, path) = (prefers ? 200 : 100, prefers || design.Preference == LinkPreference.Both ? string.Empty : $"{design.RouterAsn} {design.RouterAsn}");
        foreach (var prefix in asked.Where(p => p.IsIPv6 == isIPv6))
        {
            if (policy.Takes(prefix) && policy.At(neighbor, inwards: true, prefix) is var choice && (choice?.LocalPreference ?? 100) != preference)
            {
                return $"{prefix} of {neighbor} has the preference {choice?.LocalPreference} instead of {preference}";
            }

            if (policy.Tells(prefix) && policy.At(neighbor, inwards: false, prefix)?.Prepended != path)
            {
                return $"{prefix} is told to {neighbor} with {policy.At(neighbor, inwards: false, prefix)?.Prepended} instead of {path}";
            }
        }

        return null;
    }

    private static IPPrefix Inside(IPPrefix prefix) => IPPrefix.Containing(prefix.Last, prefix.Width);
}
