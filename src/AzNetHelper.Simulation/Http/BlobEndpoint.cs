using System.Globalization;
using System.Xml.Linq;

namespace AzNetHelper.Simulation;

/// <summary>
/// The storage that client packages are fetched from: a signed address is all that is needed, and all that is taken. It answers as
/// Azure Storage does, in XML.
/// </summary>
internal sealed class BlobEndpoint(Cloud cloud)
{
    private const string Version = "2018-03-28";

    public static bool Is(Exchange exchange) => exchange.Segments is [PackageBook.Container, ..];

    public Answer Handle(Exchange exchange)
    {
        // The address allows reading only (sp=r); a token of ARM has no business here.
        if (exchange.Authorization is not null || !cloud.Packages.IsGood(exchange.Uri.PathAndQuery, exchange.Now))
        {
            return Refuse(exchange, 403, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of "
                + "Authorization header is formed correctly including the signature.");
        }

        if (exchange.Verb is not "GET")
        {
            return Refuse(exchange, 403, "AuthorizationPermissionMismatch",
                "This request is not authorized to perform this operation using this permission.");
        }

        if (cloud.Packages.Blob(exchange.Uri.AbsolutePath) is not { } blob)
        {
            return Refuse(exchange, 404, "BlobNotFound", "The specified blob does not exist.");
        }

        return Headers(exchange, new(200, blob.Zip) { ContentType = "application/octet-stream" })
            .With("Last-Modified", blob.At.ToString("R", CultureInfo.InvariantCulture)).With("x-ms-blob-type", "BlockBlob");
    }

    private Answer Refuse(Exchange exchange, int status, string code, string message)
    {
        var request = cloud.Ids.NextGuid().ToString("D");
        var at = exchange.Now.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);
        var body = PackageWriter.Bytes(new XElement("Error", new XElement("Code", code),
            new XElement("Message", $"{message}\nRequestId:{request}\nTime:{at}")));
        return Headers(exchange, new(status, exchange.Verb is "HEAD" ? [] : body) { ContentType = "application/xml" }).With("x-ms-error-code", code);
    }

    private Answer Headers(Exchange exchange, Answer answer) => answer
        .With("x-ms-request-id", cloud.Ids.NextGuid().ToString("D")).With("x-ms-version", Version)
        .With("Date", exchange.Now.ToString("R", CultureInfo.InvariantCulture));
}
