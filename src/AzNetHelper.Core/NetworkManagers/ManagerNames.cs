using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.NetworkManagers;

/// <summary>What the parts of a hub's configuration are called, and which of those that are there are taken.</summary>
internal static class ManagerNames
{
    private const int Longest = 64;

    /// <summary>The configuration: by its name; or else the only one that has this hub alone; or else one named after it.</summary>
    public static ResourceId Configuration(ManagerState manager, ResourceId hub, string? name)
    {
        var own = manager.Configurations.Where(c => c.IsHubAndSpoke && c.Hubs is [var only] && only == hub).ToArray();
        return name is null && own is [var one] ? one.Id : manager.Id.Child("connectivityConfigurations", name ?? $"{Short(hub.Name)}-hub-spoke");
    }

    /// <summary>The group: by its name; or else the only one of the configuration; or else one named after the hub.</summary>
    public static ResourceId Group(ManagerState manager, ResourceId hub, ResourceId configuration, string? name) =>
        name is null && manager.Configuration(configuration)?.Groups is [var only] && only.Group.Parent == manager.Id
            ? only.Group : manager.Id.Child("networkGroups", name ?? $"{Short(hub.Name)}-spokes");

    /// <summary>The membership of a spoke: two VNets of one name are two members, and the same one has the same name each time.</summary>
    public static ResourceId Member(ResourceId group, ResourceId spoke) => group.Child("staticMembers",
        $"{Short(spoke.Name)}-{Hash(spoke)}");

    private static string Hash(ResourceId spoke) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(spoke.ToString().ToLowerInvariant())))[..8].ToLowerInvariant();

    private static string Short(string name) => (name.Length > Longest - 10 ? name[..(Longest - 10)] : name).TrimEnd('.', '-');
}
