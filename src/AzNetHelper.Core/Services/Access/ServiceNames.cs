using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Services;

/// <summary>Finds the services and subnets that people name.</summary>
internal static class ServiceNames
{
    // They are found so that it can be said what applies to them.
    private static readonly ImmutableArray<string> Flexible = [ResourceTypes.PostgreSqlFlexibleServer, ResourceTypes.MySqlFlexibleServer];

    private static readonly ImmutableArray<string> Types = [.. ServiceKind.All.Select(k => k.ResourceType), .. Flexible];

    /// <summary>The services and subnets, each once. Null when a name means nothing, or several things: each is told as a failure.</summary>
    public static async Task<(ImmutableArray<ResourceId> Services, ImmutableArray<ResourceId> Subnets)?> ResolveAsync(
        IArm arm, IReadOnlyList<string> services, IReadOnlyList<string> subnets, IReadOnlyCollection<string> subscriptionIds,
        StepWriter steps, CancellationToken stop)
    {
        var found = await NetworkResolver.ResolveAsync(arm, services, Types, subscriptionIds, steps, stop).ConfigureAwait(false);
        var places = await NetworkResolver.ResolveAsync(arm, subnets, ResourceTypes.Subnet, subscriptionIds, steps, stop).ConfigureAwait(false);
        Failure[] failures = [.. found.Failures.Select(Unknown), .. places.Failures, .. found.Ids.Where(IsFlexible).Select(NotBySubnet)];
        foreach (var failure in failures)
        {
            steps.Fail(failure);
        }

        return failures.Length > 0 ? null : (found.Ids, places.Ids);
    }

    private static bool IsFlexible(ResourceId id) => Flexible.Any(id.IsType);

    // Twelve types in one sentence help nobody who gave the id of something else.
    private static Failure Unknown(Failure failure) => failure.Id != "InvalidResourceId" || !ResourceId.TryParse(failure.Target as string, out var id) ? failure
        : failure with
        {
            Message = $"'{id}' is a {id.Type}, which does not let subnets in by service endpoints. The kinds that do: "
                + $"{string.Join(", ", ServiceKind.All.Select(k => k.Title))}.",
        };

    // network D7: flexible servers have no rules of subnets.
    private static Failure NotBySubnet(ResourceId server) => new("ServiceEndpointsDoNotApply", FailureKind.InvalidArgument,
        $"'{server.Name}' is a flexible server, and service endpoints do not apply to these. Either it is deployed into a subnet of its own "
        + $"(New-VNetServiceSubnet makes one, for {server.Type}; only when the server is created), or it gets a private endpoint.", server);
}
