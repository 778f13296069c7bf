using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Private addresses in subnets: a dynamic one is the first that is free, a static one must lie in the subnet and be free.
/// Azure keeps the first four and the last of each subnet (virtual networks FAQ).
/// </summary>
internal static class PrivateAddressRules
{
    /// <summary>How many addresses of a prefix Azure keeps: the first four and the last.</summary>
    public const int Kept = KeptAtStart + 1;

    private const int KeptAtStart = 4;

    /// <summary>Checks the address that a configuration asks for, and its subnet.</summary>
    public static ArmError? Check(
        Cloud cloud, ResourceId owner, string? location, JsonObject configuration, JsonObject? before, string? subnetName = null)
    {
        var properties = configuration.Object("properties");
        var subnet = properties.Reference("subnet");
        if (subnet is null)
        {
            return NetworkErrors.GatewaySubnetMissing.With(configuration.Text("id"));
        }

        if (ReferenceRules.Check(cloud, owner, location, ResourceKind.Subnet, "properties.ipConfigurations", subnet,
            before.Object("properties").Reference("subnet")) is { } refusal)
        {
            return refusal;
        }

        var id = ResourceId.Parse(subnet);
        if (!Json.Same(subnet, before.Object("properties").Reference("subnet"))
            && SubnetServiceRules.Delegations(cloud.Estate.Find(id)) is [_, ..] delegations)
        {
            return NetworkErrors.DelegatedSubnet.With(owner, id, string.Join(", ", delegations));
        }

        if (subnetName is not null && !Json.Same(id.Name, subnetName))
        {
            return NetworkErrors.SubnetName.With(owner, subnetName, id);
        }

        if (!Json.Same(properties.Text("privateIPAllocationMethod"), "Static")
            || !IPAddress.TryParse(properties.Text("privateIPAddress"), out var address))
        {
            return null;
        }

        var prefixes = Prefixes(cloud, id);
        var prefix = prefixes.Where(p => p.Contains(address)).Select(p => (IPPrefix?)p).FirstOrDefault();
        return prefixes.Count > 0 && prefix is null
                ? NetworkErrors.AddressOutsideSubnet.With(address, string.Join(", ", prefixes))
            : prefix is { } at && !Usable(at, address) ? NetworkErrors.AddressReserved.With(address, at)
            : Users(cloud, id).Where(u => !Json.Same(u.Text("id"), configuration.Text("id")))
                .FirstOrDefault(u => Json.Same(u.Object("properties").Text("privateIPAddress"), address.ToString())) is { } holder
                ? NetworkErrors.PrivateAddressTaken.With(configuration.Text("id"), address, holder.Text("id"))
            : null;
    }

    /// <summary>Gives a configuration the first free address of its subnet, unless it has one there.</summary>
    public static void Allocate(
        Cloud cloud, JsonObject configuration, JsonObject? before, params IEnumerable<JsonObject> siblings)
    {
        var properties = configuration.Properties();
        if (!ResourceId.TryParse(properties.Reference("subnet"), out var subnet))
        {
            return;
        }

        if (properties.Text("privateIPAddress") is not null && Json.Same(properties.Text("privateIPAllocationMethod"), "Static"))
        {
            return;
        }

        var old = before.Object("properties");
        if (Json.Same(old.Reference("subnet"), subnet.ToString()) && old.Text("privateIPAddress") is { } kept)
        {
            properties["privateIPAddress"] = kept;
            return;
        }

        var six = Json.Same(properties.Text("privateIPAddressVersion"), "IPv6");
        var taken = Users(cloud, subnet).Concat(siblings).Select(u => u.Object("properties").Text("privateIPAddress"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (Free(cloud, subnet, six).FirstOrDefault(a => !taken.Contains(a)) is { } free)
        {
            properties["privateIPAddress"] = free;
        }
    }

    /// <summary>The addresses of a subnet that Azure gives out, the lowest first.</summary>
    public static IEnumerable<string> Free(Cloud cloud, ResourceId subnet, bool six)
    {
        foreach (var prefix in Prefixes(cloud, subnet).Where(p => p.IsIPv6 == six))
        {
            for (var bits = First(prefix); bits < prefix.LastBits; bits += One(prefix))
            {
                yield return IPPrefix.FromBits(bits, prefix.Width, six).Network.ToString();
            }
        }
    }

    private static bool Usable(IPPrefix prefix, IPAddress address)
    {
        var bits = IPPrefix.Of(address).Bits;
        return bits >= First(prefix) && bits < prefix.LastBits;
    }

    // The bits of a prefix are left-aligned.
    private static UInt128 One(IPPrefix prefix) => UInt128.One << (128 - prefix.Width);

    private static UInt128 First(IPPrefix prefix) => prefix.Bits + (KeptAtStart * One(prefix));

    private static List<IPPrefix> Prefixes(Cloud cloud, ResourceId subnet) => cloud.Estate.Find(subnet) is { } document
        ? [.. PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(document))] : [];

    private static IEnumerable<JsonObject> Users(Cloud cloud, ResourceId subnet) => cloud.Estate.Resources
        .SelectMany(r => Occupancy.Configurations(r.Value))
        .Where(c => Json.Same(c.Object("properties").Reference("subnet"), subnet.ToString()));
}
