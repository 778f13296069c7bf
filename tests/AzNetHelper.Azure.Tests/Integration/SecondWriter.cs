using System.Globalization;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Somebody else, who tags the VNet in the moment between our reading and our writing, so that our ETag is old (412). The
/// last tag written is told, for the test to see that it was not undone.
/// </summary>
internal sealed class SecondWriter(AzureSimulation simulation, int seed, double chance)
    : DelegatingHandler(simulation.CreateHandler())
{
    public const string Tag = "second";

    private readonly Random _random = new(seed);
    private readonly object _gate = new();
    private int _written;

    public Dictionary<ResourceId, string> Tags { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && ResourceId.TryParse(request.RequestUri!.AbsolutePath, out var id)
            && id.IsType(ResourceTypes.Peering) && Wants(out var number))
        {
            await WriteAsync(request, id.Parent!, number, cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private bool Wants(out int number)
    {
        lock (_gate)
        {
            number = ++_written;
            return _random.NextDouble() < chance;
        }
    }

    private async Task WriteAsync(HttpRequestMessage beside, ResourceId network, int number, CancellationToken cancellationToken)
    {
        var value = number.ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Patch,
            $"https://management.azure.com{network}?api-version={ResourceTypes.ApiVersion(network)}")
        {
            Content = new StringContent($$$"""{"tags":{"owner":"somebody else","{{{Tag}}}":"{{{value}}}"}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = beside.Headers.Authorization;
        using var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            lock (_gate)
            {
                Tags[network] = value;
            }
        }
    }
}
