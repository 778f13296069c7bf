using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What a network manager is told and asked by POST: commit, listDeploymentStatus, listActiveConnectivityConfigurations; and the
/// addresses that are polled after a commit or a deletion (recorded with 2024-05-01).
/// </summary>
internal sealed class NetworkManagerActions(Cloud cloud)
{
    public const string ActiveConfigurations = "listActiveConnectivityConfigurations";
    public const string Results = "operationResults";

    private const string Commit = "commit";
    private const string Status = "listDeploymentStatus";
    private const string Connectivity = "Connectivity";

    /// <summary>Those that only list.</summary>
    public static IReadOnlyList<string> Lists { get; } = [Status, ActiveConfigurations];

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, .. var below] || !Json.Same(type, "networkManagers"))
        {
            return null;
        }

        if (below is [.., var results, var operation] && below.Length % 2 == 0 && Json.Same(results, Results))
        {
            return exchange.IsRead ? Result(exchange, operation) : NotAllowed(exchange);
        }

        if (below is not [var action] || !(Json.Same(action, Commit) || Lists.Contains(action, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (exchange.Verb is not "POST")
        {
            return NotAllowed(exchange);
        }

        var manager = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.NetworkManager.Type, name));
        if (cloud.Estate.Find(manager) is not { } document)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{manager.Type}/{manager.Name}", manager.ResourceGroup));
        }

        return cloud.Guards.Check(exchange, manager, manager.Type, $"{action}/action") is { } refused ? Answer.Refusing(refused)
            : Json.Same(action, Commit) ? CommitAll(exchange, manager, document)
            : Json.Same(action, Status) ? ListStatus(exchange, manager)
            : ListActive(exchange, manager);
    }

    // 202 with what was sent and an id; the result's address has the zero guid, and says 204 as soon as it is asked (recorded).
    private Answer CommitAll(Exchange exchange, ResourceId manager, JsonObject document)
    {
        if (new StrictReader(exchange.ApiVersion!).Read(exchange.Body, "NetworkManagerCommit", out var sent) is { } unread)
        {
            return Answer.Refusing(unread);
        }

        string[] regions = [.. sent.Texts("targetLocations").Select(l => Documents.NormalLocation(l)!).Distinct(StringComparer.Ordinal)];
        string[] texts = [.. sent.Texts("configurationIds")];
        ResourceId[] configurations = [.. texts.Select(t => ResourceId.TryParse(t, out var id) ? cloud.Estate.Canonical(id) : null).OfType<ResourceId>()];
        var wrong = sent.Text("commitType") is null ? NetworkErrors.MissingMember.With("commitType", "commitType")
            : regions.Length == 0 ? NetworkErrors.MissingMember.With("targetLocations", "targetLocations")
            : sent.Text("commitType") is not Connectivity
                ? NetworkManagerErrors.InvalidCommit.With(manager, $"the simulation deploys {Connectivity} only, not '{sent.Text("commitType")}'")
            : !ManagerScope.Of(document.Object("properties")).Accesses.Contains(Connectivity)
                ? NetworkManagerErrors.InvalidCommit.With(manager, $"its access does not hold {Connectivity}")
            : configurations.Length < texts.Length || configurations.Any(c => !IsOurs(c, manager))
                ? NetworkManagerErrors.InvalidCommit.With(manager, "what it names are not all connectivity configurations of this network manager")
            : configurations.FirstOrDefault(c => cloud.Estate.Find(c) is null) is { } missing
                ? NetworkManagerErrors.InvalidCommit.With(manager, $"configuration {missing} was not found")
            : null;
        if (wrong is not null)
        {
            return Answer.Refusing(wrong);
        }

        foreach (var region in regions)
        {
            cloud.Deployments.Commit(manager, region, [.. configurations.Distinct()], exchange);
        }

        var place = cloud.Deployments.Promise(
            cloud.Operations.Sign($"{manager}/{Results}/{Guid.Empty:D}", exchange.ApiVersion!, exchange.Now));
        return Answer.Of(202, new JsonObject
        {
            ["configurationIds"] = texts.ToJsonArray(),
            ["targetLocations"] = sent["targetLocations"]!.DeepClone(),
            ["commitType"] = Connectivity,
            ["commitId"] = $"{manager}/{Commit}/{cloud.Ids.NextGuid():D}",
        }).With("Location", exchange.Root + place);
    }

    private Answer ListStatus(Exchange exchange, ResourceId manager)
    {
        if (new StrictReader(exchange.ApiVersion!)
            .Read(exchange.Body.Length == 0 ? "{}"u8.ToArray() : exchange.Body, "NetworkManagerDeploymentStatusParameter", out var sent) is { } unread)
        {
            return Answer.Refusing(unread);
        }

        var types = sent.Texts("deploymentTypes").ToArray();
        var rows = types.Length > 0 && !types.Contains(Connectivity, StringComparer.OrdinalIgnoreCase) ? []
            : cloud.Deployments.Of(manager, Regions(sent), exchange.Now).Select(d => new JsonObject
            {
                ["deploymentType"] = Connectivity,
                ["configurationIds"] = d.Configurations.Select(c => c.ToString()).ToJsonArray(),
                ["region"] = d.Region,
                ["deploymentStatus"] = d.State.ToString(),
                ["errorMessage"] = d.ErrorMessage,
                ["commitTime"] = d.CommittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }).ToArray();
        return Pages.InBody(exchange, rows, cloud.Options.PageSize);
    }

    private Answer ListActive(Exchange exchange, ResourceId manager)
    {
        if (new StrictReader(exchange.ApiVersion!)
            .Read(exchange.Body.Length == 0 ? "{}"u8.ToArray() : exchange.Body, "ActiveConfigurationParameter", out var sent) is { } unread)
        {
            return Answer.Refusing(unread);
        }

        var rows = from region in cloud.Deployments.RegionsOf(manager, Regions(sent))
                   from configuration in cloud.Deployments.Active(manager, region)
                   select ConnectivityActions.Show(cloud, configuration, configuration.Groups.Select(g => g.Id), region);
        return Pages.InBody(exchange, [.. rows], cloud.Options.PageSize);
    }

    // A deletion is polled as any operation is, though with Location alone.
    private Answer Result(Exchange exchange, string id)
    {
        var asked = exchange.Uri.PathAndQuery;
        if (cloud.Deployments.IsPromised(asked))
        {
            return new(204);
        }

        if (!Guid.TryParse(id, out var guid) || guid == Guid.Empty || cloud.Operations.Find(guid) is not { } operation)
        {
            return Answer.Refusing(guid == Guid.Empty
                ? FrontDoorErrors.InvalidStatusUrl.With(exchange.Uri.AbsolutePath) : FrontDoorErrors.OperationNotFound.With(id));
        }

        return !string.Equals(asked, operation.ResultUrl, StringComparison.Ordinal)
                ? Answer.Refusing(FrontDoorErrors.InvalidStatusUrl.With(exchange.Uri.AbsolutePath))
            : operation.State switch
            {
                OperationState.InProgress => new Answer(202).With("Location", exchange.Root + operation.ResultUrl)
                    .WithRetryAfter(operation.Time.AfterPoll(operation.Polls++)),
                OperationState.Succeeded => new(204),
                _ => Answer.Refusing(operation.Error! with { Status = operation.Error.Status < 400 ? 409 : operation.Error.Status }),
            };
    }

    private static ImmutableArray<string> Regions(JsonObject sent) => [.. sent.Texts("regions").Select(r => Documents.NormalLocation(r)!)];

    private static bool IsOurs(ResourceId configuration, ResourceId manager) =>
        configuration.IsType(ResourceKind.ConnectivityConfiguration.Type) && configuration.Parent == manager;

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
