using System.Security.Cryptography;
using System.Text;

namespace AzNetHelper.Planning;

/// <summary>
/// Marks that tell what plans and changes do apart, so that a journal needs no bodies. Secrets are not in them: a plan holds
/// slots in their place.
/// </summary>
internal static class JournalContent
{
    public static string Of(Change change)
    {
        var (kind, after, query, action) = change.Content;
        return Hash($"{kind}\n{change.Resource.ToString().ToUpperInvariant()}\n{query}\n{action}\n{after}");
    }

    public static string Of(Plan plan) => Hash(string.Join('\n', plan.Changes.Select(Of)));

    private static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
