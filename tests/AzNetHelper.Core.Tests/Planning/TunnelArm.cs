using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Planning;

/// <summary>
/// Connections and their keys, as much of Azure as that takes: a PUT sets the key, a GET of the connection does not show it,
/// <c>/sharedkey</c> does (recorded-behaviour 5.3 and 5.4).
/// </summary>
internal sealed class TunnelArm(TimeProvider time) : IArm
{
    private const string KeyPath = "/sharedkey";
    private readonly Dictionary<ResourceId, JsonObject> _documents = [];

    public TimeProvider Time => time;

    public Dictionary<ResourceId, string> Keys { get; } = [];

    /// <summary>Every request, verb and path.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What refuses a request; none by default.</summary>
    public Func<string, ArmException?> Refusal { get; set; } = _ => null;

    public void Put(ResourceId id, string? key, string state = "Succeeded")
    {
        _documents[id] = new() { ["properties"] = new JsonObject { ["connectionType"] = "Vnet2Vnet", ["provisioningState"] = state } };
        Keys.Remove(id);
        if (key is not null)
        {
            Keys[id] = key;
        }
    }

    public IArm For(ArmCaller caller) => this;

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        Note($"GET {path}");
        var id = Id(path, out var isKey);
        return _documents.TryGetValue(id, out var document) && (!isKey || Keys.ContainsKey(id))
            ? Task.FromResult(new ArmResponse(200, JsonBody.WriteUtf8(isKey ? new JsonObject { ["value"] = Keys[id] } : document.DeepClone())))
            : throw new ArmException(404, "NotFound", $"Resource {id} not found.");
    }

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        Note($"{write.Verb} {write.Path}");
        var id = Id(write.Path, out var isKey);
        var body = JsonBody.Parse(write.Body)!;
        var key = (string?)(isKey ? body["value"] : JsonBody.At(body, "properties.sharedKey"));
        Xunit.Assert.False(SecretSlots.IsSlot(key), "A slot was sent.");
        if (!isKey)
        {
            body["properties"]!.AsObject().Remove("sharedKey");
            body["properties"]!["provisioningState"] = "Succeeded";
            _documents[id] = body;
        }

        if (key is not null)
        {
            Keys[id] = key;
        }

        return Task.FromResult(new ArmOperation(write.Verb, write.Path, write.ApiVersion, 200));
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => Task.FromResult(new ArmResponse(200, default));

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Note(string request)
    {
        Requests.Add(request);
        if (Refusal(request) is { } refusal)
        {
            throw refusal;
        }
    }

    private static ResourceId Id(string path, out bool isKey)
    {
        isKey = path.EndsWith(KeyPath, StringComparison.OrdinalIgnoreCase);
        return ResourceId.Parse(isKey ? path[..^KeyPath.Length] : path);
    }
}
