using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;
using CsCheck;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Random networks and wishes: what the checks let pass is built as it was asked for and found so the second time; what they
/// refuse for a reason that the simulation knows too, on its own, is refused there. CsCheck prints the seed of a failure.
/// </summary>
public sealed class VpnGatewayProperties
{
    // The simulation, which shares no code with the checks, refuses these. It takes security groups and routes on GatewaySubnet,
    // and what only concerns names, rooms and counts is never sent.
    private static readonly HashSet<string> s_alsoRefusedThere =
    [
        "SkuRetired", "GenerationNotOffered", "AsnReserved", "BgpAddressOutOfRange", "GatewaySubnetTooSmall", "AddressNotStandard", "AddressInUse",
        "AddressRegion", "AddressZones", "UsesRemoteGateway", "SecondGateway", "BasicGateway",
    ];

    private int _built;
    private int _refused;
    private int _agreed;

    [Fact]
    public async Task What_passes_is_built_as_wanted_and_what_is_refused_would_be_refused()
    {
        await Gen.Int[1, 1_000_000].SampleAsync(RunAsync, iter: 150, threads: 4);
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"{_built} built, {_refused} refused, of which {_agreed} were tried and refused there too"));
        Assert.True(_built > 30 && _refused > 30 && _agreed > 15);
    }

    private async Task RunAsync(int seed)
    {
        var made = new Case(seed);
        await Bed.RunAsync(made.Estate, async bed =>
        {
            var before = bed.Simulation.Snapshot();
            var (plan, ground) = await VpnGatewayTests.PlanAsync(bed, made.Settings, Case.Network, made.Addresses);
            Assert.Empty(bed.Simulation.Log.Writes);
            if (!plan.CanApply)
            {
                Interlocked.Increment(ref _refused);
                await AssertRefusedAsync(bed, plan, made);
                return;
            }

            var report = await VpnGatewayTests.RunAsync(bed, plan);
            Assert.True(report.Succeeded, $"{made}\n{Bed.Tell(report)}");
            Interlocked.Increment(ref _built);
            AssertAsked(made, VpnGatewayResult.From(ground, report.Results), before, bed.Simulation.Snapshot());
            bed.Simulation.Log.Clear();
            Assert.True((await VpnGatewayTests.PlanAsync(bed, made.Settings, Case.Network, made.Addresses)).Plan is { IsEmpty: true, CanApply: true }, made.ToString());
            Bed.AssertSucceeded(await VpnGatewayTests.RunAsync(bed, plan));
            Assert.Empty(bed.Simulation.Log.Writes);
        });
    }

    private async Task AssertRefusedAsync(Bed bed, Plan plan, Case made)
    {
        // Whether a Basic gateway takes a Basic address any more, Microsoft's pages do not agree: the simulation takes it.
        var known = plan.Problems.Select(p => p.CheckId).Where(p => made.Settings.Sku != "Basic" || p != "AddressNotStandard");
        if (known.Any(s_alsoRefusedThere.Contains) && plan.Changes.Any(c => c.Kind == ChangeKind.Create))
        {
            var report = await VpnGatewayTests.RunAsync(bed, plan with { Problems = [], RestsOn = [] });
            Assert.False(report.Succeeded, $"{made}\n{string.Join('\n', plan.Problems)}\n{Bed.Tell(report)}");
            Interlocked.Increment(ref _agreed);
        }
    }

    private static void AssertAsked(Case made, VpnGatewayResult result, Topology before, Topology after)
    {
        var settings = made.Settings;
        var gateway = Assert.Single(after.Gateways, g => g.VirtualNetwork == Case.Network);
        Assert.Equal((settings.Sku, settings.ActiveActive ?? false, settings.Asn ?? 65515), (gateway.Sku!, gateway.ActiveActive, gateway.Asn));
        Assert.Equal(settings.ActiveActive is true ? 2 : 1, gateway.Addresses.Length);
        Assert.Equal(VpnSku.Find(settings.Sku, settings.Generation)!.Generation, gateway.Generation);
        Assert.Equal(settings.BgpPeeringAddresses, gateway.Addresses.SelectMany(a => a.CustomBgpAddresses));
        Assert.Equal((result.Sku, result.State), (gateway.Sku, (ProvisioningState?)gateway.ProvisioningState));
        Assert.Equal(gateway.Addresses.Select(a => a.PublicAddress), result.PublicIpAddressId.Select(a => (ResourceId?)a));

        // The region's zones, or what was there.
        foreach (var address in after.PublicIPAddresses.Where(a => result.PublicIpAddressId.Contains(a.Id)))
        {
            var was = before.PublicIPAddresses.FirstOrDefault(a => a.Id == address.Id);
            Assert.Equal(was is not null ? was.Zones : settings.Sku != "Basic" ? [.. made.Zones] : [], address.Zones);
            Assert.Equal(was is null, MadeByTag.IsOn(address.Tags));
        }

        // A subnet of its own, in the space, apart from the others; nothing else of the VNet has changed.
        var network = after.VirtualNetwork(Case.Network)!;
        var subnet = Assert.Single(network.Subnets, s => s.Name == Subnet.GatewaySubnetName);
        Assert.All(subnet.Prefixes, p => Assert.True(network.AddressSpace.Any(a => a.Contains(p))
            && p.Length <= (settings.Sku == "Basic" ? 29 : 27) && !network.Subnets.Any(s => s.Id != subnet.Id && s.Prefixes.Any(q => q.Overlaps(p)))));
        var old = before.VirtualNetwork(Case.Network)!;
        Assert.Equal(old.Subnets.Where(s => s.Name != subnet.Name).Select(s => $"{s} {s.Prefixes[0]}"),
            network.Subnets.Where(s => s.Name != subnet.Name).Select(s => $"{s} {s.Prefixes[0]}"));
        Assert.True(settings.ExtendAddressSpace || old.AddressSpace.SequenceEqual(network.AddressSpace), made.ToString());
    }

    /// <summary>A network, what is in it and around it, and a wish.</summary>
    private sealed class Case
    {
        private readonly Random _random;
        private readonly int _seed;
        private readonly List<string> _told = [];

        public Case(int seed)
        {
            (_seed, _random) = (seed, new(seed));
            var region = Pick("westeurope", "westeurope", "northcentralus");
            Zones = region == "westeurope" ? ["1", "2", "3"] : [];
            var documents = new Documents().VNet(Network, Pick<string[]>(["10.0.0.0/16"], ["10.0.0.0/24"], ["10.0.0.0/24", "172.20.0.0/26"], ["10.0.0.0/23"]));
            Settings = Wish();
            Addresses = _random.Next(3) == 0 ? Given(documents) : [];
            OwnSubnet(documents);
            Around(documents);
            documents[Network]["location"] = region;
            foreach (var name in Addresses.Where(a => documents.Has(Address(a)) && _random.Next(8) > 0))
            {
                documents[Address(name)]["location"] = region;
            }

            Estate = documents.Settle().ToTopology();
        }

        public static ResourceId Network { get; } = Net(1, "net");

        public Topology Estate { get; }

        public string[] Zones { get; }

        public VpnGatewaySettings Settings { get; }

        public string[] Addresses { get; }

        public override string ToString() => $"seed {_seed}: {Settings.Sku} {string.Join("; ", _told)} addresses {string.Join(' ', Addresses)}";

        private VpnGatewaySettings Wish()
        {
            var sku = Pick("VpnGw1AZ", "VpnGw1AZ", "VpnGw2AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw5AZ", "Basic", "VpnGw1");
            var active = _random.Next(3) == 0;
            return new(sku)
            {
                Generation = Pick<int?>(null, null, null, null, null, null, 1, 2),
                ActiveActive = active ? true : Pick<bool?>(null, false),
                Asn = Pick<long?>(null, null, null, null, 65010, 65020, 4200000001, 65517),
                BgpPeeringAddresses = [.. Pick(0, 0, 0, 0, 0, 1) == 0 ? [] : Enumerable.Range(0, active ? 2 : 1).Select(i => IPAddress.Parse(Pick("169.254.21.", "169.254.22.", "169.254.21.", "169.254.30.") + (i + 2)))],
                ExtendAddressSpace = _random.Next(3) > 0,
                SubnetPrefix = _random.Next(8) == 0 ? IPPrefix.Parse(Pick("10.0.0.224/27", "10.0.1.0/27", "10.0.5.0/26")) : null,
            };
        }

        private string[] Given(Documents documents)
        {
            string[] names = [.. Enumerable.Range(1, Settings.ActiveActive is true ? 2 : 1).Select(i => $"own-{i}")];
            foreach (var name in names)
            {
                var kind = Pick("new", "new", "fits", "fits", "fits", "basic", "dynamic", "flat", "used");
                _told.Add($"{name} {kind}");
                if (kind == "new")
                {
                    continue;
                }

                documents.Plain(Address(name), new()
                {
                    ["publicIPAllocationMethod"] = kind == "dynamic" ? "Dynamic" : "Static", ["publicIPAddressVersion"] = "IPv4", ["ipAddress"] = "203.0.113.9",
                });
                documents[Address(name)]["sku"] = new JsonObject { ["name"] = kind is "basic" or "dynamic" ? "Basic" : "Standard", ["tier"] = "Regional" };
                if (kind != "flat" && Zones.Length > 0 && Settings.Sku != "Basic")
                {
                    documents[Address(name)]["zones"] = new JsonArray("1", "2", "3");
                }

                if (kind == "used")
                {
                    documents[Address(name)]["properties"]!["ipConfiguration"] = new JsonObject
                    {
                        ["id"] = Id(1, ResourceTypes.NetworkInterface, "nic").Child("ipConfigurations", "c").ToString(),
                    };
                }
            }

            return names;
        }

        private void OwnSubnet(Documents documents)
        {
            if (_random.Next(3) == 0)
            {
                // In the first /23 of most spaces, or in none of them.
                var prefix = Pick("172.20.0.0/27", "172.20.0.0/27", "172.20.0.0/28", "172.20.0.32/29", "172.20.0.0/26");
                _told.Add($"GatewaySubnet {prefix}");
                var space = documents[Network]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray();
                if (space.Count == 1)
                {
                    space.Add((JsonNode)"172.20.0.0/26");
                }

                documents[Network]["properties"]!["subnets"]!.AsArray().Add((JsonNode)new JsonObject
                {
                    ["id"] = Network.Child("subnets", Subnet.GatewaySubnetName).ToString(),
                    ["name"] = Subnet.GatewaySubnetName,
                    ["properties"] = new JsonObject { ["addressPrefix"] = prefix, ["provisioningState"] = "Succeeded" },
                });
            }
        }

        private void Around(Documents documents)
        {
            var hub = Net(1, "hub");
            var around = Pick("", "", "", "peer", "hub", "used");
            _told.Add(around);
            if (around.Length == 0)
            {
                return;
            }

            documents.VNet(hub, "10.9.0.0/16");
            if (around != "peer")
            {
                documents.Gateway(hub);
            }

            documents.Half(hub, Network, "Connected", around == "used" ? "allowGatewayTransit" : "")
                .Half(Network, hub, "Connected", around == "used" ? "useRemoteGateways" : "");
        }

        private static ResourceId Address(string name) => Id(1, ResourceTypes.PublicIPAddress, name);

        private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
    }
}
