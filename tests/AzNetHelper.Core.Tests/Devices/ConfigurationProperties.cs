using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Devices;
using AzNetHelper.Tests.Devices.Syntax;
using AzNetHelper.Vpn;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>Random connections, policies and keys on every device.</summary>
public sealed class ConfigurationProperties
{
    private static readonly Gen<string> Keys = Gen.String[Gen.Char['!', '}'].Where(c => c != '-'), 8, 40];

    private static readonly Gen<IpsecPolicy?> Policies =
        from values in Gen.Select(Value(0), Value(1), Value(2), Value(3), Value(4), Value(5))
        from seconds in Gen.Int[300, 100_000]
        from custom in Gen.Bool
        let policy = new IpsecPolicy
        {
            IkeEncryption = values.Item1, IkeIntegrity = values.Item2, DhGroup = values.Item3, IpsecEncryption = values.Item4,
            IpsecIntegrity = values.Item4.StartsWith("GCM", StringComparison.Ordinal) ? values.Item4 : values.Item5, PfsGroup = values.Item6,
            SALifeTimeSeconds = seconds,
        }
        select custom && policy.Problems().IsEmpty ? policy : null;

    private static readonly Gen<DeviceEstate> Estates =
        from policy in Policies
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool)
        from mode in Gen.OneOf("Default", "InitiatorOnly", "ResponderOnly")
        from name in Gen.String[Gen.Char.AlphaNumeric, 1, 30]
        from sites in Sites
        from spokes in Gen.Int[1, 3]
        select new DeviceEstate
        {
            Policy = policy, ActiveActive = flags.Item1, Bgp = flags.Item2 && !flags.Item3, PolicyBasedSelectors = flags.Item3,
            Fqdn = flags.Item4 ? "vpn.example.com" : null, Protocol = flags.Item5 ? "IKEv1" : "IKEv2", Mode = mode, Name = name + "_x",
            SitePrefixes = sites,
            SpokePrefixes = [.. Enumerable.Range(0, spokes).Select(i => $"10.{2 + i}.0.0/16")],
        };

    // Single addresses, and prefixes within others: the configuration has the outer one alone.
    private static Gen<string[]> Sites =>
        (from second in Gen.Int[48, 51]
         from rest in Gen.Int[0, 65_535]
         from length in Gen.OneOf(Gen.Int[14, 31], Gen.Const(32))
         select IPPrefix.Containing(new IPAddress([10, (byte)second, (byte)(rest >> 8), (byte)rest]), length).ToString()).Array[1, 5];

    private static Gen<string> Value(int field) => Gen.OneOf([.. IpsecPolicy.Fields[field].Values]);

    [Fact]
    public void Every_text_parses_and_has_the_key_where_it_belongs_and_nowhere_else() =>
        Gen.Select(Estates, Keys).Sample((estate, key) =>
        {
            var design = estate.Design();
            Assert.All(DeviceEstate.Templates.All, template =>
            {
                var (configuration, failures) = ConfigurationWriter.Write(design, template, DeviceEstate.Options(key));
                Assert.True(configuration is null != failures.IsEmpty);
                Assert.All(failures, f => Assert.DoesNotContain(key, f.Message, StringComparison.Ordinal));
                foreach (var file in configuration?.Files ?? [])
                {
                    var problem = DeviceSyntax.Problem(file.Name, file.HoldsKey ? Blinded(file) : file.Text);
                    Assert.True(problem is null, $"{template}: {problem}\n{file.Text}");
                    Assert.Equal(file.HoldsKey ? [key] : [], DeviceSyntax.Keys(file.Name, file.Text));
                    Assert.True(file.HoldsKey || !file.Text.Contains(key, StringComparison.Ordinal), template.Name);
                    Assert.True(!file.HoldsKey || file.IsOwnersOnly);
                }

                Assert.All(configuration?.NextSteps ?? [], s => Assert.DoesNotContain(key, s, StringComparison.Ordinal));
            });
        }, iter: 400);

    // Whatever the vendor's words: what lies behind the device is announced and nothing else, there is a route for it, and neither it,
    // nor a part of it, nor a default route is taken from Azure.
    [Fact]
    public void Every_device_filters_and_announces_the_same() =>
        Estates.Select(e => e with { Bgp = true, PolicyBasedSelectors = false, Policy = null, Protocol = "IKEv2", Mode = "Default" }).Sample(estate =>
        {
            var design = estate.Design();
            var read = 0;
            foreach (var template in DeviceEstate.Templates.All.Where(t => t.Supports.Contains("bgp")))
            {
                var (configuration, failures) = ConfigurationWriter.Write(design, template, new());
                Assert.Empty(failures);
                foreach (var file in configuration!.Files)
                {
                    if (RoutePolicy.Of(file.Name, file.Text) is { } policy)
                    {
                        read++;
                        Assert.True(Wrong(policy, design) is null, $"{template}: {Wrong(policy, design)}\n{file.Text}");
                    }
                }
            }

            // strongSwan leaves BGP to FRR.
            Assert.Equal(DeviceEstate.Templates.All.Count(t => t.Supports.Contains("bgp")) - 1, read);
        }, iter: 150);

    private static string? Wrong(RoutePolicy policy, TunnelDesign design)
    {
        if (policy.Undefined.FirstOrDefault() is { } name)
        {
            return $"{name} is not defined";
        }

        var everything = IPPrefix.Parse("0.0.0.0/0");
        foreach (var prefix in design.SitePrefixes)
        {
            var last = IPPrefix.Containing(prefix.Network, 32);
            if (!policy.Originates(prefix) || !policy.Discards.Contains(prefix) || !policy.Tells(prefix))
            {
                return $"{prefix} is not announced, or has no route";
            }

            if (policy.Takes(prefix) || policy.Takes(last) || (prefix.Length < 32 && policy.Tells(last)))
            {
                return $"{prefix} or a part of it passes";
            }
        }

        return policy.Takes(everything) || policy.Tells(everything) ? "the default route passes"
            : design.AzurePrefixes.FirstOrDefault(p => !policy.Takes(p) || policy.Tells(p)) is { Length: > 0 } azure ? $"{azure} is not taken, or told back"
            : null;
    }

    // A key may hold what looks like a tag.
    private static string Blinded(ConfigurationFile file) => file.Text.Replace("{{", "{_", StringComparison.Ordinal).Replace("}}", "}_", StringComparison.Ordinal);

    [Fact]
    public void A_custom_policy_is_all_that_a_device_offers() =>
        Estates.Where(e => e.Policy is not null).Sample(estate =>
        {
            var design = estate.Design();
            Assert.Single(design.Ike);
            Assert.Single(design.Ipsec);
            Assert.Equal(estate.Policy!.SALifeTimeSeconds, design.SALifeTimeSeconds);
        }, iter: 200);
}
