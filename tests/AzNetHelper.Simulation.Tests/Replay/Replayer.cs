using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// Sends a recording's requests and compares the answers. Operation URLs are sent as the simulation gave them out. Time
/// is set so that an operation stands as the recording found it: the length of an operation is no part of the
/// comparison.
/// </summary>
internal sealed class Replayer : IDisposable
{
    // Other headers depend on the recorder or say nothing about the protocol.
    private static readonly string[] Compared =
        ["Location", "Azure-AsyncOperation", "ETag", "Azure-AsyncNotification", "x-ms-failure-cause"];

    // Headers that the recorder of the Azure CLI drops.
    private static readonly string[] DroppedByCli =
    [
        "Retry-After", "x-ms-ratelimit-remaining-subscription-reads", "x-ms-ratelimit-remaining-subscription-writes",
        "x-ms-ratelimit-remaining-subscription-deletes",
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _urls = new(StringComparer.Ordinal);
    private readonly Comparison _comparison = new();

    public Replayer()
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // How long a gateway takes to tell of a new tunnel is no part of the comparison either: none of the recordings waited for it.
        Simulation = new AzureSimulation(new SimulationOptions
        {
            Time = Time,
            ClientName = "user@example.com",
            Times = new() { TunnelUnknown = TimeSpan.FromDays(365) },

            // They are of years in which every SKU was built.
            Retirements = [],

            // The provider that Microsoft's own tests order from.
            CircuitProviders = [.. CircuitProvider.Known, new("Ibiza Test Provider", ["Area51"], [50])],
        });
        Simulation.AddSubscription(ArmClient.Sub, "Replay");
        Client = new ArmClient(Simulation);
    }

    public FakeTimeProvider Time { get; }

    public AzureSimulation Simulation { get; }

    public ArmClient Client { get; }

    public Comparison Comparison => _comparison;

    public async Task<IReadOnlyList<string>> SendAsync(TraceRow row)
    {
        var differences = new List<string>();
        for (var i = 0; i < row.Repeats; i++)
        {
            SetTime(row);
            var url = _urls.GetValueOrDefault(row.Path.Split('?')[0])
                ?? $"{row.Path}{(row.Path.Contains('?') ? '&' : '?')}api-version={row.ApiVersion}";
            var reply = await Client.SendAsync(row.Method, url, TranscriberRemarks.Fill(row.RequestBody?.ToJsonString(Plain)));
            differences.AddRange(Compare(row, reply));
        }

        return [.. differences.Distinct()];
    }

    /// <summary>Says which address the recorded one of an operation stands for.</summary>
    public void Know(string recorded, string url) => _urls[recorded] = url;

    public void Dispose() => Client.Dispose();

    private void SetTime(TraceRow row)
    {
        var running = (string?)(row.ResponseBody as JsonObject)?["status"] == "InProgress"
            || (row.Method == "GET" && row.Status == 202);
        Time.Advance(running ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromHours(1));
    }

    private IEnumerable<string> Compare(TraceRow row, Reply reply)
    {
        if (row.Status != reply.Status)
        {
            return [$"status {reply.Status}, not {row.Status}: {reply.Body?.ToJsonString()}"];
        }

        return [.. Headers(row, reply), .. _comparison.Differences(row.ResponseBody, reply.Body)];
    }

    private IEnumerable<string> Headers(TraceRow row, Reply reply)
    {
        foreach (var name in Compared.Concat(DroppedByCli))
        {
            var recorded = (string?)row.Headers.FirstOrDefault(h =>
                h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            var ours = reply.Header(name);
            if (recorded is not null && ours is null)
            {
                yield return $"header {name} is missing";
            }
            else if (recorded is null && ours is not null && !(row.FromCli && DroppedByCli.Contains(name)))
            {
                yield return $"header {name} is added";
            }
            else if (recorded is not null && name is "Location" or "Azure-AsyncOperation")
            {
                _urls[new Uri(recorded!).AbsolutePath.Contains('%') ? Place(recorded!)
                    : new Uri(recorded!).AbsolutePath] = ours!;
            }
            else if (recorded is not null && name is "Retry-After" or "Azure-AsyncNotification" or "x-ms-failure-cause"
                && recorded != ours)
            {
                yield return $"header {name} is {ours}, not {recorded}";
            }
            else if (recorded is not null && name is "ETag")
            {
                foreach (var difference in _comparison.Pair(recorded, ours!, "header ETag"))
                {
                    yield return difference;
                }
            }
        }

        if (row.Headers.ContainsKey("x-ms-request-id")
            && !reply.Header(
                "Azure-AsyncOperation")!.Contains(reply.Header("x-ms-request-id")!, StringComparison.Ordinal))
        {
            yield return "x-ms-request-id is not the operation's id";
        }
    }

    // The transcriber wrote the job's id as a remark in angle brackets.
    private static string Place(string url) => url["https://management.azure.com".Length..].Split('?')[0];
}
