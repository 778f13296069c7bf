using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Random evidence, sensible or not: it is always judged, and healthy only where plain questions find nothing wrong or unknown.</summary>
public sealed class CircuitJudgeProperties(ITestOutputHelper output)
{
    private static readonly string[] Prefixes =
        ["172.20.0.0/16", "172.21.0.0/16", "0.0.0.0/0", "10.0.0.0/16", "10.0.7.0/24", "198.51.100.0/24", "169.254.0.0/16", "fd00:172::/32", "::/0"];

    [Fact]
    public void Everything_is_judged_and_nothing_doubtful_is_healthy()
    {
        var seen = new Dictionary<CircuitHealth, int>();
        var ids = new HashSet<CircuitFindingId>();
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var evidence = Evidence(random, chance: random.Next(4) switch { 0 => 0, 1 => 200, 2 => 30, _ => 6 });
            var verdict = CircuitJudge.Judge(evidence);
            Assert.Equal(verdict.IsHealthy, verdict.Findings.IsEmpty && verdict.Unknowns.IsEmpty && Sound(evidence));
            Assert.True(verdict.Health != CircuitHealth.Unknown || verdict.Unknowns.Length > 0,
                $"Not known, and no word why: {string.Join("; ", verdict.Links)}");
            Assert.All(verdict.Findings, f => Assert.NotEqual(CircuitSeverity.Unknown, f.Severity));
            Assert.All(verdict.Unknowns, f => Assert.Equal(CircuitSeverity.Unknown, f.Severity));
            Assert.Equal(evidence.Peerings.Length * 2, verdict.Links.Length);
            lock (seen)
            {
                seen[verdict.Health] = seen.GetValueOrDefault(verdict.Health) + 1;
                ids.UnionWith(verdict.Findings.Concat(verdict.Unknowns).Select(f => f.Id));
            }
        }, iter: 4000);
        output.WriteLine($"{string.Join(", ", seen.Select(s => $"{s.Key} {s.Value}"))}; {ids.Count} ids");
        Assert.Equal(Enum.GetValues<CircuitHealth>().Order(), seen.Keys.Order());
        Assert.True(ids.Count > 50, $"only {ids.Count} ids were seen");
    }

    // The plainest questions, each a reason on its own against health; they know nothing of the findings.
    private static bool Sound(CircuitEvidence e)
    {
        if (e is not { Circuit: { CircuitState: "Enabled", ProviderState: "Provisioned", ProvisioningState: ProvisioningState.Succeeded, Peerings: not null },
            Gateways.IsKnown: true, UnreadGateways: null, Private: { Peering.IsEnabled: true, Traffic.IsKnown: true } p }
            || (e.Sampled is not null && !p.LaterTraffic.IsKnown))
        {
            return false;
        }

        var links = p.Links.All(l => l.Arp.Tells(out var arp) && arp.Count(r => r.HardwareAddress is not null) >= 2
            && l.Neighbors.Tells(out var sessions) && sessions.Any(s => s is { Prefixes: > 0 }) && l.Routes.IsKnown);
        var gateways = e.Gateways.Value.All(g => g.Connection is { Status: ConnectionStatus.Connected, ProvisioningState: ProvisioningState.Succeeded }
            && g is { Gateway.IsKnown: true, Networks.IsKnown: true, Learned.IsKnown: true, Advertised.IsKnown: true, Sessions.IsKnown: true, Circuits.IsKnown: true });
        if (!links || !gateways)
        {
            return false;
        }

        var (one, other) = (Via(p.Primary, ".17"), Via(p.Secondary, ".21"));
        return one.Concat(other).All(n => !n.IsDefault) && one.Except(All(p.Secondary)).Concat(other.Except(All(p.Primary))).ToArray() is [];

        static HashSet<IPPrefix> Via(LinkEvidence link, string hop) =>
            [.. link.Routes.Value.Where(r => r.NextHop.EndsWith(hop, StringComparison.Ordinal)).Select(r => r.Network)];
        static HashSet<IPPrefix> All(LinkEvidence link) => [.. link.Routes.Value.Select(r => r.Network)];
    }

    // Mostly as it should be; one in "chance" is not, 0 for never.
    private static CircuitEvidence Evidence(Random random, int chance)
    {
        bool Odd() => chance > 0 && random.Next(chance) == 0;
        Told<T> Maybe<T>(T value)
            where T : notnull => Odd() ? random.Next(2) == 0 ? default : Told.Unknown<T>("nobody said") : Told.Of(value);
        T Pick<T>(T usual, params T[] odd) => Odd() ? odd[random.Next(odd.Length)] : usual;
        var peering = new CircuitPeering("AzurePrivatePeering")
        {
            Kind = "AzurePrivatePeering", IsEnabled = !Odd(), VlanId = 100, PeerAsn = Pick<long?>(65010, null, 12076, 65515, 65535), AzureAsn = Pick<long?>(12076, 0, null),
            PrimaryPrefix = Pick<IPPrefix?>(IPPrefix.Parse("192.168.15.16/30"), null, IPPrefix.Parse("192.168.15.16/29"), IPPrefix.Parse("10.0.0.0/30")),
            SecondaryPrefix = Pick<IPPrefix?>(IPPrefix.Parse("192.168.15.20/30"), null, IPPrefix.Parse("192.168.15.16/30")),
            HasIPv6 = Odd(), PrimaryPrefixIPv6 = Pick<IPPrefix?>(null, IPPrefix.Parse("fd00:15::/126")), LastModifiedBy = Pick<string?>("Customer", null, "Equinix"),
            ProvisioningState = Pick(ProvisioningState.Succeeded, Enum.GetValues<ProvisioningState>()),
        };
        LinkEvidence Link(CircuitLink link)
        {
            var hop = link == CircuitLink.Primary ? "192.168.15.17" : "192.168.15.21";
            CircuitRoute Route(string prefix, string via, params long[] path) => new(IPPrefix.Parse(prefix), [.. path]) { NextHop = via };
            var routes = new List<CircuitRoute> { Route("172.20.0.0/16", hop, 65010), Route("10.0.0.0/16", "10.0.0.12", 65515) };
            while (Odd())
            {
                routes.Add(Route(Prefixes[random.Next(Prefixes.Length)], Pick(hop, "nowhere", string.Empty, "fd00:15::1"), Pick(65010, 65515, 0, 23456), 65020));
            }

            return new(link)
            {
                Arp = Maybe<ImmutableArray<ArpEntry>>(
                [
                    .. Odd() ? Array.Empty<ArpEntry>() : [new ArpEntry(Pick(ArpSide.OnPremises, ArpSide.Unknown), Pick(hop, "x", "1.2.3.4"))
                        { HardwareAddress = Pick<string?>($"aaaa{link}", null, "bbbb") }],
                    .. Odd() ? Array.Empty<ArpEntry>() : [new ArpEntry(ArpSide.Microsoft, "192.168.15.18") { HardwareAddress = Pick<string?>("cccc", [null]) }],
                ]),
                Neighbors = Maybe<ImmutableArray<BgpNeighbor>>(Odd() ? [] :
                [
                    new(Pick(hop, "x", string.Empty)) { Asn = Pick<long?>(65010, null, 1), UpDown = Pick<string?>("1w2d", null, "00:00:10", "never", "99:99:99"),
                        StateOrPrefixes = Pick<string?>("1", null, "0", "Idle", "4000", "-1", "99999999999999999999") },
                ]),
                Routes = Maybe<ImmutableArray<CircuitRoute>>([.. routes.Skip(Odd() ? 1 : 0)]),
            };
        }

        var gateways = new List<GatewayEvidence>();
        var count = Pick(1, 0, 2, 9);
        for (var i = 0; i < count; i++)
        {
            gateways.Add(Gateway(i));
        }

        return new(new(HealthyCircuit.CircuitId, "westeurope")
        {
            CircuitState = Pick<string?>("Enabled", null, "Disabled"),
            ProviderState = Pick<string?>("Provisioned", null, "NotProvisioned", "Provisioning", "Deprovisioning", "x"),
            ProvisioningState = Pick(ProvisioningState.Succeeded, Enum.GetValues<ProvisioningState>()),
            Tier = Pick<string?>("Standard", null, "Local", "Premium", "x"), BandwidthMbps = Pick<int?>(200, null, 10000), ServiceProvider = "Equinix",
            Authorizations = Odd() ? [new("a") { IsInUse = Odd() }] : [], Peerings = Odd() ? null : [peering],
        })
        {
            Peerings = Odd() ? [] : [new(peering)
            {
                Primary = Link(CircuitLink.Primary), Secondary = Link(CircuitLink.Secondary), Traffic = Maybe(Traffic()), LaterTraffic = Maybe(Traffic()),
            }],
            Gateways = Maybe<ImmutableArray<GatewayEvidence>>([.. gateways]),
            UnreadGateways = Odd() ? "one was refused" : null,
            GlobalReach = Odd() ? [new("g") { Status = Pick<string?>("Connected", null, "Disconnected") }] : [],
            Sampled = random.Next(2) == 0 ? null : TimeSpan.FromSeconds(60),
        };

        CircuitTraffic Traffic() => new(Number(), Number(), Number(), Number());
        long Number() => Odd() ? 0 : random.Next(1, int.MaxValue);

        GatewayEvidence Gateway(int number)
        {
            var id = ResourceId.Parse(HealthyCircuit.Id($"virtualNetworkGateways/g{number}"));
            GatewayRoute Route(string prefix, params long[] path) => new(IPPrefix.Parse(prefix), [.. path]);
            return new(new(ResourceId.Parse(HealthyCircuit.Id($"connections/c{number}")), "westeurope")
            {
                Gateway = id, Circuit = HealthyCircuit.CircuitId, Kind = ConnectionKind.ExpressRoute, BypassesGateway = Odd(),
                Status = Pick<ConnectionStatus?>(ConnectionStatus.Connected, null, ConnectionStatus.NotConnected, ConnectionStatus.Connecting, ConnectionStatus.Unknown),
                ProvisioningState = Pick(ProvisioningState.Succeeded, Enum.GetValues<ProvisioningState>()),
            })
            {
                Gateway = Maybe(new VirtualNetworkGateway(id, "westeurope") { Kind = GatewayKind.ExpressRoute, Sku = Pick<string?>("ErGw1AZ", null, "ErGwScale", "x"),
                    ProvisioningState = Pick(ProvisioningState.Succeeded, ProvisioningState.Failed), ScaleUnits = Pick<int?>(null, 1, 40) }),
                Circuits = Maybe(Pick(1, 0, 4, 16)),
                OtherCircuits = Maybe<ImmutableArray<OtherCircuit>>(Odd() ? [new(id, Maybe(Pick(65010L, 65020L)))] : []),
                Networks = Maybe<ImmutableArray<NetworkSpace>>(Odd() ? [] : [new(id, [IPPrefix.Parse(Pick("10.0.0.0/16", "fd00:10::/48", "172.16.0.0/12"))])]),
                UnreadNetworks = Odd() ? [id] : [],
                Sessions = Maybe<ImmutableArray<BgpPeer>>(Odd() ? [] : [new("10.0.0.4", Pick("Connected", "Idle", string.Empty)) { Asn = Odd() ? null : 12076 }]),
                Learned = Maybe<ImmutableArray<GatewayRoute>>(
                    [.. Odd() ? Array.Empty<GatewayRoute>() : [Route("172.20.0.0/16", 12076, 65010), Route("172.21.0.0/16", 12076, 65010)]]),
                Advertised = Maybe<ImmutableArray<GatewayRoute>>([.. Odd() ? Array.Empty<GatewayRoute>() : [Route("10.0.0.0/16")]]),
            };
        }
    }
}
