using System.Security;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Azure;

namespace AzNetHelper.Tests;

/// <summary>Connections to scripted servers.</summary>
internal static class Arms
{
    public const string ApiVersion = "2025-05-01";
    public const string Host = "https://management.azure.com";
    public const string VNet = Subscription + "/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/hub";

    // Signed, with escapes that a normalising client would change.
    public const string Operation = Host + Locations + "/operations/1?api-version=2023-09-01&t=6&c=MII%2D%7e%2Fa+b&s=x_-%3D&h=Q%C3%A9";
    public const string Result = Host + Locations + "/operationResults/1?api-version=2023-09-01&t=639&s=y%2D";

    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
    private const string Locations = Subscription + "/providers/Microsoft.Network/locations/westus";

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static ArmConnection Connection(HttpMessageHandler? handler, TimeProvider time) =>
        new(new Uri(Host), "https://management.azure.com")
        {
            SignIn = SignIn.AccessToken,
            AccessToken = Secret("the-token"),
            Handler = handler,
            Time = time,
            JitterSeed = 1,
            UserAgent = "AzNetHelper/0.1.0",
        };

    public static IArm Open(HttpMessageHandler handler, TimeProvider? time = null) =>
        new AzureArmConnector().Connect(Connection(handler, time ?? new JumpingTime()));

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    public static Task<ArmException> Fails(Func<Task> action) => Assert.ThrowsAsync<ArmException>(action);

    public static ArmWrite Put(string body = """{"location":"westus"}""") =>
        new(ArmVerb.Put, VNet, ApiVersion) { Body = Utf8(body) };

    public static ArmWrite Delete() => new(ArmVerb.Delete, VNet, ApiVersion);

    public static ArmWrite Post(string action = "reset") => new(ArmVerb.Post, $"{VNet}/{action}", ApiVersion);
}

internal static class AsyncPages
{
    // .NET 8 has no LINQ over these.
    public static async Task<List<T>> CollectAsync<T>(this IAsyncEnumerable<T> source,
        CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (var item in source.WithCancellation(cancellationToken))
        {
            all.Add(item);
        }

        return all;
    }
}
