using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Rights;

/// <summary>
/// The preflight of rights: the caller's permissions and the management locks for every resource of a plan, before the first
/// write. It sends only reads.
/// </summary>
public static class RightsCheck
{
    /// <summary>
    /// The plan with what is missing as problems: <c>MissingPermission</c> for each action and scope, <c>ScopeLocked</c> for
    /// each lock in the way. What may not be read is one warning (<c>RightsNotChecked</c>) and stops nothing: Azure checks
    /// again. Deny assignments cannot be seen this way.
    /// </summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Plan> RunAsync(IArm arm, Plan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(plan);
        var networks = RequiredRights.NetworksBehind(plan);

        // What cannot be read shows as a missing right, so nothing is told about it here.
        var known = await NetworkReader.ReadNetworksAsync(arm, networks, ReadDepth.Networks, StepWriter.Nowhere, stop)
            .ConfigureAwait(false);
        var required = RequiredRights.Of(plan, known.Topology);
        var permissions = await new PermissionCheck(arm, required).RunAsync(stop).ConfigureAwait(false);
        var locks = await new LockCheck(arm, plan).RunAsync(stop).ConfigureAwait(false);
        return plan with
        {
            Problems = [.. plan.Problems, .. permissions.Problems, .. locks.Problems],
            Notices = [.. plan.Notices, .. Notice(permissions.Unread, locks.Unread)],
        };
    }

    private static IEnumerable<PlanNotice> Notice(ArmException? permissions, ArmException? locks)
    {
        if ((permissions ?? locks) is { } first)
        {
            var what = permissions is null ? "management locks" : locks is null ? "permissions" : "permissions and management locks";
            yield return new("RightsNotChecked", NoticeSeverity.Warning,
                $"The {what} of some scopes cannot be read, so they are not checked before the first write; Azure checks them at each "
                + $"write. {first.Message}");
        }
    }
}
