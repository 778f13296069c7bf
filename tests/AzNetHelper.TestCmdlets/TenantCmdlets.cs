using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.TestCmdlets;

/// <summary>
/// A tenant of a rehearsal: its subscriptions, and of the others what Azure answers to a token of the wrong tenant. What two
/// tenants do is seen in one simulation, as both of a tunnel's ends are parts of one cloud.
/// </summary>
public sealed class TenantArm(IArm arm, string tenant, string[] subscriptions) : IArm
{
    private static readonly JsonSerializerOptions s_compact = new();

    public TimeProvider Time => arm.Time;

    /// <summary>Every path that was asked for or written in this tenant.</summary>
    public ConcurrentQueue<string> Paths { get; private init; } = [];

    public IArm For(ArmCaller caller) => new TenantArm(arm.For(caller), tenant, subscriptions) { Paths = Paths };

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        Guarded(path).GetAsync(path, apiVersion, cancellationToken);

    public async IAsyncEnumerable<ArmResponse> ListAsync(
        string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (path == "/subscriptions")
        {
            var listed = subscriptions.Select(s => new { subscriptionId = s, displayName = s, tenantId = tenant });
            yield return new(200, JsonSerializer.SerializeToUtf8Bytes(new { value = listed }, s_compact));
            yield break;
        }

        await foreach (var page in Guarded(path).ListAsync(path, apiVersion, cancellationToken))
        {
            yield return page;
        }
    }

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) =>
        Guarded(write?.Path!).SendAsync(write!, cancellationToken);

    public async Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Resource Graph takes what is not seen without a word, so a foreign subscription would be found here.
        using var query = JsonDocument.Parse(body);
        if (query.RootElement.TryGetProperty("subscriptions", out var asked))
        {
            foreach (var one in asked.EnumerateArray())
            {
                Guarded($"/subscriptions/{one.GetString()}/resources");
            }
        }

        return await Guarded(path).QueryAsync(path, apiVersion, body, cancellationToken);
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        Guarded(operation?.Path!).WaitAsync(operation!, cancellationToken);

    public Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => Task.FromResult<ArmIdentity?>(new($"admin@{tenant}", null));

    // Each tenant has a domain.
    public string? TenantId(string given) => given is null ? null : given.Split(".example")[0];

    private IArm Guarded(string path)
    {
        Paths.Enqueue(path);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments[0] != "subscriptions" || subscriptions.Contains(segments[1], StringComparer.OrdinalIgnoreCase) ? arm
            : throw new ArmException(401, "InvalidAuthenticationTokenTenant",
                "The access token is from the wrong issuer. It must match the tenant associated with this subscription.");
    }
}

/// <summary>Makes the session of a tenant out of a rehearsal.</summary>
[Cmdlet(VerbsCommon.New, "TestTenantSession")]
[OutputType(typeof(AzNetSession))]
public sealed class NewTestTenantSessionCommand : QuestionCommand
{
    [Parameter(Mandatory = true)]
    public string Tenant { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string[] Subscription { get; set; } = [];

    [Parameter]
    public string[] AuxiliaryTenant { get; set; } = [];

    [Parameter]
    public string Cloud { get; set; } = "AzureCloud";

    protected override Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = new TenantArm(Open(steps), Tenant, Subscription);
        var session = new AzNetSession(arm, new("https://management.azure.com/")) { TenantId = Tenant, AuxiliaryTenantIds = [.. AuxiliaryTenant], Environment = Cloud };
        var shown = PSObject.AsPSObject(session);
        shown.Properties.Add(new PSNoteProperty("Paths", arm.Paths));
        steps.Result(shown);
        return Task.CompletedTask;
    }
}
