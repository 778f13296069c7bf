using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>An answer of the simulation as a test looks at it.</summary>
internal sealed record Reply(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string Code => (string?)Body?["error"]?["code"] ?? string.Empty;

    public string Message => (string?)Body?["error"]?["message"] ?? string.Empty;

    public string DetailCode => Body?["error"]?["details"] is JsonArray { Count: > 0 } details
        ? (string)details[0]!["code"]! : string.Empty;

    public JsonNode Properties => Body!["properties"]!;

    public string State => (string?)Properties["provisioningState"] ?? string.Empty;

    public override string ToString() => $"{Status} {Body?.ToJsonString()}";
}

/// <summary>A plain ARM client over the simulation's handler; it waits for nothing by itself.</summary>
internal sealed class ArmClient(AzureSimulation simulation) : IDisposable
{
    public const string Version = "2025-05-01";
    public const string Sub = "00000000-0000-0000-0000-000000000001";
    public const string Rg = $"/subscriptions/{Sub}/resourceGroups/rg1";
    public const string Net = $"{Rg}/providers/Microsoft.Network";

    private readonly HttpMessageInvoker _invoker = new(simulation.CreateHandler());

    public string? Token { get; set; } = "token";

    public async Task<Reply> SendAsync(
        string method, string url, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method),
            url.StartsWith("https://", StringComparison.Ordinal) ? url : $"https://management.azure.com{url}");
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _invoker.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var all = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, bytes.Length == 0 ? null : JsonNode.Parse(bytes), all);
    }

    public Task<Reply> GetAsync(string path, string? version = null) => SendAsync("GET", Versioned(path, version));

    public Task<Reply> PutAsync(string path, string body, string? version = null) =>
        SendAsync("PUT", Versioned(path, version), body);

    public Task<Reply> DeleteAsync(string path, string? version = null) =>
        SendAsync("DELETE", Versioned(path, version));

    private static string Versioned(string path, string? version) =>
        $"{path}{(path.Contains('?') ? '&' : '?')}api-version={version ?? (path.Contains("/providers/") ? Version : "2022-12-01")}";

    public void Dispose() => _invoker.Dispose();
}
