using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>
/// One etag value covers a resource and all its children, and changes at each state transition (recorded behaviour: the
/// VNet, its subnets and its peerings always carry the same value).
/// </summary>
internal static class Etags
{
    public static void Renew(JsonObject resource, Ids ids)
    {
        var etag = ResourceKind.IsOfNetworkManager(resource.Text("type")) ? ids.NextStrongEtag() : ids.NextEtag();
        resource["etag"] = etag;
        foreach (var child in Nested.Of(resource))
        {
            child["etag"] = etag;
            foreach (var delegation in child.Object("properties").Objects("delegations"))
            {
                delegation["etag"] = etag;
            }
        }
    }

    /// <summary>The etag of a document; a loaded one that brought none gets one when it is first asked for.</summary>
    public static string Of(JsonObject holder, JsonObject document, Ids ids)
    {
        if (document.Text("etag") is null)
        {
            Renew(holder, ids);
        }

        return document.Text("etag") ?? holder.Text("etag")!;
    }

    /// <summary>
    /// If-Match and If-None-Match, which the provider honours on every write (ARM RPC; PreconditionFailedEtagMismatch
    /// was seen).
    /// </summary>
    public static ArmError? Check(Exchange exchange, string id, string? etag)
    {
        if (exchange.IfMatch is { } wanted && (etag is null || (wanted is not "*" && !Any(wanted, etag))))
        {
            return NetworkErrors.EtagMismatch.With(wanted, etag ?? "(none)", id);
        }

        return exchange.IfNoneMatch is { } unwanted && etag is not null && (unwanted is "*" || Any(unwanted, etag))
            ? NetworkErrors.EtagExists.With(unwanted, id, etag)
            : null;
    }

    private static bool Any(string header, string etag) =>
        header.Split(',', StringSplitOptions.TrimEntries).Contains(etag, StringComparer.Ordinal);
}
