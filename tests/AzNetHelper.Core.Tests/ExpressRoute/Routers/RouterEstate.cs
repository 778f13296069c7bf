using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Networks;
using AzNetHelper.Tests.AddressSpaces;
using AzNetHelper.Tests.Devices;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>A circuit with a private peering, linked with a hub and a spoke that uses its gateway.</summary>
internal sealed record RouterEstate
{
    public const string Key = "Pa55_W0rd+Plus/Slash";

    public string Name { get; init; } = "er-contoso";

    public string? Tier { get; init; } = "Standard";

    public string ProviderState { get; init; } = "Provisioned";

    public bool HasPeering { get; init; } = true;

    public string? Primary { get; init; } = "192.168.15.16/30";

    public string? Secondary { get; init; } = "192.168.15.20/30";

    public bool IPv6 { get; init; }

    public string IPv6State { get; init; } = "Enabled";

    public string? SecondaryIPv6 { get; init; } = "fd00:15::14/126";

    public int? Megabits { get; init; } = 200;

    public bool HasGlobalReach { get; init; }

    public long Asn { get; init; } = 65010;

    public int Vlan { get; init; } = 100;

    public bool IsLinked { get; init; } = true;

    public string[] Hub { get; init; } = ["10.1.0.0/16"];

    public string[] Spoke { get; init; } = ["10.2.0.0/16"];

    public string? ModifiedBy { get; init; } = "Customer";

    /// <summary>What the circuit is known to bring.</summary>
    public string[] Brings { get; init; } = [];

    public LinkSelection Links { get; init; }

    public LinkPreference Preference { get; init; }

    public AcceptedRoutes Accept { get; init; }

    public bool AcceptDefault { get; init; }

    public bool AllowEgressChange { get; init; }

    public int? Outer { get; init; }

    public string[] Advertise { get; init; } = ["172.20.0.0/16"];

    public bool NoKey { get; init; }

    public ResourceId Circuit => TestEstate.Id("expressRouteCircuits", Name);

    public static DeviceTemplates Templates { get; } =
        DeviceTemplates.Load(Path.Combine(DeviceEstate.Root(), "module", "routers"), [], RouterLanguage.Circuits);

    public RouterRequest Request(params DeviceTemplate[] devices) => new()
    {
        Devices = [.. devices], Advertise = [.. Advertise.Select(IPPrefix.Parse)], Links = Links, Preference = Preference, Accept = Accept,
        AcceptDefault = AcceptDefault, AllowEgressChange = AllowEgressChange, OuterVlanId = Outer, HasNoSharedKey = NoKey,
    };

    /// <summary>The designs, and the ids of failures and notices.</summary>
    public (ImmutableArray<RouterDesign> Designs, string[] Told) Ask()
    {
        var log = new Reading.StepLog();
        var designs = RouterDesigner.Design(Topology(), Circuit, Request(), log.Writer);
        return (designs, [.. log.Read().Select(s => s switch
        {
            Steps.FailureStep failure => failure.Failure.Id,
            Steps.NoticeStep notice => notice.Id,
            _ => string.Empty,
        })]);
    }

    public RouterDesign Design() => Assert.Single(Ask().Designs);

    public DeviceConfiguration Write(string device, string? key = Key, params (string Name, string Value)[] settings)
    {
        var (configuration, failures) = RouterWriter.Write(
            Ask().Designs[0], Templates.Find(device).Template!, DeviceEstate.Options(NoKey ? null : key, settings), !NoKey);
        Assert.Empty(failures);
        return configuration!;
    }

    public Topology Topology()
    {
        var peering = new JsonObject
        {
            ["peeringType"] = "AzurePrivatePeering", ["state"] = "Enabled", ["azureASN"] = 12076, ["peerASN"] = Asn, ["vlanId"] = Vlan,
            ["primaryPeerAddressPrefix"] = Primary, ["secondaryPeerAddressPrefix"] = Secondary, ["provisioningState"] = "Succeeded",
            ["lastModifiedBy"] = ModifiedBy,
        };
        if (IPv6)
        {
            peering["ipv6PeeringConfig"] = new JsonObject
            {
                ["primaryPeerAddressPrefix"] = "fd00:15::10/126", ["secondaryPeerAddressPrefix"] = SecondaryIPv6, ["state"] = IPv6State,
            };
        }

        var circuit = new JsonObject
        {
            ["circuitProvisioningState"] = "Enabled", ["serviceProviderProvisioningState"] = ProviderState, ["provisioningState"] = "Succeeded",
            ["serviceProviderProperties"] = new JsonObject
            {
                ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = Megabits,
            },
            ["globalReachEnabled"] = HasGlobalReach,
            ["peerings"] = HasPeering
                ? new JsonArray(new JsonObject { ["name"] = "AzurePrivatePeering", ["properties"] = peering }) : new JsonArray(),
        };
        var estate = new TestEstate().VNet("hub", Hub).VNet("spoke", Spoke).Spoke("hub", "spoke").Gateway("ergw", "hub", "ExpressRoute", "ErGw1Az")
            .Other(Circuit, new()
            {
                ["location"] = "westeurope", ["properties"] = circuit,
                ["sku"] = Tier is null ? null : new JsonObject { ["name"] = $"{Tier}_MeteredData", ["tier"] = Tier, ["family"] = "MeteredData" },
            });
        if (IsLinked)
        {
            estate.Connection("ergw-er", "ergw", "ExpressRoute", "peer", Circuit, bgp: false);
        }

        return Brings.Length == 0 ? estate.Topology() : estate.Topology().With(SpaceEstate.Behind(Name, Brings));
    }
}
