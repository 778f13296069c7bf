using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.PointToSite;
using AzNetHelper.Reading;

namespace AzNetHelper.Vpn;

/// <summary>A public address of an instance, there or to be made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Configuration">The name of the gateway's IP configuration that has it.</param>
/// <param name="There">The address as it is; null for one that is made.</param>
/// <param name="IsJoined">True where the gateway has it already.</param>
internal sealed record InstanceAddress(ResourceId Id, string Configuration, PublicIPAddress? There, bool IsJoined);

/// <summary>
/// A wanted gateway laid over the networks as they are: which subnet, which addresses in which zones, which SKU of which
/// generation. The planner writes what it says, the checks look at it.
/// </summary>
internal sealed class VpnGatewayLayout : GatewayLayout
{
    /// <summary>How instances are told apart: by the portal's names.</summary>
    private static readonly ImmutableArray<string> Configurations = ["default", "activeActive", ThirdAddress.ConfigurationName];

    public VpnGatewayLayout(Topology topology, VpnGatewayRequest request, RegionZones zones)
        : base(topology, Place(request))
    {
        (Request, Region) = (request, zones);
        Sku = VpnSku.Find(Settings.Sku, Settings.Generation ?? Existing?.Generation);
        ActiveActive = Settings.ActiveActive ?? Existing?.ActiveActive ?? false;
        Addresses = Placed();
        BgpEnds = BgpEnd.Of(topology, request.Gateway);
    }

    public VpnGatewayRequest Request { get; }

    public VpnGatewaySettings Settings => Request.Settings;

    /// <summary>What is known of the region's zones.</summary>
    public RegionZones Region { get; }

    public override GatewayKind Kind => GatewayKind.Vpn;

    public override string What => "VPN gateway";

    /// <summary>The SKU that is asked for, in the gateway's generation; null where that does not exist.</summary>
    public VpnSku? Sku { get; }

    public bool ActiveActive { get; }

    public int Instances => ActiveActive ? ThirdAddress.Instances : 1;

    /// <summary>True where the gateway becomes active-active and has clients, who need a configuration of their own then.</summary>
    public bool NeedsThird => ActiveActive && Existing is { ActiveActive: false, ClientPool.IsEmpty: false };

    public ImmutableArray<InstanceAddress> Addresses { get; }

    /// <summary>The other ends of its connections with BGP; they are read only where ASN or BGP change.</summary>
    public ImmutableArray<BgpEnd> BgpEnds { get; }

    /// <summary>What goes of an active-active gateway when one instance is to remain.</summary>
    public ImmutableArray<GatewayAddress> Freed => Existing is { ActiveActive: true } gateway && !ActiveActive ? [.. gateway.Addresses.Skip(1)] : [];

    /// <summary>
    /// The public addresses that one instance needs no more: that of the second one, and of a run that was ended between gateway and
    /// address the one that is left, by its mark and the name that it is given.
    /// </summary>
    public ImmutableArray<PublicIPAddress> FreedAddresses => Settings.ActiveActive is not false || Existing is not { } gateway ? []
        : gateway.ActiveActive ? [.. Freed.Select(f => f.PublicAddress).OfType<ResourceId>().Select(Address).OfType<PublicIPAddress>()]
        : Address(DefaultAddress(gateway.Id, 1)) is { User: null } left && MadeByTag.IsOn(left.Tags)
            && gateway.Addresses.All(a => a.PublicAddress != left.Id) ? [left]
        : [];

    /// <summary>Those of them that go: the ones that this module has made. What is not waited for frees no address in time.</summary>
    public ImmutableArray<PublicIPAddress> RemovedAddresses => Settings.NoWait ? [] : [.. FreedAddresses.Where(a => MadeByTag.IsOn(a.Tags))];

    /// <summary>
    /// The link-local addresses that are asked for, by the configuration of their instance, the first instance first: as many for each.
    /// Empty where none are asked for.
    /// </summary>
    public ImmutableArray<KeyValuePair<ResourceId, ImmutableArray<IPAddress>>> PeeringAddresses
    {
        get
        {
            if (Settings.BgpPeeringAddresses is not { IsDefaultOrEmpty: false } given)
            {
                return [];
            }

            var each = given.Length / Instances;
            IEnumerable<ResourceId> instances =
            [
                .. (Existing?.Addresses ?? []).Take(Instances).Select(a => a.Configuration),
                .. Addresses.Where(a => !a.IsJoined).Select(a => Request.Gateway.Child("ipConfigurations", a.Configuration)),
            ];
            return [.. instances.Take(Instances).Select((id, at) => KeyValuePair.Create(id, given.Skip(at * each).Take(each).ToImmutableArray()))];
        }
    }

    public bool IsBasic => string.Equals(Settings.Sku, "Basic", StringComparison.OrdinalIgnoreCase);

    public bool IsZonal => Settings.Sku.EndsWith("AZ", StringComparison.OrdinalIgnoreCase);

    /// <summary>True where the gateway that is there has the SKU that is asked for.</summary>
    public bool IsOfSku => Existing is not null && string.Equals(Existing.Sku, Settings.Sku, StringComparison.OrdinalIgnoreCase);

    public long Asn => Settings.Asn ?? Existing?.Asn ?? AutonomousSystem.Default;

    /// <summary>The zones of an address that is made.</summary>
    public ImmutableArray<string> Zones => Settings.Zones
        ?? (Addresses.Select(a => a.There).FirstOrDefault(a => a is not null && Existing is not null) is { } there ? there.Zones
            : IsZonal ? Region.Zones ?? [] : []);

    public override IEnumerable<ResourceId> NewNames => base.NewNames.Concat(Addresses.Where(a => a.There is null && !a.IsJoined).Select(a => a.Id));

    /// <summary>The names of addresses that nobody named: <c>gateway-pip</c>, <c>gateway-pip-2</c>.</summary>
    public static ResourceId DefaultAddress(ResourceId gateway, int instance)
    {
        var suffix = instance == 0 ? "-pip" : string.Create(CultureInfo.InvariantCulture, $"-pip-{instance + 1}");
        var most = NetworkName.MaxLength - suffix.Length;
        var name = gateway.Name.Length > most ? gateway.Name[..most] : gateway.Name;
        return ResourceId.ForResource(gateway.SubscriptionId, gateway.ResourceGroup!, ResourceTypes.PublicIPAddress, name + suffix);
    }

    private static GatewayWish Place(VpnGatewayRequest request) => new(request.Network, request.Gateway, request.Settings.Sku)
    {
        SubnetPrefix = request.Settings.SubnetPrefix,
        SubnetLengths = GatewaySizes.SubnetOf(string.Equals(request.Settings.Sku, "Basic", StringComparison.OrdinalIgnoreCase)) is var size
            ? (size.Made, size.Longest) : default,
        ExtendAddressSpace = request.Settings.ExtendAddressSpace,
        Location = request.Settings.Location,
        Tags = request.Settings.Tags,
    };

    // What the gateway has it keeps; the second instance is given what it lacks, or goes. Clients need a third configuration beside two
    // instances (about-active-active-gateways); one that is there is none of these.
    private ImmutableArray<InstanceAddress> Placed()
    {
        var made = ImmutableArray.CreateBuilder<InstanceAddress>();
        var joined = Existing?.Addresses ?? [];
        var given = new Queue<ResourceId>(Request.PublicAddresses.IsDefault ? []
            : Request.PublicAddresses.Where(p => joined.All(j => j.PublicAddress != p)));
        for (var instance = 0; instance < Instances + (NeedsThird ? 1 : 0); instance++)
        {
            if (instance < joined.Length)
            {
                if (joined[instance].PublicAddress is { } has)
                {
                    made.Add(new(has, joined[instance].Configuration.Name, Address(has), true));
                }

                continue;
            }

            var id = given.TryDequeue(out var named) ? named : DefaultAddress(Request.Gateway, instance);
            made.Add(new(id, Free(joined, Configurations[instance]), Address(id), false));
        }

        return made.ToImmutable();
    }

    private static string Free(ImmutableArray<GatewayAddress> joined, string name) =>
        joined.Any(j => j.Configuration.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? name + "2" : name;

    private PublicIPAddress? Address(ResourceId id) => Topology.PublicIPAddresses.FirstOrDefault(a => a.Id == id);
}
