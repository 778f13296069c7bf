using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Planning;

public sealed class SecretsTests
{
    private const string Member = "doNotVerifyRemoteGateways";

    // No member of a peering is a secret, so any other stands for one here.
    private static readonly ResourceId s_half = Estate.Half("a", "half");

    private static readonly string s_slot = $"secret:{s_half}#/properties/{Member}";

    [Theory]
    [InlineData("half/doNotVerifyRemoteGateways")]
    [InlineData("HALF/DoNotVerifyRemoteGateways")]
    [InlineData("secret:")]
    [InlineData("")]
    public void A_slot_is_filled_in_what_is_sent_and_nowhere_else(string name)
    {
        name = name is "secret:" ? s_slot : name.Length == 0 ? s_slot["secret:".Length..] : name;
        var estate = Two();

        // What is sent is what counts; the fake would ask for a boolean.
        estate.Arm.Faults = (_, _) => Fault.Refused;
        var steps = Channel.CreateUnbounded<Step>();
        var secrets = Secrets.For(Needy(), new Dictionary<string, SecureString> { [name] = Secure("hush \"x\"") }, new(steps.Writer));
        Assert.NotNull(secrets);

        var plan = Needy();
        var report = estate.Time.Run(() => new PlanRunner(secrets.Over(estate.Arm), new() { JitterSeed = 1 }, new(steps.Writer)).RunAsync(plan, default));

        var sent = JsonBody.Parse(Assert.Single(estate.Arm.Writes).Body)!;
        Assert.Equal("hush \"x\"", (string?)JsonBody.At(sent, $"properties.{Member}"));
        Assert.Contains(s_slot, report.Results[0].Change.After, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", $"{report} {string.Join(' ', report.Results)}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_unknown_or_ambiguous_is_told_and_nothing_comes_back()
    {
        Assert.Equal(["SecretNeeded"], Failures([]));
        Assert.Equal(["SecretUnknown"], Failures(["half/sharedKey", "half/doNotVerifyRemoteGateways"]));
        Assert.Equal(["SecretUnknown", "SecretNeeded"], Failures(["half/sharedKey"]));
        Assert.Equal(["SecretAmbiguous"], Failures(["half/doNotVerifyRemoteGateways", s_slot]));
    }

    [Fact]
    public void A_slot_is_no_drift_and_no_reason_to_write_again()
    {
        var estate = Two();
        estate.Arm.Put(s_half, Estate.HalfBody("b", "Initiated"));
        estate.Arm[s_half]["properties"]!["synced"] = new JsonArray("10.1.0.0/16");
        var plan = new Plan("x") { Changes = [Needy().Changes[0] with { Kind = ChangeKind.Update, Before = Needy().Changes[0].After }] };

        Assert.Empty(estate.Time.Run(() => new DriftCheck(estate.Arm, 1, StepWriter.Nowhere).FindAsync(plan, default)));
        Assert.Equal(ChangeOutcome.Unchanged, estate.Run(plan).Results[0].Outcome);
    }

    private static Plan Needy() => new("x")
    {
        Changes = [new(s_half, ChangeKind.Create, "x")
        {
            After = $$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{Estate.Net("b")}}}"},"{{{Member}}}":"{{{s_slot}}}" } }""",
        }],
    };

    private static Estate Two() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");

    private static string[] Failures(string[] names)
    {
        var steps = Channel.CreateUnbounded<Step>();
        Assert.Null(Secrets.For(Needy(), names.ToDictionary(n => n, n => Secure(n)), new(steps.Writer)));
        steps.Writer.Complete();
        return [.. steps.Reader.ReadAllAsync().ToBlockingEnumerable().OfType<FailureStep>().Select(f => f.Failure.Id)];
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
