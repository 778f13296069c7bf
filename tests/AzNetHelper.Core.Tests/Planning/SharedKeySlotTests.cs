using System.Net;
using System.Security;
using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>How the keys of connections come into what is sent.</summary>
public sealed class SharedKeySlotTests
{
    private static readonly ResourceId s_one = Connection("one");

    private static readonly ResourceId s_two = Connection("two");

    private readonly VirtualTime _time = new();

    private readonly TunnelArm _arm;

    public SharedKeySlotTests() => _arm = new(_time);

    [Fact]
    public void Two_halves_get_one_key_that_is_made_once()
    {
        var report = Run(Pair());

        Assert.True(report.Succeeded, string.Join("; ", report.Results.Select(r => r.Error?.Message)));
        Assert.Equal(_arm.Keys[s_one], _arm.Keys[s_two]);
        Assert.Equal(SharedKey.MadeCharacters, _arm.Keys[s_one].Length);
        Assert.DoesNotContain(_arm.Keys[s_one], string.Join('\n', report.Results.Select(r => $"{r} {r.Document} {r.Change.After}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pairs_get_a_key_each()
    {
        var (three, four) = (Connection("three"), Connection("four"));
        var plan = Pair();
        Run(plan with { Changes = [.. plan.Changes, Create(three, three), Create(four, three)] });

        Assert.Equal(_arm.Keys[three], _arm.Keys[four]);
        Assert.NotEqual(_arm.Keys[s_one], _arm.Keys[three]);
    }

    [Theory]
    [InlineData("one/sharedKey")]
    [InlineData("ONE/SHAREDKEY")]
    public void What_is_given_is_what_both_get(string name)
    {
        Run(Pair(), (name, "given-not".Replace("-", "_", StringComparison.Ordinal)));

        Assert.Equal(["given_not", "given_not"], _arm.Keys.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_half_that_is_there_gives_its_key_to_the_other(bool first)
    {
        var (there, made) = first ? (s_one, s_two) : (s_two, s_one);
        _arm.Put(there, "TheKeyOfTheHalf");

        var report = Run(Pair());

        Assert.Equal("TheKeyOfTheHalf", _arm.Keys[made]);
        Assert.Equal(ChangeOutcome.Unchanged, report.Results.Single(r => r.Resource == there).Outcome);
        Assert.Single(_arm.Requests, r => r.StartsWith("Put", StringComparison.Ordinal));
    }

    [Fact]
    public void A_half_that_comes_while_the_run_is_on_decides_too()
    {
        _arm.Refusal = request =>
        {
            if (request == $"Put {s_one}")
            {
                // The answer of an earlier, killed run arrives: somebody else's key.
                _arm.Put(s_one, "CameInBetween");
                return new ArmException(0, "NoAnswer", "The connection was lost.") { MayHaveTakenEffect = true };
            }

            return null;
        };

        var report = Run(Pair());

        Assert.True(report.Succeeded, string.Join("; ", report.Results.Select(r => r.Error?.Message)));
        Assert.Equal(["CameInBetween", "CameInBetween"], [_arm.Keys[s_one], _arm.Keys[s_two]]);
    }

    [Fact]
    public void A_half_that_failed_is_written_again_with_the_key_that_it_has()
    {
        _arm.Put(s_one, "Kept", "Failed");

        Run(Pair());

        Assert.Equal(["Kept", "Kept"], [_arm.Keys[s_one], _arm.Keys[s_two]]);
        Assert.Equal(2, _arm.Requests.Count(r => r.StartsWith("Put", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("A", null, null, null)]
    [InlineData("A", "A", null, null)]
    [InlineData("A", null, "A", null)]
    [InlineData("A", null, "B", "SharedKeyDiffers")]
    [InlineData(null, "A", "B", "SharedKeyDiffers")]
    [InlineData("A", "B", null, "SharedKeysDiffer")]
    public async Task Keys_that_do_not_fit_are_told_before_any_write(string? first, string? second, string? given, string? id)
    {
        Exist(s_one, first);
        Exist(s_two, second);
        var (secrets, steps) = For(Pair(), given is null ? [] : [("one/sharedKey", given)]);

        var fits = await secrets!.FitAsync(_arm, new(steps.Writer), default);

        Assert.Equal(id is null, fits);
        Assert.Equal(id is null ? [] : new[] { id }, Failures(steps).Select(f => f.Id));
        Assert.DoesNotContain(_arm.Requests, r => !r.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_azure_does_not_take_is_told_without_it()
    {
        var (secrets, steps) = For(Pair(), ("one/sharedKey", "with blank"));

        Assert.Null(secrets);
        var failure = Assert.Single(Failures(steps));
        Assert.Equal("SharedKeyInvalid", failure.Id);
        Assert.DoesNotContain("with blank", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_of_both_ends_is_made_and_of_one_end_is_needed()
    {
        _arm.Put(s_one, "Old");
        _arm.Put(s_two, "Old");
        Assert.Equal(["SecretNeeded"], Failures(For(new("x") { Changes = [Rotate(s_one, s_one)] }).Steps).Select(f => f.Id));

        Run(new("x") { Changes = [Rotate(s_one, s_one), Rotate(s_two, s_one)] });

        Assert.Equal(_arm.Keys[s_one], _arm.Keys[s_two]);
        Assert.NotEqual("Old", _arm.Keys[s_one]);
    }

    [Fact]
    public void A_rotation_that_was_killed_between_the_ends_goes_on_with_the_key_of_the_first()
    {
        _arm.Put(s_one, "Old");
        _arm.Put(s_two, "Old");
        var plan = new Plan("x") { Changes = [Rotate(s_one, s_one), Rotate(s_two, s_one) with { DependsOn = [Rotate(s_one, s_one).Key] }] };
        var journal = RunJournal.InMemory(TimeProvider.System);
        _arm.Refusal = request => request == $"Put {s_two}/sharedkey" ? new ArmException(403, "AuthorizationFailed", "No.") : null;
        Assert.False(Run(plan, journal).Succeeded);
        var first = _arm.Keys[s_one];
        Assert.Equal("Old", _arm.Keys[s_two]);

        _arm.Refusal = _ => null;
        Assert.True(Run(plan, journal).Succeeded);

        Assert.Equal([first, first], [_arm.Keys[s_one], _arm.Keys[s_two]]);
    }

    [Fact]
    public void No_plan_changes_the_key_of_a_connection_that_is_there()
    {
        _arm.Put(s_one, "Mine");

        // A document of somebody's own making: with its key in clear.
        var change = new Change(s_one, ChangeKind.Update, "x") { After = """{"properties":{"enableBgp":true,"sharedKey":"Theirs"}}""" };
        Run(new("x") { Changes = [change] });

        Assert.Equal("Mine", _arm.Keys[s_one]);
    }

    private static ResourceId Connection(string name) => ResourceId.ForResource("00000000-0000-0000-0000-000000000001", "net", ResourceTypes.Connection, name);

    private void Exist(ResourceId id, string? key)
    {
        if (key is not null)
        {
            _arm.Put(id, key);
        }
    }

    private static Plan Pair() => new("x") { Changes = [Create(s_one, s_one), Create(s_two, s_one)] };

    private static Change Create(ResourceId id, ResourceId pair) => new(id, ChangeKind.Create, "x")
    {
        After = $$$"""{"properties":{"connectionType":"Vnet2Vnet","sharedKey":"{{{SecretSlots.OfSharedKey(pair)}}}" } }""",
    };

    private static Change Rotate(ResourceId id, ResourceId pair) => new(id, ChangeKind.Action, "x")
    {
        Action = ConnectionKey.Path,
        ActionVerb = ArmVerb.Put,
        After = $$"""{"value":"{{SecretSlots.OfNewKey(pair)}}"}""",
    };

    private static (Secrets? Secrets, Channel<Step> Steps) For(Plan plan, params (string Name, string Key)[] given)
    {
        var steps = Channel.CreateUnbounded<Step>();
        return (Secrets.For(plan, given.ToDictionary(g => g.Name, g => Secure(g.Key)), new(steps.Writer)), steps);
    }

    private RunReport Run(Plan plan, params (string Name, string Key)[] given) => Run(plan, null, given);

    private RunReport Run(Plan plan, RunJournal? journal, params (string Name, string Key)[] given)
    {
        using var secrets = For(plan, given).Secrets;
        var arm = secrets!.Over(_arm, journal);
        return _time.Run(() => new PlanRunner(arm, new() { JitterSeed = 1, ThrottleLimit = 1, Journal = journal }, StepWriter.Nowhere)
            .RunAsync(plan, default));
    }

    private static IEnumerable<Failure> Failures(Channel<Step> steps)
    {
        steps.Writer.TryComplete();
        return steps.Reader.ReadAllAsync().ToBlockingEnumerable().OfType<FailureStep>().Select(f => f.Failure).ToArray();
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
