using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Simulation;

namespace AzNetHelper.SimulationServer;

/// <summary>
/// Tokens in the shape of Entra ID's, which clients look into (the Azure CLI reads the tenant from one), signed with a
/// key that lives as long as the process. They are judged by the real clock: clients do the same, whatever the
/// simulation's is.
/// </summary>
internal sealed class Tokens(SimulationOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>What clients are told to ask for.</summary>
    public const string Audience = "https://management.azure.com";

    // ARM's two audiences, as its refusal lists them.
    private static readonly string[] Azure = ["https://management.core.windows.net", Audience];

    /// <summary>
    /// The server's own addresses: SDKs that are given another endpoint ask for a token for that, unless told
    /// otherwise.
    /// </summary>
    public IReadOnlyList<string> Own { get; set; } = [];

    // A managed identity's tokens are good for a day.
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);

    public const string ClientId = "33333333-3333-3333-3333-333333333333";

    private static readonly string Header = Encode("""{"typ":"JWT","alg":"RS256","kid":"simulation"}""");

    // RS256 is what Entra ID signs with; the Azure CLI's decoder is told to expect nothing else.
    private readonly RSA _key = RSA.Create(2048);

    public Token Issue(string resource)
    {
        var now = clock.GetUtcNow();
        var (from, to) = (now.AddMinutes(-5), now + Lifetime);
        var claims = new JsonObject
        {
            ["aud"] = resource,
            ["iss"] = $"https://sts.windows.net/{options.TenantId}/",
            ["iat"] = from.ToUnixTimeSeconds(),
            ["nbf"] = from.ToUnixTimeSeconds(),
            ["exp"] = to.ToUnixTimeSeconds(),
            ["appid"] = ClientId,
            ["idtyp"] = "app",
            ["oid"] = options.ClientObjectId,
            ["sub"] = options.ClientObjectId,
            ["tid"] = options.TenantId,
            ["ver"] = "1.0",
            ["xms_mirid"] = "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/simulation/providers/"
                + "Microsoft.Compute/virtualMachines/simulation",
        };
        var content = $"{Header}.{Encode(claims.ToJsonString())}";
        return new($"{content}.{Base64Url.EncodeToString(Sign(content))}", resource, from, to);
    }

    public TokenVerdict Judge(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Split('.') is not [var header, var body, var signature] || header != Header
            || !IsSigned($"{header}.{body}", signature)
            || JsonNode.Parse(Base64Url.DecodeFromChars(body)) is not JsonObject claims)
        {
            return TokenVerdict.Bad;
        }

        var audience = (string)claims["aud"]!;
        var expires = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!);
        return !Azure.Concat(Own).Contains(audience.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)
            ? TokenVerdict.ForAnother(audience, [.. Azure.Concat(Own).SelectMany(a => new[] { a + "/", a })])
            : expires <= clock.GetUtcNow() ? TokenVerdict.Expired(expires)
            : TokenVerdict.Good;
    }

    public void Dispose() => _key.Dispose();

    // Only what this key has signed is looked into: the claims then have the shape that Issue gave them.
    private bool IsSigned(string content, string signature)
    {
        try
        {
            return _key.VerifyData(Encoding.ASCII.GetBytes(content), Base64Url.DecodeFromChars(signature),
                HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private byte[] Sign(string content) =>
        _key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

/// <summary>A token with what the identity endpoints tell about it.</summary>
internal sealed record Token(string Text, string Resource, DateTimeOffset NotBefore, DateTimeOffset ExpiresOn);
