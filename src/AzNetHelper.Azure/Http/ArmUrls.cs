using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// Makes addresses below the endpoint, and keeps the token there: URLs that the service hands out are followed
/// verbatim, but only back to the endpoint.
/// </summary>
internal sealed class ArmUrls(Uri endpoint)
{
    // Signed status URLs must arrive byte for byte; Uri would otherwise decode and re-encode percent escapes.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string root = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The address of a resource id (or any path), with api-version and further query.</summary>
    public Uri For(string path, string apiVersion, string? query = null)
    {
        // A name may contain '#', which would otherwise begin a fragment and never be sent.
        var text = root + (path.StartsWith('/') ? "" : "/") + path.Replace("#", "%23", StringComparison.Ordinal);
        var joint = text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        text += $"{joint}api-version={Uri.EscapeDataString(apiVersion)}";
        return new(string.IsNullOrEmpty(query) ? text : $"{text}&{query}");
    }

    /// <summary>A URL from an answer (a header, a nextLink), kept as it is; null when it is none.</summary>
    public Uri? FromService(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var absolute = text.StartsWith('/') ? endpoint.GetLeftPart(UriPartial.Authority) + text : text;
        return Uri.TryCreate(absolute, Verbatim, out var uri) ? uri : null;
    }

    /// <summary>The same URL once more, verbatim, wherever it has been stored meanwhile.</summary>
    public Uri Checked(Uri uri, string request, bool accepted = false)
    {
        var verbatim = FromService(uri.OriginalString);
        if (verbatim is { IsAbsoluteUri: true }
            && string.Equals(verbatim.Scheme, endpoint.Scheme, StringComparison.Ordinal)
            && string.Equals(verbatim.IdnHost, endpoint.IdnHost, StringComparison.OrdinalIgnoreCase)
            && verbatim.Port == endpoint.Port
            && verbatim.UserInfo.Length == 0)
        {
            return verbatim;
        }

        var host = verbatim is { IsAbsoluteUri: true } ? verbatim.IdnHost : "an unreadable address";
        throw new ArmException(0, "ForeignHostRefused",
            $"{request}: the answer points to {host}, which is not the endpoint {endpoint.Host} of this session. "
            + "The session's token is sent to its endpoint only.")
        {
            Request = request,
            MayHaveTakenEffect = accepted,
        };
    }

    public static bool IsSameResource(Uri uri, Uri resource) =>
        string.Equals(uri.AbsolutePath, resource.AbsolutePath, StringComparison.OrdinalIgnoreCase);
}
