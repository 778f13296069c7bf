using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>How a deployment of Virtual Network Manager stands in a region.</summary>
public enum DeploymentState
{
    NotStarted,
    Deploying,
    Deployed,
    Failed,
}

/// <summary>The last commit of a network manager in a region.</summary>
/// <param name="Manager">The network manager.</param>
/// <param name="Region">The region, for example <c>westeurope</c>.</param>
/// <param name="Configurations">What was committed; none where the deployment was taken back.</param>
/// <param name="State">How far it is.</param>
/// <param name="ErrorMessage">Why it failed; empty where it did not.</param>
/// <param name="CommittedAt">When, on the simulation's clock.</param>
public sealed record RegionDeployment(ResourceId Manager, string Region, ImmutableArray<ResourceId> Configurations, DeploymentState State,
    string ErrorMessage, DateTimeOffset CommittedAt);

// A commit in one region while it is carried out, and afterwards.
internal sealed record RegionCommit(ImmutableArray<DeployedConfiguration> Configurations, DateTimeOffset At, DateTimeOffset StartsAt,
    DateTimeOffset EndsAt)
{
    /// <summary>Why it is to fail, where a fault says so.</summary>
    public string? Fails { get; init; }

    public bool HasEnded { get; init; }

    public string ErrorMessage { get; init; } = string.Empty;

    public DeploymentState StateAt(DateTimeOffset now) => HasEnded
        ? ErrorMessage.Length > 0 ? DeploymentState.Failed : DeploymentState.Deployed
        : now < StartsAt ? DeploymentState.NotStarted : DeploymentState.Deploying;

    public RegionCommit Without(ResourceId gone) => this with { Configurations = Configurations.RemoveAll(c => c.Id.IsWithin(gone)) };
}
