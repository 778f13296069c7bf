using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// The tenants of a connection, and which of them serves which subscription. A request is run under the token in
/// Authorization, which must be of the tenant of the subscription in its address; what its body refers to in other tenants
/// needs tokens of theirs beside it (learn.microsoft.com: "Authenticate requests across tenants"). Which subscription is whose
/// is learned from the lists of subscriptions, one a tenant, and from refusals, which name the right tenant.
/// </summary>
internal sealed partial class SessionTenants
{
    private const string Subscriptions = "/subscriptions";

    private readonly ConcurrentDictionary<string, string> _servedBy = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly SignIn _signIn;

    public SessionTenants(ArmConnection connection)
    {
        _signIn = connection.SignIn;
        var others = connection.AuxiliaryTenantIds.IsDefault ? [] : connection.AuxiliaryTenantIds;
        All = [.. others.Prepend(connection.TenantId ?? string.Empty).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The tenants as they were given: ids, or names of domains; the first is empty where the sign-in chooses it.</summary>
    public ImmutableArray<string> All { get; }

    public string Home => All[0];

    /// <summary>False for a session of one tenant, which nothing here costs anything.</summary>
    public bool AreSeveral => All.Length > 1;

    /// <summary>True for the path whose answer depends on the tenant that asks.</summary>
    public static bool IsSubscriptions(string path) =>
        string.Equals(path.TrimEnd('/'), Subscriptions, StringComparison.OrdinalIgnoreCase);

    /// <summary>The tenant whose token the address of a request needs; where that is not known, the first.</summary>
    public string Of(string path) => AreSeveral && SubscriptionIn(path) is { } id ? OfSubscription(id) : Home;

    public string OfSubscription(string subscription) => _servedBy.GetValueOrDefault(subscription, Home);

    /// <summary>The tenant that a query over subscriptions is for: Resource Graph's address names none.</summary>
    public string OfQuery(ReadOnlyMemory<byte> body)
    {
        using var query = ErrorReader.Json(body);
        return query is not null && ErrorReader.Member(query.RootElement, "subscriptions") is { ValueKind: System.Text.Json.JsonValueKind.Array } asked
            && asked.EnumerateArray().Select(s => s.GetString()).FirstOrDefault() is { } first ? OfSubscription(first) : Home;
    }

    /// <summary>
    /// The other tenants that a request refers to in its body. One that refers to nothing elsewhere is sent without: a single token among these
    /// that is not valid has the whole request refused (the same page).
    /// </summary>
    public ImmutableArray<string> Others(string own, ArmRequest request)
    {
        if (request.RefersToAll)
        {
            return [.. All.Where(t => !Same(t, own))];
        }

        if (!AreSeveral || request.Body.IsEmpty)
        {
            return [];
        }

        var named = Reference().Matches(Encoding.UTF8.GetString(request.Body.Span)).Select(m => m.Groups["id"].Value)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var known = named.Select(n => _servedBy.GetValueOrDefault(n)).ToArray();
        return [.. All.Where(t => !Same(t, own) && (known.Contains(t, StringComparer.OrdinalIgnoreCase) || known.Contains(null)))];
    }

    /// <summary>The subscriptions in groups of one tenant each.</summary>
    public ImmutableArray<ImmutableArray<string>> Group(IReadOnlyCollection<string> subscriptions) => !AreSeveral
        ? [[.. subscriptions]]
        : [.. subscriptions.GroupBy(OfSubscription, StringComparer.OrdinalIgnoreCase).Select(g => g.ToImmutableArray())];

    /// <summary>Remembers who serves a subscription. False when an earlier tenant already does, as one that manages it may.</summary>
    public bool Learn(string subscription, string tenant) =>
        Same(_servedBy.GetOrAdd(subscription, tenant), tenant);

    /// <summary>Remembers that the tenant which was believed right was.</summary>
    public void Confirm(string path)
    {
        if (AreSeveral && SubscriptionIn(path) is { } id)
        {
            _servedBy.TryAdd(id, Home);
        }
    }

    /// <summary>Corrects what was believed of the subscription in a path.</summary>
    /// <returns>Takes that back, should the tenant prove wrong as well.</returns>
    public Action Correct(string path, string tenant)
    {
        if (SubscriptionIn(path) is not { } id)
        {
            return () => { };
        }

        var before = _servedBy.GetValueOrDefault(id);
        _servedBy[id] = tenant;
        return () =>
        {
            if (before is null)
            {
                _servedBy.TryRemove(new(id, tenant));
            }
            else
            {
                _servedBy.TryUpdate(id, before, tenant);
            }
        };
    }

    /// <summary>Remembers the id of a tenant that was given by a domain, or not at all, from a token of it.</summary>
    public void Name(string tenant, string token)
    {
        if (TokenIdentity.TenantOf(token) is { } id)
        {
            _ids[tenant] = id;
        }
    }

    /// <summary>The id of a tenant of ours as it was given; null where no token has told it yet.</summary>
    public string? IdOf(string tenant) => Guid.TryParse(tenant, out _) ? tenant : _ids.GetValueOrDefault(tenant);

    /// <summary>The tenant of ours that has this id, where that is known already.</summary>
    public string? ById(string id) => All.FirstOrDefault(t => Same(t, id) || Same(_ids.GetValueOrDefault(t, string.Empty), id));

    /// <summary>Those whose id no token has told yet.</summary>
    public IEnumerable<string> Unnamed => All.Where(t => !Guid.TryParse(t, out _) && !_ids.ContainsKey(t));

    /// <summary>What to do about a refusal because of the tenant; null for any other.</summary>
    public string? Advice(string path, string code, string? challenge)
    {
        if (!string.Equals(code, "InvalidAuthenticationTokenTenant", StringComparison.OrdinalIgnoreCase)
            || SubscriptionIn(path) is not { } subscription)
        {
            return null;
        }

        var tenant = IdIn(challenge) ?? "<its tenant>";
        return $"The subscription {subscription} belongs to another tenant than this session's: {tenant}. " + (_signIn is SignIn.AccessToken or SignIn.ManagedIdentity
            ? $"This sign-in ({_signIn}) serves one tenant. Connect as somebody whom both tenants know, for example with "
                + $"Connect-AzNetSession -ServicePrincipal or -Interactive, -TenantId and -AuxiliaryTenantId {tenant}."
            : All.Length > SignInCheck.MostAuxiliaryTenants ? $"A session has {SignInCheck.MostAuxiliaryTenants} auxiliary tenants at most, "
                + $"and this one has them: use another one for this network, with -AuxiliaryTenantId {tenant}."
            : $"Connect again with Connect-AzNetSession -AuxiliaryTenantId {string.Join(", ", All.Skip(1).Append(tenant))}.");
    }

    /// <summary>The tenant that a refusal names (authorization_uri, arm-protocol 5.5); null for none.</summary>
    public static string? IdIn(string? challenge) =>
        challenge is not null && Authority().Match(challenge) is { Success: true } match ? match.Groups["id"].Value : null;

    private static string? SubscriptionIn(string path) =>
        Own().Match(path) is { Success: true } match ? match.Groups["id"].Value : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex("/subscriptions/(?<id>[^/?]+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own();

    [GeneratedRegex("\"/subscriptions/(?<id>[^/\"]+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("\\bauthorization_uri\\s*=\\s*\"https?://[^/\"]+/(?<id>[0-9a-f-]{36})[/\"]", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Authority();
}
