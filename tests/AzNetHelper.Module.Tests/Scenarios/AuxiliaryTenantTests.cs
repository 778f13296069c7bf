using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// One session that signs in to two tenants, from sign-in to the end of a peering: over HTTPS, with the tokens of an Az session, each of
/// which counts in its own tenant alone. The estate's subscriptions are of a tenant each.
/// </summary>
public sealed class AuxiliaryTenantTests : IAsyncDisposable
{
    private const string Theirs = "b0000000-0000-4000-8000-000000000000";

    private readonly Engine _engine = new(withTestCmdlets: true);
    private readonly LoopbackArm _arm = new();

    public AuxiliaryTenantTests()
    {
        _engine.Set("endpoint", _arm.Endpoint);
        _engine.Set("root", _arm.RootPath);
        _engine.Set("theirs", Theirs);
        var start = _engine.Run("""
            Connect-AzNetSession -Rehearsal # brings the simulation's types
            Disconnect-AzNetSession
            $ours = 'a0000000-0000-4000-8000-000000000000'
            $net = [AzNetHelper.Simulation.SampleEstate]
            $soon = [AzNetHelper.Simulation.OperationTime]::new([timespan]::FromMilliseconds(50), 1, [Collections.Immutable.ImmutableArray[int]]::Empty.Add(1))
            $simulation = [AzNetHelper.Simulation.AzureSimulation]::new([AzNetHelper.Simulation.SimulationOptions]@{
                TenantId = $ours
                SubscriptionTenants = [Collections.Immutable.ImmutableDictionary[string, string]]::Empty.Add($net::WorkloadSubscription, $theirs)
                Times = [AzNetHelper.Simulation.OperationTimes]@{ PeeringPut = $soon; PeeringDelete = $soon }
            })
            $simulation.Load($net::Create())
            New-Module -Name Az.Accounts {
                function Get-AzContext {
                    [pscustomobject]@{
                        Account = [pscustomobject]@{ Id = 'ada@example.org' }
                        Tenant = [pscustomobject]@{ Id = $global:ours }
                        Environment = [pscustomobject]@{
                            Name = 'MyStack'; ResourceManagerUrl = $global:endpoint
                            ActiveDirectoryServiceEndpointResourceId = 'https://management.mystack.example/'
                            ActiveDirectoryAuthority = 'https://login.mystack.example/' } }
                }
                function Get-AzAccessToken([string]$ResourceUrl, [string]$TenantId) {
                    $end = [DateTimeOffset]::UtcNow.AddHours(1)
                    $tenant = if ($TenantId) { $TenantId } else { $global:ours }
                    $claims = '{{"tid":"{0}","oid":"oid-{0}","upn":"ada@{0}","exp":{1}}}' -f $tenant, $end.ToUnixTimeSeconds()
                    $payload = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
                    [pscustomobject]@{ Token = "e30.$payload.unsigned"; ExpiresOn = $end }
                }
            } | Import-Module -Global
            """);
        Assert.Empty(start.Errors);
        Assert.Null(start.Ended);
        _arm.Behind = (HttpMessageHandler)Well("$simulation.CreateHandler()").Output[0].BaseObject;
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _arm.DisposeAsync();
    }

    [Fact]
    public void Two_tenants_are_connected_peered_tested_and_parted_in_one_session()
    {
        Well("Connect-AzNetSession -TrustedRoot $root -AuxiliaryTenantId $theirs");

        // Names complete as they are found: of both tenants.
        Assert.Equal(["vnet-hub", "vnet-spoke-web"], Well("""
            $completer = [AzNetHelper.Support.VNetCompleter]::new()
            $completer.CompleteArgument('New-VNetPeering', 'VNet', 'vnet-h', $null, @{}).CompletionText
            $completer.CompleteArgument('New-VNetPeering', 'RemoteVNet', 'vnet-spoke-w', $null, @{}).CompletionText
            """).Texts);
        Assert.Equal(["vnet-spoke-web"], Well("""
            [AzNetHelper.Support.EndpointCompleter]::new().CompleteArgument('Test-VNetTransitivity', 'To', 'vnet-spoke-w', $null, @{}).CompletionText
            """).Texts.Take(1));

        Assert.Equal(["False"], Well("Test-VNetTransitivity vnet-hub vnet-spoke-web -Quiet").Texts);
        Assert.Equal(["Connected True"], Well("New-VNetPeering vnet-hub vnet-spoke-web | ForEach-Object { \"$($_.State) $($_.Changed)\" }").Texts);
        Assert.Equal(["True"], Well("Test-VNetTransitivity vnet-hub vnet-spoke-web -Quiet").Texts);
        Assert.Equal(["Absent"], Well("Remove-VNetPeering vnet-hub vnet-spoke-web -Force | ForEach-Object { \"$($_.State)\" }").Texts);
        Assert.Equal(["False"], Well("Test-VNetTransitivity vnet-hub vnet-spoke-web -Quiet").Texts);

        // Each write went out with the token of its subscription's tenant; those that name the other network with a token of that one beside it.
        Assert.Equal(
            ["DELETE aaaaaaaa-0000-4000-8000-000000000001 a", "DELETE aaaaaaaa-0000-4000-8000-000000000002 b",
             "PUT aaaaaaaa-0000-4000-8000-000000000001 a b", "PUT aaaaaaaa-0000-4000-8000-000000000002 b a"],
            Well("""
                foreach ($write in $simulation.Log.Writes) {
                    "$($write.Method) $($write.Path.Split('/')[2]) $($write.TenantId[0]) $($write.AuxiliaryTenantIds | ForEach-Object { $_[0] })".Trim()
                }
                """).Texts.Order(StringComparer.Ordinal));
        Assert.Equal(["0"], Well("@($simulation.Log.All | Where-Object Status -eq 401).Count").Texts);
    }

    [Fact]
    public void Session_of_one_tenant_says_which_to_add_and_writes_nothing()
    {
        Well("Connect-AzNetSession -TrustedRoot $root");
        var run = _engine.RunStrict("New-VNetPeering vnet-hub \"$($net::SpokeWeb)\"");
        var told = Assert.Single(run.Errors.Select(e => e.ToString()).Concat(run.Ended is { } ended ? [ended.Message] : []));

        Assert.Contains($"Connect-AzNetSession -AuxiliaryTenantId {Theirs}", told, StringComparison.Ordinal);
        Assert.Equal(["0"], Well("@($simulation.Log.Writes).Count").Texts);
    }

    private RunResult Well(string script)
    {
        var run = _engine.RunStrict(script);
        Assert.True(run.Ended is null, run.Ended?.ToString());
        Assert.Empty(run.Errors);
        return run;
    }
}
