using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using AzNetHelper.Tests.Console;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>A server with the sample estate in this process, and clients that reach it through the network.</summary>
internal sealed class ServerBed : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly X509Certificate2 _root;

    private ServerBed(LoopbackServer server)
    {
        Server = server;
        _root = X509CertificateLoader.LoadCertificateFromFile(server["CA_FILE"]);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(_root);
        _handler = new() { UseProxy = false, SslOptions = { CertificateChainPolicy = policy } };
        Http = new HttpClient(_handler);
    }

    public LoopbackServer Server { get; }

    public AzureSimulation Simulation => Server.Simulation;

    /// <summary>Trusts the server's root and nothing else.</summary>
    public HttpClient Http { get; }

    public static string Subscription => SampleEstate.Hub.SubscriptionId!;

    public static async Task<ServerBed> StartAsync(
        double scale = 600, int pageSize = 100, TimeProvider? clock = null, Topology? estate = null) => new(await LoopbackServer.StartAsync(
            new SimulationOptions { Time = new SteadyClock(scale), PageSize = pageSize }, estate ?? SampleEstate.Create(), 0, clock));

    /// <summary>The server's settings as environment variables, and what keeps clients on this machine.</summary>
    public Dictionary<string, string?> Environment(params (string Name, string? Value)[] more)
    {
        var environment = Server.Settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
        environment["NO_PROXY"] = environment["no_proxy"] = "127.0.0.1,localhost";
        environment["SUBSCRIPTION"] = Subscription;
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    public async Task<HttpResponseMessage> TokenAsync(string resource, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get,
            $"{Server["IDENTITY_ENDPOINT"]}?api-version=2019-08-01&resource={Uri.EscapeDataString(resource)}");
        request.Headers.Add("X-IDENTITY-HEADER", secret ?? Server["IDENTITY_HEADER"]);
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? audience = null, HttpContent? body = null)
    {
        using var token = await TokenAsync(audience ?? Server["ARM_AUDIENCE"]);
        using var request = new HttpRequestMessage(method, Server["ARM_ENDPOINT"] + path) { Content = body };
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", (string)(await JsonAsync(token))["access_token"]!);
        return await Http.SendAsync(request);
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>Runs commands of this module in the console, signed in to the server; the lines that they wrote.</summary>
    public async Task<string[]> ModuleAsync(string commands)
    {
        var run = await ConsoleProcess.RunAsync(input: null, Environment(), "-NonInteractive", "-Command", $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module AzNetHelper
            Connect-AzNetSession -ArmEndpoint $env:ARM_ENDPOINT -Audience $env:ARM_AUDIENCE -TrustedRoot $env:CA_FILE -Identity
            {{commands}}
            """);
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, $"{run.ExitCode}\n{run.Out}\n{run.Error}");
        return run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        _root.Dispose();
        await Server.DisposeAsync();
    }
}
