using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// One spoke of two is refused by Azure, for a reason that could not be seen before (a deny assignment, a policy, a lock that
/// may not be read): it is told with what to do, sent once, and the other spoke is finished.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    private const string PeeringWrite = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write";
    private const string PeerAction = "Microsoft.Network/virtualNetworks/peer/action";

    private readonly Rehearsal _rehearsal = new(spokes: 2);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void No_permission_names_the_action_and_the_scope()
    {
        Guard($"Denials = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.PermissionDenial]::new('{PeeringWrite}', $scope))");

        var error = OneSpokeFails();

        Assert.Equal(("AuthorizationFailed", ErrorCategory.PermissionDenied), (Id(error), error.CategoryInfo.Category));
        Assert.Contains(PeeringWrite, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(HubEstate.SpokeId(1), error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, _rehearsal.Writes.Count(w => w.EndsWith(" 403", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_permission_on_the_remote_network_names_the_linked_scope()
    {
        Guard($"Denials = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.PermissionDenial]::new('{PeerAction}', $scope))");

        var error = OneSpokeFails();

        Assert.Equal(("LinkedAuthorizationFailed", ErrorCategory.PermissionDenied), (Id(error), error.CategoryInfo.Category));
        Assert.Contains(HubEstate.SpokeId(1), error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_policy_shows_assignment_definition_and_reason_and_is_asked_once()
    {
        Guard("""
            Policies = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.DenyPolicy]::new(
                $scope, 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings', 'Peerings are made by the network team.'))
            """);

        var error = OneSpokeFails();

        Assert.Equal(("RequestDisallowedByPolicy", ErrorCategory.PermissionDenied), (Id(error), error.CategoryInfo.Category));
        Assert.All(["Assignment 1", "Definition 1", "Peerings are made by the network team."],
            part => Assert.Contains(part, error.ToString(), StringComparison.Ordinal));
        Assert.Equal(1, _rehearsal.Writes.Count(w => w.EndsWith(" 403", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_management_lock_that_could_not_be_read_before_is_named()
    {
        Guard("""
            Locks = [Collections.Immutable.ImmutableArray]::Create(
                [AzNetHelper.Simulation.ManagementLock]::new($scope, [AzNetHelper.Simulation.LockLevel]::ReadOnly))
            Denials = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.PermissionDenial]::new(
                'Microsoft.Authorization/locks/read', [AzNetHelper.Arm.ResourceId]::ForSubscription($scope.SubscriptionId)))
            """);

        var error = OneSpokeFails();

        Assert.Equal(("ScopeLocked", ErrorCategory.ResourceBusy), (Id(error), error.CategoryInfo.Category));
        Assert.Contains(HubEstate.SpokeId(1), error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, _rehearsal.Writes.Count(w => w.EndsWith(" 409", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("vnet-hub")]
    [InlineData("spoke-01")]
    public void A_lock_against_deletion_of_either_half_keeps_both(string locked)
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub spoke-01");
        _rehearsal.ForgetRequests();
        Guard("""
            Locks = [Collections.Immutable.ImmutableArray]::Create(
                [AzNetHelper.Simulation.ManagementLock]::new($scope, [AzNetHelper.Simulation.LockLevel]::CanNotDelete))
            """, locked);

        var run = _rehearsal.Run("Remove-VNetPeering vnet-hub spoke-01 -Force");

        Assert.Contains(run.Errors, e => Id(e) == "ScopeLocked");
        Assert.Empty(_rehearsal.WritesTaken);
        Assert.Equal(["True"], _rehearsal.RunWell("(Get-VNetPeering vnet-hub spoke-01).IsHealthy").Texts);
    }

    [Fact]
    public void An_expired_token_in_the_middle_of_a_run_is_an_authentication_error()
    {
        _rehearsal.RunWell("""
            Add-Fault PUT '*/spoke-01/*' ([AzNetHelper.Simulation.Fault+Answers]::new(401, 'ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than the current time.'))
            """);

        var error = OneSpokeFails();

        Assert.Equal(("ExpiredAuthenticationToken", ErrorCategory.AuthenticationError), (Id(error), error.CategoryInfo.Category));
        Assert.Contains("Connect-AzNetSession", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_token_before_the_first_write_ends_the_command()
    {
        _rehearsal.RunWell("""
            Add-Fault * * ([AzNetHelper.Simulation.Fault+Answers]::new(401, 'ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than the current time.'))
            """);

        var run = _rehearsal.Engine.RunStrict("New-HubSpokePeering vnet-hub spoke-01, spoke-02");

        Assert.Equal("ExpiredAuthenticationToken", run.TerminatingId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.Terminating!.CategoryInfo.Category);
        Assert.Empty(_rehearsal.Writes);
    }

    // Of two spokes the first fails and the second is finished; the failure.
    private ErrorRecord OneSpokeFails()
    {
        var run = _rehearsal.Run("New-HubSpokePeering vnet-hub spoke-01, spoke-02");

        Assert.Null(run.Ended);
        Assert.Equal(["spoke-01 False", "spoke-02 True"], Spokes(run));
        Assert.Equal(["True"], _rehearsal.RunWell("(Get-VNetPeering vnet-hub spoke-02).IsHealthy").Texts);
        var told = run.Errors.Where(e => Id(e) != "ChangeSkipped").ToList();
        Assert.NotNull(Assert.Single(told).TargetObject);
        return told[0];
    }

    private static IEnumerable<string> Spokes(RunResult run) => run.Output
        .Select(o => $"{o.Properties["Spoke"].Value} {o.Properties["Error"].Value is null}").Order(StringComparer.Ordinal);

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    private void Guard(string rules, string network = "spoke-01") => _rehearsal.RunWell($$"""
        $scope = (Get-VNetTopology).VirtualNetworks | Where-Object Name -eq '{{network}}' | ForEach-Object Id
        $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ {{rules}} }
        $simulation.Log.Clear()
        """);
}
