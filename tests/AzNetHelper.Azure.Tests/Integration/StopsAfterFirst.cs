using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Integration;

/// <summary>A run that is stopped as soon as its first write has been accepted.</summary>
internal sealed class StopsAfterFirst(IArm inner, CancellationTokenSource stop) : IArm
{
    public TimeProvider Time => inner.Time;

    public IArm For(ArmCaller caller) => this;

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) => inner.GetAsync(path, apiVersion, cancellationToken);

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) => inner.ListAsync(path, apiVersion, cancellationToken);

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.QueryAsync(path, apiVersion, body, cancellationToken);

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        var operation = await inner.SendAsync(write, cancellationToken);
        await stop.CancelAsync();
        return operation;
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => inner.WaitAsync(operation, cancellationToken);
}
