using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AzNetHelper.SimulationServer;

/// <summary>
/// Where a managed identity gets its tokens, in the two forms that clients speak, both over plain HTTP as on a real
/// host: App Service's (IDENTITY_ENDPOINT: GET with a secret header; Azure.Identity in every language, newer Azure
/// CLIs) and the older one of the VM extension and Cloud Shell (MSI_ENDPOINT: POST of a form; the Azure CLI that Debian
/// has).
/// </summary>
internal sealed class IdentityEndpoints(Tokens tokens, TimeProvider clock)
{
    public const string AppServicePath = "/msi/token";
    public const string FormPath = "/oauth2/token";

    // learn.microsoft.com/azure/app-service/overview-managed-identity, "REST endpoint reference"
    private const string AppServiceVersion = "2019-08-01";

    public string Secret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", AppServicePath) => AppServiceAsync(context),
        ("POST", FormPath) => FormAsync(context),
        _ => RefuseAsync(context, 404, "not_found", "There is no such identity endpoint."),
    };

    private Task AppServiceAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var sent = Encoding.UTF8.GetBytes(context.Request.Headers["X-IDENTITY-HEADER"].ToString());
        return !CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(Secret))
                ? RefuseAsync(context, 401, "unauthorized", "X-IDENTITY-HEADER is not the value of IDENTITY_HEADER.")
            : query["api-version"] != AppServiceVersion
                ? RefuseAsync(context, 400, "bad_request", $"api-version is {AppServiceVersion} here.")
            : AnswerAsync(context, query["resource"], query["client_id"], query["principal_id"], query["mi_res_id"]);
    }

    private async Task FormAsync(HttpContext context)
    {
        // A page in a browser cannot send it unasked.
        if (context.Request.Headers["Metadata"] != "true")
        {
            await RefuseAsync(context, 400, "bad_request", "The header 'Metadata: true' is required.");
            return;
        }

        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, 400, "bad_request", "The body is a form with 'resource'.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await AnswerAsync(context, form["resource"], form["client_id"], form["object_id"], form["msi_res_id"]);
    }

    private Task AnswerAsync(HttpContext context, string? resource, string? client, string? principal, string? id)
    {
        if (string.IsNullOrWhiteSpace(resource))
        {
            return RefuseAsync(context, 400, "invalid_request", "'resource' is missing: the audience of the token.");
        }

        if (principal is not null || id is not null || client is not (null or Tokens.ClientId))
        {
            return RefuseAsync(context, 400, "invalid_request",
                "Identity not found: the simulation has a system-assigned identity only.");
        }

        var token = tokens.Issue(resource);
        return WriteAsync(context, 200, new()
        {
            ["access_token"] = token.Text,
            ["client_id"] = Tokens.ClientId,
            ["expires_in"] = Seconds((token.ExpiresOn - clock.GetUtcNow()).TotalSeconds),
            ["expires_on"] = Seconds(token.ExpiresOn.ToUnixTimeSeconds()),
            ["not_before"] = Seconds(token.NotBefore.ToUnixTimeSeconds()),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        });
    }

    // App Service answers statusCode and message, the extension error and error_description: clients show what they
    // know.
    private static Task RefuseAsync(HttpContext context, int status, string error, string message) =>
        WriteAsync(context, status, new()
        {
            ["statusCode"] = status,
            ["message"] = message,
            ["error"] = error,
            ["error_description"] = message,
        });

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static string Seconds(double seconds) => ((long)seconds).ToString(CultureInfo.InvariantCulture);
}
