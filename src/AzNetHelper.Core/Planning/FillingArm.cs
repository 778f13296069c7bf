using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Planning;

/// <summary>A connection to Azure that fills the slots of secrets in what it sends.</summary>
internal sealed class FillingArm(IArm arm, Secrets secrets) : IArm
{
    public TimeProvider Time => arm.Time;

    public IArm For(ArmCaller caller) => new FillingArm(arm.For(caller), secrets);

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        arm.GetAsync(path, apiVersion, cancellationToken);

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        arm.ListAsync(path, apiVersion, cancellationToken);

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) =>
        await arm.SendAsync(await FillAsync(write, cancellationToken), cancellationToken);

    public Task<ArmResponse> QueryAsync(
        string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        arm.QueryAsync(path, apiVersion, body, cancellationToken);

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        arm.WaitAsync(operation, cancellationToken);

    public Task<ArmResponse> DownloadAsync(Uri signed, long mostBytes, CancellationToken cancellationToken) =>
        arm.DownloadAsync(signed, mostBytes, cancellationToken);

    public Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => arm.WhoAsync(cancellationToken);

    public Task<ArmIdentity?> WhoAsync(string path, CancellationToken cancellationToken) => arm.WhoAsync(path, cancellationToken);

    public ImmutableArray<ImmutableArray<string>> ByTenant(IReadOnlyCollection<string> subscriptions) => arm.ByTenant(subscriptions);

    private async Task<ArmWrite> FillAsync(ArmWrite write, CancellationToken cancellation)
    {
        var filled = false;
        if (JsonBody.Parse(write.Body) is not { } body)
        {
            return write;
        }

        foreach (var text in Slots(body).Distinct(StringComparer.Ordinal).ToArray())
        {
            if (await secrets.OfAsync(arm, text, cancellation) is { } secret)
            {
                Fill(body, text, ConnectionKey.Reveal(secret));
                filled = true;
            }
        }

        return filled ? write with { Body = JsonBody.WriteUtf8(body) } : write;
    }

    private static IEnumerable<string> Slots(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Slots(m.Value)),
        JsonArray items => items.SelectMany(Slots),
        _ when Slot(node) is { } text => [text],
        _ => [],
    };

    private static void Fill(JsonNode node, string slot, string secret)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (Is(value))
                {
                    members[name] = secret;
                }
                else if (value is not null)
                {
                    Fill(value, slot, secret);
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (Is(items[i]))
                {
                    items[i] = secret;
                }
                else if (items[i] is { } item)
                {
                    Fill(item, slot, secret);
                }
            }
        }

        bool Is(JsonNode? value) => string.Equals(Slot(value), slot, StringComparison.Ordinal);
    }

    private static string? Slot(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && SecretSlots.IsSlot(text) ? text : null;
}
