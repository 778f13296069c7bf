using System.Text.Json.Nodes;
using AzNetHelper.Addressing;

namespace AzNetHelper.Simulation;

/// <summary>What the provider checks about the subnets of a VNet.</summary>
internal static class SubnetRules
{
    /// <summary>Every subnet lies in the address space, none overlaps another.</summary>
    public static ArmError? CheckPlacement(
        string network, IReadOnlyList<IPPrefix> space, IEnumerable<JsonObject> subnets)
    {
        var placed = new List<IPPrefix>();
        foreach (var subnet in subnets)
        {
            var name = subnet.Text("name");
            if (PrefixRules.Read(PeeringLinks.SubnetPrefixes(subnet), out var prefixes) is { } unreadable)
            {
                return unreadable;
            }

            if (prefixes.Count == 0 || prefixes.Any(p => !PrefixRules.IsSubnetSize(p)))
            {
                return NetworkErrors.InvalidSubnet.With(name, network);
            }

            if (prefixes.Any(p => !space.Any(s => s.Contains(p))))
            {
                return NetworkErrors.SubnetOutside.With(name, network);
            }

            if (Overlap.Any(prefixes, placed))
            {
                return NetworkErrors.SubnetsOverlap.With(name, network);
            }

            placed.AddRange(prefixes);
        }

        return null;
    }

    /// <summary>A subnet that holds something cannot go.</summary>
    public static ArmError? CheckRemoval(IEnumerable<JsonObject> subnets)
    {
        foreach (var subnet in subnets)
        {
            if (User(subnet) is { } user)
            {
                return NetworkErrors.SubnetInUse.With(subnet.Text("name"), user);
            }
        }

        return null;
    }

    /// <summary>A subnet that holds something keeps its prefix.</summary>
    public static ArmError? CheckUpdate(JsonObject existing, JsonObject updated) =>
        User(existing) is { } user
        && !PeeringLinks.SubnetPrefixes(existing)
            .SequenceEqual(PeeringLinks.SubnetPrefixes(updated), StringComparer.Ordinal)
            ? NetworkErrors.SubnetInUseUpdate.With(existing.Text("name"), user)
            : null;

    // The first of what is in it: addresses, private endpoints, links that services keep.
    private static string? User(JsonObject subnet)
    {
        var properties = subnet.Object("properties");
        return properties.Objects("ipConfigurations").Concat(properties.Objects("privateEndpoints"))
            .Concat(properties.Objects("serviceAssociationLinks")).Concat(properties.Objects("resourceNavigationLinks"))
            .Select(u => u.Text("id")).FirstOrDefault(id => id is not null);
    }
}
