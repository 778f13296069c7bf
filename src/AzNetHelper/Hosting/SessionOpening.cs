using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Hosting;

/// <summary>
/// Opens a session and proves it: the subscriptions are read, so a sign-in that does not work fails here and not in the
/// middle of a run.
/// </summary>
internal sealed class SessionOpening(ArmConnection connection, string environment)
{
    private const int MostCandidates = 20;

    public string? Account { get; init; }

    /// <summary>The subscriptions that were asked for; empty for all.</summary>
    public ImmutableArray<string> SubscriptionIds { get; init; } = [];

    public AzureSimulation? Simulation { get; init; }

    /// <summary>
    /// A person may take as long as a device code lives (15 minutes); a machine that is silent for a minute stays
    /// silent.
    /// </summary>
    private TimeSpan Patience => connection.SignIn is SignIn.Interactive or SignIn.DeviceCode
        ? TimeSpan.FromMinutes(15)
        : TimeSpan.FromMinutes(1);

    /// <summary>The session, or why there is none.</summary>
    public async Task<(AzNetSession? Session, Failure? Failure)> OpenAsync(StepWriter steps, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        IArm? arm = null;
        AzNetSession? session = null;
        try
        {
            arm = AzureAdapter.Connector.Connect(connection);
            var visible = await SubscriptionList.ReadAsync(arm.For(steps.AsCaller()), patience.Token)
                .WaitAsync(patience.Token);
            var missing = Missing(visible);
            session = missing is null ? Session(arm, visible, steps) : null;
            return (session, missing);
        }
        catch (ArmException e)
        {
            return (null, WithAdvice(Failure.From(e, connection.Endpoint)));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, WithAdvice(new("SignInTimedOut", FailureKind.OperationTimeout,
                $"{connection.Endpoint} gave no answer within {Patience.TotalMinutes:F0} minutes of signing in.",
                connection.Endpoint)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, new("NotAzure", FailureKind.InvalidData,
                $"What answers at {connection.Endpoint} is not Azure Resource Manager: "
                + "its list of subscriptions cannot be read. "
                + "Check -ArmEndpoint, and proxies on the way.", connection.Endpoint) { Cause = e });
        }
        finally
        {
            if (session is null)
            {
                // Its secrets would wait for the garbage collector.
                (arm as IDisposable)?.Dispose();
            }
        }
    }

    private AzNetSession Session(IArm arm, ImmutableArray<VisibleSubscription> visible, StepWriter steps)
    {
        if (visible.IsEmpty)
        {
            steps.Notice(NoticeSeverity.Warning, "NoSubscription",
                "The sign-in works, but it sees no subscription. Ask for a role on one, or choose another -TenantId.");
        }

        // What was given may be a domain; plans are compared by ids.
        ImmutableArray<string> auxiliary = [.. connection.AuxiliaryTenantIds.Select(t => arm.TenantId(t) ?? t)];
        var tenants = visible.Select(s => s.TenantId).Distinct(StringComparer.OrdinalIgnoreCase)
            .Except(auxiliary, StringComparer.OrdinalIgnoreCase).ToArray();
        return new(arm, connection.Endpoint)
        {
            Environment = environment,
            TenantId = connection.TenantId is { } given ? arm.TenantId(given) ?? given : (tenants is [var only] ? only : null),
            AuxiliaryTenantIds = auxiliary,
            Account = Account,
            SignIn = connection.SignIn,
            SubscriptionIds = SubscriptionIds,
            Simulation = Simulation,
            ExpiresOn = Simulation is not null ? null : connection.AccessTokenExpiresOn,
        };
    }

    private Failure? Missing(ImmutableArray<VisibleSubscription> visible)
    {
        var missing = SubscriptionIds.FirstOrDefault(id => !visible.Any(s => Same(s.Id, id)));
        if (missing is null)
        {
            return null;
        }

        var candidates = visible.IsEmpty ? "none" : string.Join(", ", visible.Take(MostCandidates))
            + (visible.Length > MostCandidates ? $" and {visible.Length - MostCandidates} more" : string.Empty);
        var named = visible.FirstOrDefault(s => Same(s.Name, missing));
        return new("SubscriptionNotFound", FailureKind.ObjectNotFound,
            $"The subscription '{missing}' cannot be seen with this sign-in. "
            + (named is null ? string.Empty : $"It is a name: give its id, {named.Id}. ")
            + $"What can be seen: {candidates}.", missing);
    }

    private Failure WithAdvice(Failure failure)
    {
        var advice = connection.SignIn == SignIn.Default
            ? "Run Connect-AzAccount or 'az login' first, or use one of -Identity, -ServicePrincipal, "
                + "-AzurePipelines, -Interactive, -DeviceCode, -AccessToken; -Rehearsal needs no sign-in."
            : null;
        return advice is null || failure.Kind is not (FailureKind.AuthenticationError or FailureKind.OperationTimeout)
            ? failure
            : failure with { Message = $"{failure.Message} {advice}", RecommendedAction = advice };
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
