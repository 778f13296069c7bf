using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>
/// The session of the tenant at the other end of a tunnel, beside the session of a command. What was named for its end is looked
/// for in it; then each request goes to the session that serves its subscription.
/// </summary>
internal sealed class SecondSession(AzNetSession session, SessionUse first) : IDisposable
{
    private readonly SessionUse _use = session.Use();
    private PlanTenant? _tenant;

    /// <summary>The second session of a command; a terminating error where the two cannot be one tunnel's.</summary>
    public static SecondSession Open(Cmdlet cmdlet, AzNetSession first, SessionUse use, AzNetSession given)
    {
        var second = cmdlet.RequireSession(given);
        return AreOneCloud(first, second) ? new(second, use) : throw cmdlet.Terminate(new("SessionsOfTwoClouds", FailureKind.InvalidArgument,
            $"One session is in {first.Environment} and -Session2 is in {second.Environment}"
            + (first.IsRehearsal && second.IsRehearsal ? ", each with networks of its own. Nothing was written. Rehearse with one session that holds both ends."
                : ". No VNet-to-VNet connection joins two clouds. Nothing was written. Make a site-to-site connection at each end (New-SiteToSiteConnection)."), second));
    }

    /// <summary>
    /// What is named for the other end, by its ids. Null when a name means nothing or several things there: each is told.
    /// </summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public Task<ImmutableArray<ResourceId>?> FindAsync(IReadOnlyList<string> names, string type, StepWriter steps, CancellationToken stop) =>
        FindAsync(_use.Open(steps), names, type, session.SubscriptionIds, steps, stop);

    /// <summary>The same in any session.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<ResourceId>?> FindAsync(IArm arm, IReadOnlyList<string> names, string type,
        ImmutableArray<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var found = await NetworkResolver.ResolveAsync(arm, names, type, subscriptionIds, steps, stop);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        return found.Succeeded ? [.. found.Found.Select(f => f.Id)] : null;
    }

    /// <summary>
    /// Joins both sessions. This one serves the subscriptions of the other end and those that it alone sees; what both see stays
    /// with the first, and so does the near end's own: a sign-in is used where the person meant it.
    /// </summary>
    /// <returns>Both as one.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept a sign-in.</exception>
    public async Task<IArm> JoinAsync(IEnumerable<string> near, IEnumerable<string> far, StepWriter steps, CancellationToken stop)
    {
        var own = far.Except(near, StringComparer.OrdinalIgnoreCase).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var seen = await SubscriptionList.ReadAsync(first.OpenOwn(steps), stop);
        var alone = (await SubscriptionList.ReadAsync(_use.Open(steps), stop)).Select(s => s.Id)
            .Except(seen.Select(s => s.Id).Concat(near), StringComparer.OrdinalIgnoreCase);
        first.Join(_use, own.Union(alone));
        _tenant = own.IsEmpty ? null : new(session.TenantId, [.. own.Order(StringComparer.OrdinalIgnoreCase)]);
        return first.Open(steps);
    }

    /// <summary>The plan with what lies in the second tenant, unless it knows; a rehearsal is no place.</summary>
    public Plan Mark(Plan plan) => session.IsRehearsal ? plan : plan with { SecondTenant = plan.SecondTenant ?? _tenant };

    public void Dispose() => _use.Dispose();

    private static bool AreOneCloud(AzNetSession one, AzNetSession other) =>
        string.Equals(one.Environment, other.Environment, StringComparison.OrdinalIgnoreCase) && ReferenceEquals(one.Simulation, other.Simulation);
}
