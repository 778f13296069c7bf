using System.Net;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AzNetHelper.SimulationServer;

/// <summary>
/// A simulation that other processes on this machine can reach: ARM over HTTPS, the managed identity's endpoints over
/// HTTP, both on 127.0.0.1 alone.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerCertificate _certificate;
    private readonly Tokens _tokens;
    private readonly HttpMessageInvoker _invoker;
    private readonly IdentityEndpoints _identity;

    private LoopbackServer(SimulationOptions options, Topology estate, int port, TimeProvider clock)
    {
        _tokens = new(options, clock);
        _identity = new(_tokens, clock);
        _certificate = new(clock.GetUtcNow());
        Simulation = new(options with { JudgeToken = _tokens.Judge });
        Simulation.Load(estate);
        _invoker = new(Simulation.CreateHandler());
        _app = Build(port);
        Func<TimeSpan, TimeSpan> realWait = options.Time is SteadyClock steady ? steady.Real : static wait => wait;
        var bridge = new ArmBridge(_invoker, realWait);
        _app.Run(context => !context.Request.IsHttps ? _identity.HandleAsync(context)
            : CountersEndpoint.Serves(context.Request) ? CountersEndpoint.HandleAsync(context, Simulation)
            : MetadataEndpoint.Serves(context.Request) ? MetadataEndpoint.HandleAsync(context)
            : bridge.HandleAsync(context));
    }

    public AzureSimulation Simulation { get; }

    /// <summary>What clients need to know, by the names of the environment variables that they read.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; private set; } = [];

    public string this[string key] => Settings.First(s => s.Key == key).Value;

    /// <summary>Listens on the port, or on a free one when it is 0.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<LoopbackServer> StartAsync(
        SimulationOptions options, Topology estate, int port = 0, TimeProvider? clock = null)
    {
        var server = new LoopbackServer(options, estate, port, clock ?? TimeProvider.System);
        try
        {
            await server._app.StartAsync();
            server.Settings = server.Describe();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until Ctrl+C or SIGTERM.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _invoker.Dispose();
        _certificate.Dispose();
        _tokens.Dispose();
    }

    // The empty builder reads no configuration: variables such as ASPNETCORE_URLS do not open other doors.
    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                // One connection, one request at a time: a dropped connection then concerns nobody else.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(_certificate.Certificate);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        // Standard output is for the settings. What goes wrong inside is told on standard error.
        builder.Logging.SetMinimumLevel(LogLevel.Error)
            // A server that does not start says so in one sentence, not in a trace.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        return builder.Build();
    }

    private (string, string)[] Describe()
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses;
        var arm = addresses.First(a => a.StartsWith("https:", StringComparison.Ordinal));
        var identity = addresses.First(a => a.StartsWith("http:", StringComparison.Ordinal));
        _tokens.Own = [arm, arm.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)];
        return
        [
            ("ARM_ENDPOINT", arm),
            ("ARM_AUDIENCE", Tokens.Audience),
            ("CA_FILE", _certificate.RootFile),
            ("IDENTITY_ENDPOINT", identity + IdentityEndpoints.AppServicePath),
            ("IDENTITY_HEADER", _identity.Secret),
            ("MSI_ENDPOINT", identity + IdentityEndpoints.FormPath),
        ];
    }
}
