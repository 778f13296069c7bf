using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// POST /providers/Microsoft.ResourceGraph/resources: rows over all subscriptions, with a quota of its own that the
/// answer's headers count down. Rows are as old as <see cref="SimulationOptions.GraphLag"/> says.
/// </summary>
internal sealed class GraphEndpoint(Cloud cloud)
{
    private const int DefaultTop = 100;
    private const int MaxTop = 1000;

    // What the service answers at most, and how it says so (github.com/microsoft/ARI, issue 199).
    private const int MostBytes = 16 * 1024 * 1024;

    public Answer Handle(Exchange exchange)
    {
        if (!ApiVersions.IsKnown("Microsoft.ResourceGraph", exchange.ApiVersion!))
        {
            return Answer.Refusing(FrontDoorErrors.InvalidResourceType.With("resources", "Microsoft.ResourceGraph",
                exchange.ApiVersion, ApiVersions.List("Microsoft.ResourceGraph")));
        }

        if (exchange.Verb is not "POST")
        {
            return Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
        }

        var quota = cloud.Throttle.Queries(exchange.Now);
        var answer = quota.TryTake(exchange.Now) ? Query(exchange) : Throttled(quota);
        return answer
            .With("x-ms-user-quota-remaining", quota.Remaining.ToString(CultureInfo.InvariantCulture))
            .With("x-ms-user-quota-resets-after", "00:00:05");
    }

    private Answer Query(Exchange exchange)
    {
        if (exchange.ReadBody() is not { } body || body.Text("query") is not { Length: > 0 } text)
        {
            return Refuse("InvalidQuery", "Query is missing in the request.", null);
        }

        var options = body.Object("options");
        if (options.Text("resultFormat") is { } format && !Json.Same(format, "objectArray"))
        {
            return Refuse("InvalidResultFormat", $"The simulation answers objectArray only, not '{format}'.", null);
        }

        KqlQuery query;
        try
        {
            query = KqlQuery.Parse(text);
        }
        catch (KqlException e)
        {
            return Refuse("InvalidQuery",
                "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the "
                + "error before retrying.", e.Token);
        }

        var scope = body.Texts("subscriptions").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isShown = cloud.Tenants.ShownTo(exchange);
        var shown = cloud.Index.At(exchange.Now);
        var rows = query.Table switch
        {
            "Resources" => shown.Resources,
            "ResourceContainers" => shown.Containers,
            _ => shown.NetworkResources,
        };
        var isOpen = cloud.Guards.Rules is { Roles: null, Denials.IsEmpty: true };
        var found = query.Run(rows.Where(r => (scope.Count == 0 || scope.Contains(r.Text("subscriptionId")!))
            && isShown(r.Text("subscriptionId")!)
            && (isOpen || cloud.Guards.Allows($"{r.Text("type")}/read", ResourceId.Parse(r.Text("id")!))))).ToArray();
        var start = options.Text("$skipToken") is { } token ? Pages.Decode(token) : Number(options, "$skip") ?? 0;
        var page = found.Skip(start).Take(Math.Clamp(Number(options, "$top") ?? DefaultTop, 1, MaxTop)).ToArray();
        var answer = new JsonObject
        {
            ["totalRecords"] = found.Length,
            ["count"] = page.Length,
            ["data"] = new JsonArray([.. page.Select(r => (JsonNode)r.Made)]),
            ["facets"] = new JsonArray(),
            ["resultTruncated"] = "false",
        };
        if (start + page.Length < found.Length)
        {
            answer["$skipToken"] = Pages.Encode(start + page.Length);
        }

        var whole = Answer.Of(200, answer);
        return whole.Body.Length <= MostBytes ? whole : Refuse("ResponsePayloadTooLarge", string.Create(CultureInfo.InvariantCulture,
            $"Response payload size is {whole.Body.Length}, and has exceeded the limit of {MostBytes}. Please consider querying "
            + $"less data at a time and make paginated call if needed."), null);
    }

    private Answer Refuse(string code, string message, KqlToken? token)
    {
        var details = new JsonArray((JsonNode)new JsonObject { ["code"] = code, ["message"] = message });
        if (token is { } at)
        {
            details.Add((JsonNode)new JsonObject
            {
                ["code"] = "ParserFailure",
                ["message"] = string.Create(CultureInfo.InvariantCulture,
                    $"ParserFailure: '{at.Value}' (line {at.Line}, column {at.Column}) is not understood."),
                ["line"] = at.Line,
                ["characterPositionInLine"] = at.Column,
                ["token"] = at.Value,
            });
        }

        return Answer.Of(400, Envelope("BadRequest", details));
    }

    private Answer Throttled(TokenBucket quota) =>
        Answer.Of(429, Envelope("RateLimiting", new JsonArray((JsonNode)new JsonObject
    {
        ["code"] = "RateLimiting",
        ["message"] =
            "Client application has been throttled and should not attempt to repeat the request until an amount of "
            + "time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.",
    }))).WithRetryAfter(quota.RetryAfter);

    private JsonObject Envelope(string code, JsonArray details) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = code,
            ["message"] =
                $"Please provide below info when asking for support: correlationId = {cloud.Ids.NextGuid():D}.",
            ["details"] = details,
        },
    };

    private static int? Number(JsonObject? options, string name) =>
        options?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
