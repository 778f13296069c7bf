using System.Net;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Session;

/// <summary>
/// Taking over the sign-in of an Az.Accounts that the runspace has imported; here a module that imitates it.
/// </summary>
public sealed class AzAccountsTests : IAsyncDisposable
{
    private const string Canary = "canary-az-token-8461";

    private readonly Engine _engine = new(withTestCmdlets: true);
    private readonly LoopbackArm _arm = new();

    public AzAccountsTests()
    {
        _engine.Set("canary", Canary);
        _engine.Set("secret", new NetworkCredential(string.Empty, Canary).SecurePassword);
        _engine.Set("endpoint", _arm.Endpoint);
        _engine.Set("root", _arm.RootPath);
        _engine.Run("""
            $asked = [Collections.Generic.List[string]]::new()
            $token = $canary
            $signedIn = $true
            function Import-FakeAz {
                New-Module -Name Az.Accounts {
                    function Get-AzContext {
                        if ($global:signedIn) {
                            [pscustomobject]@{
                                Account = [pscustomobject]@{ Id = 'ada@example.org' }
                                Tenant = [pscustomobject]@{ Id = 'tenant-1' }
                                Environment = [pscustomobject]@{
                                    Name = 'MyStack'; ResourceManagerUrl = $global:endpoint
                                    ActiveDirectoryServiceEndpointResourceId = 'https://management.mystack.example/'
                                    ActiveDirectoryAuthority = 'https://login.mystack.example/' } }
                        }
                    }
                    function Get-AzAccessToken([string]$ResourceUrl, [string]$TenantId) {
                        $global:asked.Add("$ResourceUrl $TenantId")
                        if (-not $global:token) { throw 'Your Azure credentials have expired.' }
                        [pscustomobject]@{ Token = $global:token; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1) }
                    }
                } | Import-Module -Global
            }
            $arm = [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/token', 'token')
            $session = New-TestSession -Arm $arm
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _arm.DisposeAsync();
    }

    [Theory]
    [InlineData("$canary")]
    [InlineData("$secret")]
    public void A_token_comes_as_text_or_as_a_SecureString_and_is_shown_nowhere(string token)
    {
        var run = _engine.Run($"$token = {token}; Import-FakeAz; Get-TestAnswer -Path /token -Session $session -Verbose -Debug");

        Assert.Empty(run.Errors);
        Assert.Contains($"\"tokenLength\":{Canary.Length}", Assert.Single(run.Texts), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Everything, StringComparison.Ordinal);
        Assert.Equal(["https://management.azure.com "], _engine.Run("$asked").Texts);
    }

    [Theory]
    [InlineData("Get-TestAnswer -Path /token -Session $session", "Import-Module Az.Accounts")]
    [InlineData("Import-FakeAz; $global:token = $null; Get-TestAnswer -Path /token -Session $session", "Connect-AzAccount")]
    public void Where_Az_gives_no_token_the_error_says_what_to_run(string script, string advice)
    {
        var run = _engine.RunStrict(script);

        Assert.Equal("SignInFailed", run.TerminatingId);
        Assert.Contains(advice, run.Terminating!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_takes_over_Az_s_cloud_tenant_and_account()
    {
        _arm.Answer("/subscriptions", """{"value":[{"subscriptionId":"s-1","displayName":"One","tenantId":"tenant-1"}]}""");

        var run = _engine.RunStrict("""
            Import-FakeAz
            $s = Connect-AzNetSession -TrustedRoot $root -PassThru
            "$($s.Environment) $($s.TenantId) $($s.Account) $($s.SignIn) $($s.Endpoint)"
            """);

        Assert.Null(run.Ended);
        Assert.Equal([$"MyStack tenant-1 ada@example.org Caller {_arm.Endpoint}"], run.Texts);
        Assert.Contains($"Authorization: Bearer {Canary}", Assert.Single(_arm.Requests), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("https://management.mystack.example", Assert.Single(_engine.Run("$asked").Texts), StringComparison.Ordinal);
    }

    [Fact]
    public void Auxiliary_tenants_are_signed_in_to_and_asked_for_their_subscriptions()
    {
        _arm.Answer("/subscriptions", """{"value":[{"subscriptionId":"s-1","displayName":"One","tenantId":"tenant-1"}]}""");

        var run = _engine.RunStrict("""
            Import-FakeAz
            $s = Connect-AzNetSession -TrustedRoot $root -AuxiliaryTenantId tenant-2 -PassThru
            "$($s.TenantId) $($s.AuxiliaryTenantIds)"
            """);

        Assert.Null(run.Ended);
        Assert.Equal(["tenant-1 tenant-2"], run.Texts);
        Assert.Equal(2, _arm.Requests.Count);
        Assert.Equal(["tenant-1", "tenant-2"], _engine.Run("$asked").Texts.Select(a => a.Split(' ')[1]));
    }
}
