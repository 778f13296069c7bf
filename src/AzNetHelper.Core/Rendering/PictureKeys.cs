using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.Rendering;

/// <summary>
/// Keys that are made of names, so that a text stays the same where nothing has changed. Where two resources would get one
/// key, both get a piece of their ids' hash behind it.
/// </summary>
internal sealed class PictureKeys
{
    private const int HashLength = 8;
    private readonly Dictionary<(string Prefix, string Id), string> _keys = [];

    public PictureKeys(IEnumerable<(string Prefix, ResourceId Id)> things)
    {
        var named = things.Select(t => (t.Prefix, Id: t.Id.ToString().ToLowerInvariant(), Name: Plain(t.Prefix, t.Id))).Distinct();
        foreach (var alike in named.GroupBy(n => n.Name, StringComparer.Ordinal))
        {
            var isAlone = !alike.Skip(1).Any();
            foreach (var (prefix, id, name) in alike)
            {
                _keys[(prefix, id)] = isAlone ? name : $"{name}_{Hash(id)}";
            }
        }
    }

    public string Of(string prefix, ResourceId id) => _keys[(prefix, id.ToString().ToLowerInvariant())];

    /// <summary>The same; null for what has none.</summary>
    public string? Find(string prefix, ResourceId id) => _keys.GetValueOrDefault((prefix, id.ToString().ToLowerInvariant()));

    /// <summary>The characters of a key; every other one becomes <c>_</c>.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            plain.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return plain.ToString();
    }

    public static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength].ToLowerInvariant();

    private static string Plain(string prefix, ResourceId id) => $"{prefix}_{Plain(id.ResourceGroup ?? id.SubscriptionId)}_{Plain(id.Name)}";
}
