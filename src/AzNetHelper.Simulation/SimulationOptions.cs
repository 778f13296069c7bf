using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>How the simulation behaves.</summary>
public sealed record SimulationOptions
{
    private readonly ImmutableDictionary<string, string> _subscriptionTenants = ImmutableDictionary<string, string>.Empty;

    /// <summary>The clock of everything that takes time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The seed of every generated id, etag and guid, and of the variation of durations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The tenant that owns every subscription which <see cref="SubscriptionTenants"/> gives to no other.</summary>
    public string TenantId { get; init; } = "11111111-1111-1111-1111-111111111111";

    /// <summary>
    /// The tenants of subscriptions of others. With any, tokens count in their own tenant alone: what <see cref="JudgeToken"/> says,
    /// else the claim <c>tid</c>.
    /// </summary>
    public ImmutableDictionary<string, string> SubscriptionTenants
    {
        get => _subscriptionTenants;
        init => _subscriptionTenants = value.WithComparers(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Who the caller is in messages about rights.</summary>
    public string ClientName { get; init; } = "simulation@contoso.example";

    /// <summary>The caller's object id.</summary>
    public string ClientObjectId { get; init; } = "22222222-2222-2222-2222-222222222222";

    /// <summary>How many items a page of a list holds.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Peerings that one VNet may have; Azure's limit is 500.</summary>
    public int PeeringLimit { get; init; } = 500;

    /// <summary>Peerings that one VNet may have with those that Virtual Network Manager makes.</summary>
    public int ManagedPeeringLimit { get; init; } = 1000;

    /// <summary>VNets that one connected group may have; Azure's limit is 250.</summary>
    public int ConnectedGroupLimit { get; init; } = 250;

    /// <summary>Connected groups that one VNet may be in; Azure's limit is 2.</summary>
    public int ConnectedGroupsPerNetwork { get; init; } = 2;

    /// <summary>What a write keeps others from writing while its operation runs.</summary>
    public LockRule LockRule { get; init; } = LockRule.BothVNets;

    /// <summary>How conflicting writes are answered, taken in turn.</summary>
    public ImmutableArray<ConflictAnswer> Conflicts { get; init; } = [ConflictAnswer.RetryableError];

    /// <summary>
    /// Whether a connection's own GET and PUT answer its shared key: always, never, or (null) as the api-version does, recorded up
    /// to 2021-08-01. Lists never do.
    /// </summary>
    public bool? EchoesSharedKey { get; init; }

    /// <summary>What a write of a connection keeps others from writing.</summary>
    public ConnectionLockRule ConnectionLocks { get; init; } = ConnectionLockRule.GatewayWrites;

    /// <summary>What is no longer built or changed, by the day on the simulation's clock.</summary>
    public ImmutableArray<GatewayRetirement> Retirements { get; init; } = GatewayRetirement.Known;

    /// <summary>Who offers circuits.</summary>
    public ImmutableArray<CircuitProvider> CircuitProviders { get; init; } = CircuitProvider.Known;

    /// <summary>
    /// What providers do to circuits that were ordered, where nothing is declared for the circuit or its provider: nothing (recorded).
    /// </summary>
    public ProviderScript ProviderScript { get; init; } = ProviderScript.Never;

    /// <summary>How long operations take.</summary>
    public OperationTimes Times { get; init; } = new();

    /// <summary>
    /// How far Resource Graph is behind: it shows the state as it was this long ago. The service lags by seconds to
    /// minutes.
    /// </summary>
    public TimeSpan GraphLag { get; init; }

    /// <summary>How many requests are taken.</summary>
    public Throttling Throttling { get; init; } = new();

    /// <summary>Judges a bearer token; null takes every one.</summary>
    public Func<string, TokenVerdict>? JudgeToken { get; init; }

    internal string TenantOf(string subscription) => _subscriptionTenants.GetValueOrDefault(subscription, TenantId);
}

/// <summary>What a write locks until its operation has ended.</summary>
public enum LockRule
{
    /// <summary>A peering write locks its VNet and the remote one; other writes lock their VNet.</summary>
    BothVNets,

    /// <summary>Every write locks its own VNet only.</summary>
    LocalOnly,

    /// <summary>Writes do not meet.</summary>
    None,
}

/// <summary>Which writes of gateways and connections meet.</summary>
public enum ConnectionLockRule
{
    /// <summary>While a gateway is written, its connections cannot be; connections of one gateway do not meet.</summary>
    GatewayWrites,

    /// <summary>
    /// A write of a connection also holds its gateways: another one, or one of the gateway, is AnotherOperationInProgress.
    /// </summary>
    ConnectionWrites,
}

/// <summary>The three answers that the service was seen to give to a write that meets another operation.</summary>
public enum ConflictAnswer
{
    /// <summary>429 RetryableError, detail RetryableErrorDueToAnotherOperation, with Retry-After.</summary>
    RetryableError,

    /// <summary>409 AnotherOperationInProgress.</summary>
    AnotherOperationInProgress,

    /// <summary>400 ReferencedResourceNotProvisioned.</summary>
    ReferencedResourceNotProvisioned,
}

/// <summary>What a bearer token is worth.</summary>
public sealed record TokenVerdict(TokenState State, DateTimeOffset? ExpiredAt = null)
{
    public static TokenVerdict Good { get; } = new(TokenState.Good);

    public static TokenVerdict Bad { get; } = new(TokenState.Invalid);

    public static TokenVerdict Expired(DateTimeOffset at) => new(TokenState.Expired, at);

    /// <summary>A good token, but made for another service.</summary>
    public static TokenVerdict ForAnother(string audience, ImmutableArray<string> allowed) =>
        new(TokenState.WrongAudience) { Audience = audience, Allowed = allowed };

    /// <summary>The tenant that issued it; null for what its claims say.</summary>
    public string? TenantId { get; init; }

    /// <summary>The application that it was issued to, where it is no person's.</summary>
    public string? ApplicationId { get; init; }

    public string? Audience { get; init; }

    public ImmutableArray<string> Allowed { get; init; } = [];
}

/// <summary>How a token stands.</summary>
public enum TokenState
{
    Good,
    Invalid,
    Expired,
    WrongAudience,
}

/// <summary>Token buckets, as documented for Azure Resource Manager and Microsoft.Network.</summary>
public sealed record Throttling
{
    /// <summary>Requests a subscription may have in hand.</summary>
    public Bucket Reads { get; init; } = new(250, 25);

    public Bucket Writes { get; init; } = new(200, 10);

    public Bucket Deletes { get; init; } = new(200, 10);

    /// <summary>Writes and deletes that Microsoft.Network takes: 1000 in five minutes.</summary>
    public Bucket NetworkWrites { get; init; } = new(1000, 1000 / 300d);

    /// <summary>Reads that Microsoft.Network takes: 10 000 in five minutes.</summary>
    public Bucket NetworkReads { get; init; } = new(10000, 10000 / 300d);

    /// <summary>Resource Graph queries: 15 in five seconds.</summary>
    public Bucket Queries { get; init; } = new(15, 3);
}

/// <summary>A bucket of requests: how many it holds, and how many come back in a second.</summary>
public sealed record Bucket(int Capacity, double RefillPerSecond);
