using System.Collections;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// Looks whether a plan that was made earlier, perhaps elsewhere, still fits: the session's cloud and tenant, the caller's
/// rights, the secrets that it needs, the live state. Reads only.
/// </summary>
internal sealed class PlanCheck(AzNetSession session, RunOptions options, StepWriter steps)
{
    // Side by side, against the live state: four hundred halves take a second or two.
    private const int MostReads = 32;

    /// <summary>The session of a second tenant; null for none.</summary>
    public AzNetSession? Second { get; init; }

    /// <summary>True when the plan that came back is not the one that was given.</summary>
    public bool WasRemade { get; private set; }

    /// <summary>
    /// The plan to apply, with what the caller may not do as problems; null when it may not be applied for another reason,
    /// which was told as failures.
    /// </summary>
    /// <param name="arm">The connection.</param>
    /// <param name="plan">The plan that was given.</param>
    /// <param name="replan">Makes it again when it has drifted, or had problems when it was made.</param>
    /// <param name="withRights">False where it is only shown.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Plan?> CheckAsync(IArm arm, Plan plan, bool replan, bool withRights, CancellationToken stop)
    {
        if (Elsewhere(plan) is { } elsewhere)
        {
            steps.Fail(elsewhere);
            return null;
        }

        // Comparing reads what the plan rests on: who may not do that is told the right that is missing, not how far it came.
        var allowed = withRights ? await RightsCheck.RunAsync(arm, plan, stop) : plan;
        if (!allowed.CanApply && !replan)
        {
            return allowed;
        }

        var drifted = plan.CanApply ? await new DriftCheck(arm, Math.Min(options.ThrottleLimit, MostReads), steps).FindAsync(plan, stop) : [];
        if (drifted.IsEmpty && (plan.CanApply || !replan))
        {
            return allowed;
        }

        if (!replan)
        {
            foreach (var drift in drifted)
            {
                steps.Fail(new("PlanDrifted", FailureKind.InvalidOperation,
                    $"{drift} Nothing was written. {Advice(plan)}", drift.Resource));
            }

            return null;
        }

        foreach (var drift in drifted)
        {
            steps.Notice(NoticeSeverity.Warning, "PlanDrifted", drift.ToString(), drift.Resource);
        }

        WasRemade = true;
        var remade = await new PlanMaker(arm, session.SubscriptionIds, steps).MakeAsync(plan, stop);
        return remade is null || !withRights ? remade : await RightsCheck.RunAsync(arm, remade, stop);
    }

    /// <summary>The secrets that a person gave, by name.</summary>
    public static Dictionary<string, SecureString> Read(Cmdlet cmdlet, IDictionary? given)
    {
        var secrets = new Dictionary<string, SecureString>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            secrets[name] = (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) as SecureString
                ?? throw cmdlet.RefuseArgument("SecretNotSecure",
                    $"The secret '{name}' is no SecureString. Use Read-Host -AsSecureString, or what your vault returns.", name);
        }

        return secrets;
    }

    // A rehearsal stands for any cloud: that is what it is for.
    private Failure? Elsewhere(Plan plan) => session.IsRehearsal ? null
        : Differ(plan.Cloud, session.Environment) ? new("PlanFromElsewhere", FailureKind.InvalidOperation,
            $"The plan was made in {plan.Cloud}, and this session is in {session.Environment}. Nothing was written. "
            + $"Connect with Connect-AzNetSession {Address(plan.Cloud!)}, or make the plan again here.", session)
        : Differ(plan.TenantId, session.TenantId) && !session.IsIn(plan.TenantId!) ? new("PlanFromElsewhere", FailureKind.InvalidOperation,
            $"The plan was made in the tenant {plan.TenantId}, and this session is in {session.TenantId}. Nothing was written. "
            + $"Connect with Connect-AzNetSession -TenantId {plan.TenantId}, or make the plan again here.", session)
        : plan.SecondTenant is { } tenant ? Elsewhere(tenant) : null;

    // Two sign-ins to one tenant may be one: what this one may not do is found by the check of rights.
    private Failure? Elsewhere(PlanTenant tenant) => Second is null
        ? tenant.TenantId is not null && session.IsIn(tenant.TenantId) ? null
            : new("SecondSessionNeeded", FailureKind.InvalidOperation, $"The plan writes in two tenants: the subscription {string.Join(", ", tenant.SubscriptionIds)} "
                + $"is in {(tenant.TenantId is null ? "the second" : tenant.TenantId)}. Nothing was written. Connect to that one too, and give both: -Session and "
                + "-Session2.", session)
        : Differ(tenant.TenantId, Second.TenantId) && !Second.IsIn(tenant.TenantId!) ? new("PlanFromElsewhere", FailureKind.InvalidOperation,
            $"The plan writes in the tenant {tenant.TenantId} too, and -Session2 is in {Second.TenantId}. Nothing was written. "
            + $"Connect with Connect-AzNetSession -TenantId {tenant.TenantId}, or make the plan again here.", Second)
        : null;

    // What is no cloud is the host of an endpoint of one's own.
    private static string Address(string cloud) =>
        AzureCloud.Find(cloud) is not null ? $"-Environment {cloud}" : $"-ArmEndpoint https://{cloud}";

    private static bool Differ(string? one, string? other) =>
        one is not null && other is not null && !string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Advice(Plan plan) => plan.Origins.IsEmpty
        ? "Make the plan again as it was made; a fix comes from Test-VNetTransitivity."
        : $"Make the plan again with Invoke-VNetPlan -Replan, or by: {string.Join("; ", plan.Origins)}";
}
