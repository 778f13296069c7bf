using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AzNetHelper.SimulationServer;

/// <summary>
/// What an ARM endpoint says about its cloud before anybody has signed in; <c>az cloud register</c> and
/// <c>Add-AzEnvironment</c> read it. Every address in it is the server's own: a client that follows one stays on
/// loopback.
/// </summary>
internal static class MetadataEndpoint
{
    public const string Path = "/metadata/endpoints";

    public static bool Serves(HttpRequest request) =>
        request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase) && HttpMethods.IsGet(request.Method);

    public static async Task HandleAsync(HttpContext context)
    {
        var version = context.Request.Query["api-version"].ToString();
        if (version.Length == 0)
        {
            context.Response.StatusCode = 400;
            await WriteAsync(context, new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = "MissingApiVersionParameter",
                    ["message"] = "The api-version query parameter (?api-version=) is required for all requests.",
                },
            });
            return;
        }

        var root = $"https://{context.Request.Host}";
        // One cloud each until 2018 and again since 2022; a list of clouds in between.
        await WriteAsync(context, string.CompareOrdinal(version, "2019") < 0 ? Early(root)
            : string.CompareOrdinal(version, "2022") < 0 ? new JsonArray((JsonNode)Late(root))
            : Late(root));
    }

    private static JsonObject Early(string root) => new()
    {
        ["galleryEndpoint"] = $"{root}/",
        ["graphEndpoint"] = $"{root}/",
        ["portalEndpoint"] = $"{root}/",
        ["authentication"] = new JsonObject { ["loginEndpoint"] = $"{root}/", ["audiences"] = Audiences() },
    };

    private static JsonObject Late(string root) => new()
    {
        ["name"] = "AzNetHelperSimulation",
        ["portal"] = root,
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = $"{root}/",
            ["audiences"] = Audiences(),
            ["tenant"] = "common",
            ["identityProvider"] = "AAD",
        },
        ["graphAudience"] = $"{root}/",
        ["graph"] = $"{root}/",
        ["microsoftGraphResourceId"] = $"{root}/",
        ["gallery"] = $"{root}/",
        ["resourceManager"] = root,
        ["suffixes"] = new JsonObject(),
    };

    private static JsonArray Audiences() => new((JsonNode)Tokens.Audience);

    private static Task WriteAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
