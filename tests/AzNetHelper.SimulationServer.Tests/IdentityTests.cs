using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>Who gets a token, and what ARM makes of it.</summary>
public sealed class IdentityTests
{
    private const string Subscriptions = "/subscriptions?api-version=2022-12-01";

    [Theory]
    [InlineData("https://management.azure.com")]
    [InlineData("https://management.azure.com/")]
    [InlineData("https://management.core.windows.net/")]
    [InlineData("own")]
    public async Task A_token_for_ARM_opens_it(string audience)
    {
        await using var bed = await ServerBed.StartAsync();

        using var answer = await bed.SendAsync(
            HttpMethod.Get, Subscriptions, audience == "own" ? bed.Server["ARM_ENDPOINT"] : audience);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, (await ServerBed.JsonAsync(answer))["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_token_for_another_service_a_changed_one_a_foreign_one_and_none_are_refused()
    {
        await using var bed = await ServerBed.StartAsync();
        await using var other = await ServerBed.StartAsync();
        var good = await TokenAsync(bed);

        Assert.Equal("InvalidAuthenticationTokenAudience", await RefusalAsync(bed, await TokenAsync(bed, "https://vault.azure.net")));
        Assert.Equal("InvalidAuthenticationToken", await RefusalAsync(bed, await TokenAsync(other)));
        Assert.Equal("InvalidAuthenticationToken", await RefusalAsync(bed, Changed(good)));
        Assert.Equal("InvalidAuthenticationToken", await RefusalAsync(bed, "not.a.token"));
        Assert.Equal("InvalidAuthenticationToken", await RefusalAsync(bed, good[..^4]));
        Assert.Equal("AuthenticationFailed", await RefusalAsync(bed, null));

        // The tenant in the claims is somebody else's; the signature is the old one.
        static string Changed(string token)
        {
            var parts = token.Split('.');
            var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
            claims["tid"] = Guid.NewGuid().ToString();
            parts[1] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
            return string.Join('.', parts);
        }
    }

    [Fact]
    public async Task A_token_expires_by_the_clock_of_the_clients()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bed = await ServerBed.StartAsync(clock: clock);
        var token = await TokenAsync(bed);

        clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await RefusalAsync(bed, token));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("ExpiredAuthenticationToken", await RefusalAsync(bed, token));
    }

    [Fact]
    public async Task The_claims_are_those_that_clients_look_for()
    {
        await using var bed = await ServerBed.StartAsync();

        using var answer = await bed.TokenAsync("https://management.azure.com");
        var told = await ServerBed.JsonAsync(answer);
        var claims = JsonNode.Parse(
            System.Buffers.Text.Base64Url.DecodeFromChars(((string)told["access_token"]!).Split('.')[1]))!;

        Assert.Equal("Bearer", (string)told["token_type"]!);
        Assert.Equal("https://management.azure.com", (string)claims["aud"]!);
        Assert.Equal(bed.Simulation.Options.TenantId, (string)claims["tid"]!);
        Assert.Equal(bed.Simulation.Options.ClientObjectId, (string)claims["oid"]!);
        Assert.Equal((string)told["expires_on"]!, claims["exp"]!.ToString());
        Assert.Contains("/providers/Microsoft.Compute/", (string)claims["xms_mirid"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_identity_endpoint_wants_its_secret_its_version_and_a_resource()
    {
        await using var bed = await ServerBed.StartAsync();
        var endpoint = bed.Server["IDENTITY_ENDPOINT"];

        using var wrong = await bed.TokenAsync("https://management.azure.com", secret: "guess");
        using var nothing = await bed.TokenAsync(string.Empty);
        using var bare = await bed.Http.GetAsync(new Uri(endpoint));
        using var elsewhere = await bed.Http.GetAsync(new Uri(new Uri(endpoint), "/metadata/identity/oauth2/token"));
        using var stranger = new HttpRequestMessage(
            HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&resource=https://x&client_id={Guid.NewGuid()}");
        stranger.Headers.Add("X-IDENTITY-HEADER", bed.Server["IDENTITY_HEADER"]);
        using var unknown = await bed.Http.SendAsync(stranger);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("system-assigned", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_endpoint_takes_a_form_with_the_metadata_header()
    {
        await using var bed = await ServerBed.StartAsync();

        using var plain = await PostAsync(metadata: false, "https://management.azure.com");
        using var empty = await PostAsync(metadata: true, string.Empty);
        using var good = await PostAsync(metadata: true, "https://management.core.windows.net/");

        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Null(await RefusalAsync(bed, (string)(await ServerBed.JsonAsync(good))["access_token"]!));

        async Task<HttpResponseMessage> PostAsync(bool metadata, string resource)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, bed.Server["MSI_ENDPOINT"])
            {
                Content = new FormUrlEncodedContent([new("resource", resource)]),
            };
            if (metadata)
            {
                request.Headers.Add("Metadata", "true");
            }

            return await bed.Http.SendAsync(request);
        }
    }

    private static async Task<string> TokenAsync(ServerBed bed, string audience = "https://management.azure.com")
    {
        using var answer = await bed.TokenAsync(audience);
        return (string)(await ServerBed.JsonAsync(answer))["access_token"]!;
    }

    // Null when it was not refused.
    private static async Task<string?> RefusalAsync(ServerBed bed, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, bed.Server["ARM_ENDPOINT"] + Subscriptions);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using var answer = await bed.Http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return null;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("authorization_uri=", Assert.Single(answer.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
        return (string)(await ServerBed.JsonAsync(answer))["error"]!["code"]!;
    }
}
