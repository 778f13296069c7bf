using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Integration;

/// <summary>A service that does not answer the first questions.</summary>
internal sealed class DeafArm(IArm inner, int questions, ArmException says) : IArm
{
    private int _left = questions;

    public TimeProvider Time => inner.Time;

    public IArm For(ArmCaller caller) => this;

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        Interlocked.Decrement(ref _left) >= 0 ? throw says : inner.GetAsync(path, apiVersion, cancellationToken);

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        inner.ListAsync(path, apiVersion, cancellationToken);

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.QueryAsync(path, apiVersion, body, cancellationToken);

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) => inner.SendAsync(write, cancellationToken);

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => inner.WaitAsync(operation, cancellationToken);
}
