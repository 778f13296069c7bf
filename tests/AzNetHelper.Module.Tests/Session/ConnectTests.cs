using System.Management.Automation;
using System.Net;
using System.Text;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Session;

public sealed class ConnectTests : IAsyncDisposable
{
    private const string Canary = "canary-token-5170";
    private const string Subscriptions = """
        {"value":[
          {"subscriptionId":"11111111-0000-0000-0000-000000000000","displayName":"Hub","tenantId":"t-1"},
          {"subscriptionId":"22222222-0000-0000-0000-000000000000","displayName":"Spokes","tenantId":"t-1"}]}
        """;

    private readonly Engine _engine = new();
    private readonly LoopbackArm _arm = new();

    public ConnectTests()
    {
        _engine.Set("endpoint", _arm.Endpoint);
        _engine.Set("root", _arm.RootPath);
        _engine.Set("token", Secret(Canary));
        _engine.Run("$PSDefaultParameterValues = @{ 'Connect-AzNetSession:ArmEndpoint' = $endpoint; 'Connect-AzNetSession:TrustedRoot' = $root }");
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _arm.DisposeAsync();
    }

    [Fact]
    public void A_session_is_opened_shown_and_closed()
    {
        _arm.Answer("/subscriptions", Subscriptions);

        var run = _engine.RunStrict("""
            Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01
            $s = Get-AzNetSession
            "$($s.TenantId) $($s.SignIn) $($s.ExpiresOn.Year) $($s.IsOpen)"
            Disconnect-AzNetSession
            "$($s.IsOpen) $($null -eq (Get-AzNetSession))"
            """);

        Assert.Null(run.Ended);
        Assert.Equal(["t-1 AccessToken 2999 True", "False True"], run.Texts);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void The_token_goes_to_the_endpoint_and_nowhere_else()
    {
        _arm.Answer("/subscriptions", Subscriptions);

        var run = _engine.RunStrict("""
            $DebugPreference = $VerbosePreference = $InformationPreference = 'Continue'
            $s = Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01 -PassThru
            "$s"
            $s.PSObject.Properties | ForEach-Object { "$($_.Name) $($_.Value)" }
            """);

        Assert.Null(run.Ended);
        Assert.NotEmpty(run.Verbose);
        Assert.NotEmpty(run.Debug);
        Assert.Contains(Canary, Assert.Single(_arm.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_token_is_a_terminating_error_of_authentication_and_shows_no_secret()
    {
        _arm.Answer("/subscriptions", """{"error":{"code":"InvalidAuthenticationToken","message":"The access token is invalid."}}""", 401);

        var run = _engine.RunStrict("Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01; 'went on'");

        Assert.Equal("InvalidAuthenticationToken", run.TerminatingId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.Terminating!.CategoryInfo.Category);
        Assert.Empty(run.Output);
        Assert.DoesNotContain(Canary, run.Everything, StringComparison.Ordinal);
        Assert.Empty(_engine.Run("Get-AzNetSession").Output);
    }

    [Theory]
    [InlineData("33333333-0000-0000-0000-000000000000", "Hub (11111111-0000-0000-0000-000000000000), Spokes (")]
    [InlineData("Hub", "give its id, 11111111-0000-0000-0000-000000000000")]
    public void A_subscription_that_cannot_be_seen_is_an_error_that_lists_those_that_can(string id, string part)
    {
        _arm.Answer("/subscriptions", Subscriptions);

        var run = _engine.RunStrict($"Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01 -SubscriptionId {id}");

        Assert.Equal("SubscriptionNotFound", run.TerminatingId);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.Terminating!.CategoryInfo.Category);
        Assert.Equal(id, run.Terminating.TargetObject);
        Assert.Contains(part, run.Terminating.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_Azure_is_said_to_be_none()
    {
        _arm.Answer("/subscriptions", """{"hello":"world"}""");

        var run = _engine.RunStrict("Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01");

        Assert.Equal("NotAzure", run.TerminatingId);
    }

    [Theory]
    [InlineData("""{"exp":32472144000}""", null)]
    [InlineData("""{"aud":"x"}""", "one hour")]
    [InlineData("not json", "one hour")]
    public void A_token_s_end_is_read_from_it_or_assumed_with_a_warning(string payload, string? warning)
    {
        _arm.Answer("/subscriptions", Subscriptions);
        _engine.Set("token", Secret($"header.{Base64Url(payload)}.signature"));

        var run = _engine.RunStrict("(Connect-AzNetSession -AccessToken $token -PassThru).ExpiresOn.UtcDateTime.Year -eq 2999");

        Assert.Null(run.Ended);
        Assert.Equal([warning is null ? "True" : "False"], run.Texts);
        Assert.Equal(warning is null ? 0 : 1, run.Warnings.Count);
    }

    [Theory]
    [InlineData("-AccessToken $token -AccessTokenExpiresOn 2001-01-01", "AccessTokenExpired")]
    [InlineData("-AccessToken $token -Environment AzureCloud", "OneDestination")]
    [InlineData("-Rehearsal", "NotForRehearsal")]
    [InlineData("-AccessToken $token -AccessTokenExpiresOn 2999-01-01 -AuxiliaryTenantId fabrikam.com", "SignInFailed")]
    [InlineData("-ServicePrincipal -Credential ([pscredential]::new('app', $token))", "TenantExpected")]
    [InlineData("-ServicePrincipal -ApplicationId app -CertificatePath nowhere.pfx -TenantId t", "FileNotFound")]
    public void What_is_missing_or_contradictory_is_said_before_anything_is_sent(string arguments, string id)
    {
        var run = _engine.RunStrict($"Connect-AzNetSession {arguments}");

        Assert.Equal(id, run.TerminatingId);
        Assert.NotNull(run.Terminating!.TargetObject);
        Assert.Empty(_arm.Requests);
        Assert.DoesNotContain(Canary, run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Identity")]
    [InlineData("-Identity -ClientId c")]
    [InlineData("-ServicePrincipal -Credential $credential")]
    [InlineData("-ServicePrincipal -CertificatePath c.pfx -ApplicationId a")]
    [InlineData("-ServicePrincipal -CertificatePath c.pfx -CertificatePassword $token -ApplicationId a")]
    [InlineData("-AzurePipelines -ServiceConnectionId s")]
    [InlineData("-AzurePipelines -ServiceConnectionId s -ClientId c")]
    [InlineData("-AzureCli")]
    [InlineData("-Interactive")]
    [InlineData("-DeviceCode")]
    [InlineData("-AccessToken $token")]
    [InlineData("-Rehearsal")]
    [InlineData("-Rehearsal -Snapshot file.json")]
    [InlineData("")]
    public void Every_way_to_sign_in_binds_to_one_parameter_set(string arguments)
    {
        // A value that no parameter takes stops the binding only after the set has been found.
        _engine.Set("credential", new PSCredential("app", Secret(Canary)));

        var run = _engine.RunStrict($"Connect-AzNetSession {arguments} -Environment Nowhere");

        Assert.Contains("ParameterArgumentValidationError", run.Terminating!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Environment", run.Terminating.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_Connect_without_any_credential_says_what_to_run()
    {
        // Only the first link of the chain is asked: the others would look for services outside of this machine.
        var lines = await ChildProcess.RunAsync(
            "Import-Module $env:AzNetHelperManifest; $ErrorActionPreference = 'Stop'; Connect-AzNetSession",
            environment: ("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"));

        var error = Assert.Single(lines, l => l.StartsWith("terminated ", StringComparison.Ordinal));
        Assert.StartsWith("terminated SignInFailed,", error, StringComparison.Ordinal);
        Assert.Contains("Connect-AzAccount", error, StringComparison.Ordinal);
        Assert.Contains("-Rehearsal", error, StringComparison.Ordinal);
    }

    private static System.Security.SecureString Secret(string text) => new NetworkCredential(string.Empty, text).SecurePassword;

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
