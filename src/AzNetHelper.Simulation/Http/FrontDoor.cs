using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Azure Resource Manager: who asks, with which version, about which subscription and group; then on to ARM's own
/// resources, Resource Graph or the network provider.
/// </summary>
internal sealed class FrontDoor
{
    private readonly Cloud _cloud;
    private readonly StatusEndpoint _status;
    private readonly GroupEndpoint _groups;
    private readonly ProviderEndpoint _providers;
    private readonly LocationEndpoint _locations;
    private readonly Dictionary<string, ResourceProvider> _byNamespace;
    private readonly GraphEndpoint _graph;
    private readonly AuthorizationEndpoint _authorization;
    private readonly BlobEndpoint _blobs;

    public FrontDoor(Cloud cloud)
    {
        _cloud = cloud;
        _status = new(cloud.Operations);
        _groups = new(cloud);
        _providers = new(cloud);
        _locations = new(cloud);
        var verbs = new ServiceVerbs(cloud);
        _byNamespace = ServiceTypes.Providers.Select(p => KeyValuePair.Create(p, (ResourceProvider)new ServiceProvider(cloud, p, verbs)))
            .Append(KeyValuePair.Create("Microsoft.Network", (ResourceProvider)new NetworkProvider(cloud)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        _graph = new(cloud);
        _authorization = new(cloud);
        _blobs = new(cloud);
    }

    public Answer Handle(Exchange exchange)
    {
        _cloud.CatchUp(exchange.Now);
        if (BlobEndpoint.Is(exchange))
        {
            return _blobs.Handle(exchange);
        }

        var answer = (Authenticate(exchange) ?? _cloud.Tenants.CheckAuxiliary(exchange, t => Judge(exchange, t))) is { } refused
            ? Challenge(refused, _cloud.Options.TenantId)
            : string.IsNullOrEmpty(exchange.ApiVersion) ? Answer.Refusing(FrontDoorErrors.MissingApiVersion.With())
            : Route(exchange);
        if (exchange.Verb is not "GET")
        {
            _cloud.Tunnels.Refresh(exchange.Now);
            _cloud.Deployments.Notice(exchange.Now);
            _cloud.Index.Remember(exchange.Now);
        }

        return Finish(exchange, answer);
    }

    private Answer Route(Exchange exchange)
    {
        string[] path = [.. exchange.Segments];
        return path switch
        {
            [] => Answer.Refusing(FrontDoorErrors.UnknownPath.With("/")),
            [var first, ..] when Json.Same(first, "subscriptions") => path.Length == 1
                ? Own(exchange, _groups.Subscriptions)
                : InSubscription(exchange, path),
            [var only] when Json.Same(only, "tenants") => Own(exchange, _groups.Tenants),
            [var p] when Json.Same(p, "providers") => Own(exchange, e => _providers.List(e, string.Empty)),
            [var p, var ns] when Json.Same(p, "providers") => Own(exchange, e => _providers.One(e, string.Empty, ns)),
            [var p, var ns, var type] when Json.Same(p, "providers") && Json.Same(ns, "Microsoft.ResourceGraph")
                && Json.Same(type, "resources") => _graph.Handle(exchange),
            _ => Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath)),
        };
    }

    private Answer InSubscription(Exchange exchange, string[] path)
    {
        var subscription = path[1];
        if (_cloud.Tenants.CheckIssuer(exchange, subscription) is { } wrong)
        {
            return Challenge(wrong, _cloud.Tenants.Of(subscription));
        }

        if (!_cloud.Estate.Subscriptions.ContainsKey(subscription))
        {
            return Answer.Refusing(FrontDoorErrors.SubscriptionNotFound.With(subscription));
        }

        if (_cloud.Throttle.Take(exchange, subscription) is { } throttled)
        {
            return Answer.Refusing(throttled);
        }

        return path[2..] switch
        {
            [.., var word, var ns, var type] when IsAuthorization(word, ns) && Json.Same(type, "permissions") =>
                _authorization.Permissions(exchange, path[..^3]),
            [.., var word, var ns, var type] when IsAuthorization(word, ns) && Json.Same(type, "locks") =>
                _authorization.Locks(exchange, path[..^3]),
            [.., var word, var ns, var type, var name] when IsAuthorization(word, ns) && Json.Same(type, "locks") =>
                _authorization.Lock(exchange, path[..^4], name),
            [] => Own(exchange, e => _groups.Subscription(e, subscription)),
            [var word] when Json.Same(word, "resourceGroups") => Own(exchange, e => _groups.List(e, subscription)),
            [var word, var group] when Json.Same(word, "resourceGroups") =>
                Own(exchange, e => _groups.One(e, ResourceId.ForGroup(subscription, group))),
            [var word] when Json.Same(word, "locations") => Own(exchange, e => _locations.List(e, subscription)),
            [var word, var job] when Json.Same(word, "operationresults") => _status.Job(exchange, job),
            ["providers", var ns, "locations", _, var kind, var id] when Json.Same(ns, "Microsoft.Network") =>
                Json.Same(kind, "operations") ? _status.Status(exchange, id)
                : Json.Same(kind, "operationResults") ? _status.Result(exchange, id)
                : Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath)),
            ["providers", var ns, "locations", _, _, var id] when ServiceTypes.Providers.Contains(ns, StringComparer.OrdinalIgnoreCase) =>
                _status.OfService(exchange, id),
            [var word] when Json.Same(word, "providers") => Own(exchange, e => _providers.List(e, Scope(subscription))),
            [var word, var ns] when Json.Same(word, "providers") =>
                Own(exchange, e => _providers.One(e, Scope(subscription), ns)),
            [var word, var ns, var verb] when Json.Same(word, "providers") && Json.Same(verb, "register") =>
                Own(exchange, e => _providers.Register(e, Scope(subscription), ns)),
            [var word, var ns, ..] when Json.Same(word, "providers") =>
                Provider(exchange, ns, p => p.OfSubscription(exchange, subscription, path[4..])),
            [var word, var group, var p, var ns, ..] when Json.Same(word, "resourceGroups")
                && Json.Same(p, "providers") =>
                Provider(exchange, ns, p => p.OfGroup(exchange, ResourceId.ForGroup(subscription, group), path[6..])),
            _ => Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath)),
        };
    }

    private static string Scope(string subscription) => $"/subscriptions/{subscription}";

    private static bool IsAuthorization(string word, string ns) =>
        Json.Same(word, "providers") && Json.Same(ns, "Microsoft.Authorization");

    private Answer Provider(Exchange exchange, string ns, Func<ResourceProvider, Answer> answer) =>
        _byNamespace.TryGetValue(ns, out var provider)
        ? answer(provider)
        : Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath));

    // ARM's own resources have one list of versions.
    private static Answer Own(Exchange exchange, Func<Exchange, Answer> answer) =>
        ApiVersions.IsKnown("Microsoft.Resources", exchange.ApiVersion!)
            ? answer(exchange)
            : Answer.Refusing(FrontDoorErrors.InvalidApiVersion.With(
                exchange.ApiVersion,
                    ApiVersions.List("Microsoft.Resources").Replace(" ", string.Empty, StringComparison.Ordinal)));

    private ArmError? Authenticate(Exchange exchange) => exchange.Authorization is { Length: > 0 } token
        ? Judge(exchange, token)
        : FrontDoorErrors.AuthenticationFailed.With();

    private ArmError? Judge(Exchange exchange, string token)
    {
        var verdict = _cloud.Options.JudgeToken?.Invoke(token) ?? TokenVerdict.Good;
        return verdict.State switch
        {
            TokenState.Expired => FrontDoorErrors.ExpiredAuthenticationToken.With(
                Stamp(verdict.ExpiredAt ?? exchange.Now), Stamp(exchange.Now)),
            TokenState.WrongAudience => FrontDoorErrors.InvalidAuthenticationTokenAudience.With(
                verdict.Audience, string.Join("','", verdict.Allowed)),
            TokenState.Invalid => FrontDoorErrors.InvalidAuthenticationToken.With(),
            _ => null,
        };

        static string Stamp(DateTimeOffset at) =>
            at.UtcDateTime.ToString("M/d/yyyy h:mm:ss tt", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Answer Challenge(ArmError refused, string tenant) => Answer.Refusing(refused).With("WWW-Authenticate",
        $"Bearer authorization_uri=\"https://login.windows.net/{tenant}\", error=\"invalid_token\", "
        + $"error_description=\"{refused.Message}\"");

    private Answer Finish(Exchange exchange, Answer answer)
    {
        var request = (answer.OperationId ?? _cloud.Ids.NextGuid()).ToString("D");
        var correlation = exchange.CorrelationId ?? _cloud.Ids.NextGuid().ToString("D");
        answer.With("x-ms-request-id", request).With("x-ms-correlation-request-id", correlation)
            .With("x-ms-routing-request-id", string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"SIMULATION:{exchange.Now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}:{correlation}"))
            .With("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            .With("X-Content-Type-Options", "nosniff")
            .With("Cache-Control", "no-cache").With("Pragma", "no-cache").With("Expires", "-1")
            .With("Date", exchange.Now.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        if (exchange.ClientRequestId is { } client)
        {
            answer.With("x-ms-client-request-id", client);
        }

        if (!answer.ByFrontDoor && exchange.Segments is [var word, var subscription, ..]
            && Json.Same(word, "subscriptions"))
        {
            _cloud.Throttle.WriteHeaders(answer, exchange, subscription);
        }

        return answer;
    }
}
