using System.Text.RegularExpressions;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>What -Verbose and -Debug show, and what nothing shows.</summary>
public sealed partial class StreamTests
{
    private const string Canary = "canary-scenario-token-7731";

    [Fact]
    public void Verbose_has_a_line_for_every_request()
    {
        using var rehearsal = new Rehearsal();

        var run = rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data -UseHubGateway -Verbose");

        var lines = run.Verbose.Where(v => RequestLine().IsMatch(v)).ToList();
        Assert.Equal(rehearsal.Requests().Count, lines.Count);

        // Two halves of one hub may be tried at once, and one be refused.
        Assert.Equal(4, lines.Count(l => l.StartsWith("PUT /subscriptions/", StringComparison.Ordinal) && l.Contains(" 201 ", StringComparison.Ordinal)));
        Assert.Equal(lines.Count, lines.Select(l => l.Split(' ')[^1]).Distinct().Count());
        Assert.Empty(run.Debug);
    }

    [Fact]
    public void Debug_shows_what_was_sent_and_answered_with_secrets_redacted()
    {
        using var rehearsal = new Rehearsal();

        var run = rehearsal.RunWell("New-VNetPeering vnet-spoke-app vnet-spoke-data -Debug");

        var put = run.Debug.First(d => d.StartsWith("PUT ", StringComparison.Ordinal) && d.Contains('\n', StringComparison.Ordinal));
        Assert.All(["\"remoteVirtualNetwork\"", "\"allowVirtualNetworkAccess\"", "x-ms-client-request-id"],
            part => Assert.Contains(part, string.Join('\n', run.Debug), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Authorization: ", put, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer rehearsal", run.Everything, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[?&](t|c|s|h)=[A-Za-z0-9_-]{12,}", run.Everything);
    }

    [Fact]
    public async Task A_token_is_in_no_stream_whatever_goes_wrong()
    {
        await using var arm = new LoopbackArm();
        arm.Answer("/subscriptions", """{"value":[{"subscriptionId":"11111111-0000-0000-0000-000000000000","displayName":"Hub","tenantId":"t-1"}]}""");
        arm.Answer("/providers/Microsoft.ResourceGraph/resources", """{"error":{"code":"Nasty","message":"Your header was: Bearer canary-scenario-token-7731"}}""", 400);
        using var engine = new Engine();
        engine.Set("endpoint", arm.Endpoint);
        engine.Set("root", arm.RootPath);
        engine.Set("token", new System.Net.NetworkCredential(string.Empty, Canary).SecurePassword);

        var run = engine.Run("""
            $session = Connect-AzNetSession -AccessToken $token -AccessTokenExpiresOn 2999-01-01 -ArmEndpoint $endpoint -TrustedRoot $root -PassThru -Verbose -Debug
            $session; "$session"; $session | Out-Default
            Get-VNetTopology -Verbose -Debug
            Get-VNetPeering -Verbose -Debug
            New-VNetPeering a b -Verbose -Debug
            Test-VNetTransitivity a b -Verbose -Debug
            $Error | ForEach-Object { "$_"; $_.Exception.ToString(); "$($_.TargetObject)"; $_ | Out-Default }
            """);

        Assert.NotEmpty(run.Errors);
        Assert.NotEmpty(run.Debug);
        Assert.DoesNotContain(Canary, run.Everything, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(GET|PUT|POST|DELETE|PATCH) /\S* \d{3} \d+ ms [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex RequestLine();
}
