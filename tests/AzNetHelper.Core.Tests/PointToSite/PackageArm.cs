using AzNetHelper.Arm;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>A gateway that generates packages: what it answers and what lies at its addresses, in their order.</summary>
internal sealed class PackageArm(string[] answers, Func<int, byte[]> download) : IArm
{
    private int _asked;
    private int _downloads;

    public TimeProvider Time => TimeProvider.System;

    public List<string> Bodies { get; } = [];

    public List<string> Addresses { get; } = [];

    public IArm For(ArmCaller caller) => this;

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        Bodies.Add($"{write.Path[(write.Path.LastIndexOf('/') + 1)..]} {System.Text.Encoding.UTF8.GetString(write.Body.Span)}");
        return Task.FromResult(new ArmOperation(write.Verb, write.Path, write.ApiVersion, 202));
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        Task.FromResult(new ArmResponse(200, Packages.Text(answers[Math.Min(_asked++, answers.Length - 1)])));

    public Task<ArmResponse> DownloadAsync(Uri signed, long mostBytes, CancellationToken cancellationToken)
    {
        Addresses.Add(signed.OriginalString);
        return Task.FromResult(new ArmResponse(200, download(_downloads++)));
    }

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();
}
