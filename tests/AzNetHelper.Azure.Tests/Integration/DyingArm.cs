using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// A machine that dies after some writes: nothing is sent or heard any more, what was sent goes on. Or a service that refuses one write.
/// </summary>
internal sealed class DyingArm(IArm inner, int writes, bool onlyRefuses = false) : IArm
{
    private int _left = writes;
    private bool _dead;

    public TimeProvider Time => inner.Time;

    public IArm For(ArmCaller caller) => this;

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        _dead ? throw Dead() : inner.GetAsync(path, apiVersion, cancellationToken);

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        _dead ? throw Dead() : inner.ListAsync(path, apiVersion, cancellationToken);

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _dead ? throw Dead() : inner.QueryAsync(path, apiVersion, body, cancellationToken);

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        if (_dead || Interlocked.Decrement(ref _left) < 0)
        {
            _dead = !onlyRefuses;
            throw Dead();
        }

        return await inner.SendAsync(write, cancellationToken);
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        _dead || (_left <= 0 && !onlyRefuses) ? throw Die() : inner.WaitAsync(operation, cancellationToken);

    private ArmException Die()
    {
        _dead = true;
        return Dead();
    }

    private static ArmException Dead() => new(403, "MachineDied", "The machine died.");
}
