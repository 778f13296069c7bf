using System.Collections.Immutable;

namespace AzNetHelper.Arm;

/// <summary>
/// Two connections as one: each request goes to the sign-in that serves its subscription. No token is valid in two tenants, and
/// a tunnel between tenants needs none that is: each of its connections is written in its own tenant and names the other gateway
/// by its id (learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vnet-vnet-rm-ps).
/// </summary>
/// <param name="first">Serves every other subscription, and what names none: names are looked for beforehand, in each tenant.</param>
/// <param name="second">Serves the subscriptions that are listed.</param>
/// <param name="secondSubscriptions">The subscriptions of the second connection.</param>
public sealed class TwoTenantArm(IArm first, IArm second, ImmutableHashSet<string> secondSubscriptions) : IArm
{
    private const string Subscriptions = "subscriptions";

    private readonly ImmutableHashSet<string> _seconds = secondSubscriptions.WithComparer(StringComparer.OrdinalIgnoreCase);

    public TimeProvider Time => first.Time;

    public IArm For(ArmCaller caller) => new TwoTenantArm(first.For(caller), second.For(caller), _seconds);

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        Of(path).GetAsync(path, apiVersion, cancellationToken);

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        Of(path).ListAsync(path, apiVersion, cancellationToken);

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Of(write.Path).SendAsync(write, cancellationToken);
    }

    public Task<ArmResponse> QueryAsync(
        string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Of(path).QueryAsync(path, apiVersion, body, cancellationToken);

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Of(operation.Path).WaitAsync(operation, cancellationToken);
    }

    public Task<ArmResponse> DownloadAsync(Uri signed, long mostBytes, CancellationToken cancellationToken) =>
        first.DownloadAsync(signed, mostBytes, cancellationToken);

    public Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => first.WhoAsync(cancellationToken);

    public Task<ArmIdentity?> WhoAsync(string path, CancellationToken cancellationToken) => Of(path).WhoAsync(cancellationToken);

    public ImmutableArray<ImmutableArray<string>> ByTenant(IReadOnlyCollection<string> subscriptions) => first.ByTenant(subscriptions);

    private IArm Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = path.Split('/', 4, StringSplitOptions.RemoveEmptyEntries);
        return segments.Length > 1 && string.Equals(segments[0], Subscriptions, StringComparison.OrdinalIgnoreCase)
            && _seconds.Contains(segments[1]) ? second : first;
    }
}
