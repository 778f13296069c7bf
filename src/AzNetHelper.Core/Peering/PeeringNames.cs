using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Peering;

/// <summary>
/// Gives names to halves that are made. A name may have 80 characters (InvalidResourceName) and one remote only
/// (ChangingRemoteVirtualNetworkNotAllowed): a longer or taken one gets a hash of the remote VNet's id, the same each time.
/// </summary>
public sealed class PeeringNames(Topology topology)
{
    public const string DefaultFormat = "{local}-to-{remote}";

    private const int HashLength = 8;

    private readonly HashSet<ResourceId> _given = [];

    /// <summary>The id of the half to be made in <paramref name="local"/>; no other call is given the same.</summary>
    public ResourceId Give(ResourceId local, ResourceId remote, string format)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(format);
        var name = format.Replace("{local}", local.Name, StringComparison.OrdinalIgnoreCase)
            .Replace("{remote}", remote.Name, StringComparison.OrdinalIgnoreCase);
        var id = Id(name);
        if (name.Length > NetworkName.MaxLength || IsTaken(id))
        {
            id = Id($"{Shorten(name, NetworkName.MaxLength - HashLength - 1)}-{Hash(remote)}");
        }

        _given.Add(id);
        return id;

        ResourceId Id(string value) => local.Child("virtualNetworkPeerings", value);
    }

    /// <summary>True when a half with another remote has this id, or a half that is to be made.</summary>
    public bool IsTaken(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _given.Contains(id) || topology.VirtualNetwork(id.Parent!)?.Peerings.Any(p => p.Id == id) == true;
    }

    // A name ends with a word character.
    private static string Shorten(string name, int length) =>
        (name.Length > length ? name[..length] : name).TrimEnd('-', '.', '_');

    private static string Hash(ResourceId remote) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(remote.ToString().ToLowerInvariant())))[..HashLength].ToLowerInvariant();
}
