using System.Text.Json.Nodes;
using AzNetHelper.Addressing;

namespace AzNetHelper.Simulation;

/// <summary>What the provider checks before it accepts a VNet: its address space, its subnets, its peers.</summary>
internal sealed class NetworkRules(Cloud cloud)
{
    public ArmError? Check(ResourceWrite write, JsonObject made, IReadOnlyList<JsonObject> subnets) =>
        CheckSpace(write, made, out var space) ?? CheckSubnets(write, made, subnets, space)
            ?? CheckPeerings(write, space);

    private static ArmError? CheckSpace(ResourceWrite write, JsonObject made, out IReadOnlyList<IPPrefix> space)
    {
        var prefixes = made.Object("properties").Object("addressSpace").Texts("addressPrefixes").ToArray();
        var unreadable = PrefixRules.Read(prefixes, out space);
        return prefixes.Length == 0
            ? NetworkErrors.MissingMember.With("addressPrefixes", "properties.addressSpace.addressPrefixes")
            : unreadable ?? PrefixRules.CheckNetwork(write.Id.Name, space);
    }

    private ArmError? CheckSubnets(
        ResourceWrite write, JsonObject made, IReadOnlyList<JsonObject> subnets, IReadOnlyList<IPPrefix> space)
    {
        var before = write.Existing is null ? [] : Estate.Children(write.Existing, "subnets").ToArray();
        var names = subnets.Select(s => s.Text("name")!).ToArray();
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            return NetworkErrors.InvalidSubnet.With(twice.Key, write.Id.Name);
        }

        foreach (var subnet in subnets)
        {
            var name = subnet.Text("name")!;
            var existing = Array.Find(before, s => Json.Same(s.Text("name"), name));
            var refusal = NameRules.Check(name)
                ?? (existing is null ? null : SubnetRules.CheckUpdate(existing, subnet))
                ?? SubnetDocuments.CheckReferences(
                    cloud, write.Id.Child("subnets", name), made.Text("location"), subnet, existing)
                ?? SubnetServiceRules.Check(write.Id.Child("subnets", name), existing, subnet);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return SubnetRules.CheckRemoval(
            before.Where(s => !names.Contains(s.Text("name"), StringComparer.OrdinalIgnoreCase)))
            ?? SubnetRules.CheckPlacement(write.Id.Name, space, subnets);
    }

    // The address space of a peered VNet may change, not into a neighbour's, and not with an old api-version.
    private ArmError? CheckPeerings(ResourceWrite write, IReadOnlyList<IPPrefix> space)
    {
        var before = PeeringLinks.Parse(
            write.Existing.Object("properties").Object("addressSpace").Texts("addressPrefixes"));
        if (write.Existing is null || before.ToHashSet().SetEquals(space))
        {
            return null;
        }

        foreach (var (peering, half) in cloud.Peerings.HalvesOf(write.Id))
        {
            if (!ApiVersions.ResizesPeeredNetworks(write.ApiVersion))
            {
                return NetworkErrors.MinimumApiVersion.With(write.ApiVersion);
            }

            if (half.Object("properties").Flag("peerCompleteVnets") is false
                || PeeringLinks.RemoteOf(half) is not { } remote)
            {
                continue;
            }

            var overlaps = Overlap.Between(
                space, PeeringLinks.Parse(cloud.Peerings.Prefixes(remote, half, "remoteSubnetNames")));
            if (!overlaps.IsEmpty)
            {
                return PeeringErrors.AddressSpacesOverlap.With(peering, write.Id, remote,
                    string.Join(", ", overlaps.SelectMany(o => new[] { o.Left, o.Right })));
            }
        }

        return null;
    }
}
