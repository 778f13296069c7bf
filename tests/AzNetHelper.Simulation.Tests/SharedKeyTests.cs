using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The keys of connections: who sees them, how they change, and which are refused (recorded-behaviour 5.3, 5.4).</summary>
public sealed class SharedKeyTests
{
    private static readonly string Key = $"{VpnBed.Connection("a-b")}/sharedkey";

    [Theory]
    [InlineData(null, "2021-08-01", true)]
    [InlineData(null, ArmClient.Version, false)]
    [InlineData(true, ArmClient.Version, true)]
    [InlineData(false, "2021-08-01", false)]
    public async Task A_GET_and_a_PUT_of_the_connection_show_the_key_as_the_version_or_the_options_say(bool? option, string version, bool shown)
    {
        using var bed = await VpnBed.CreateAsync(options: new() { EchoesSharedKey = option });
        var put = await bed.PutAsync(VpnBed.Connection("a-b"), VpnBed.HalfBody("a", "b", "top"), version);
        var get = await bed.Client.GetAsync(VpnBed.Connection("a-b"), version);

        Assert.Equal(shown ? ["top", "top"] : new string?[] { null, null },
            new[] { put, get }.Select(r => (string?)r.Properties["sharedKey"]));
        Assert.Equal("top", (string?)(await bed.ReadAsync(Key))["value"]);
        Assert.Null((await bed.ReadAsync($"{TestBed.Net}/connections"))["value"]![0]!["properties"]!["sharedKey"]);
    }

    [Fact]
    public async Task A_key_that_nobody_gave_is_made_and_one_that_is_left_out_later_is_gone()
    {
        using var bed = await VpnBed.CreateAsync();
        var body = VpnBed.HalfBody("a", "b", more: """{"sharedKey":null}""");
        await bed.PutAsync(VpnBed.Connection("a-b"), body);
        Assert.Null(Rules((string)(await bed.ReadAsync(Key))["value"]!));

        Assert.Equal(200, (await bed.PutAsync(VpnBed.Connection("a-b"), body)).Status);
        Assert.Equal(string.Empty, (string?)(await bed.ReadAsync(Key))["value"]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("with-hyphen", false)]
    [InlineData("with~tilde", false)]
    [InlineData("ümlaut", false)]
    [InlineData("tab\\t", false)]
    [InlineData("!\\\"#$%&'()*+,./0Az[\\\\]^_`{|}", true)]
    public async Task Keys_of_other_characters_are_refused(string key, bool isValid)
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.HalfAsync(bed, "a", "b", "before");
        var reply = await bed.Client.PutAsync(Key, $$"""{"value":"{{key}}"}""");

        Assert.Equal(isValid ? (200, string.Empty) : (400, "InvalidSharedKey"), (reply.Status, reply.Code));
        Assert.Equal(!isValid, (string?)(await bed.ReadAsync(Key))["value"] == "before");
        bed.Settle();
        var whole = await bed.Client.PutAsync(VpnBed.Connection("a-b"), VpnBed.HalfBody("a", "b", "x").Replace("\"x\"", $"\"{key}\"", StringComparison.Ordinal));
        Assert.Equal(isValid || key.Length == 0, whole.Status == 200);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_key_has_at_most_128_characters(int length, bool isValid)
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.HalfAsync(bed, "a", "b");
        Assert.Equal(isValid ? 200 : 400, (await bed.Client.PutAsync(Key, $$"""{"value":"{{new string('k', length)}}"}""")).Status);
        bed.Settle();
        var reset = await bed.Client.SendAsync("POST", $"{Key}/reset?api-version={ArmClient.Version}", $$"""{"keyLength":{{length}}}""");
        Assert.Equal(isValid ? 202 : 400, reset.Status);
        bed.Settle();
        Assert.Equal(isValid ? length : 3, ((string)(await bed.ReadAsync(Key))["value"]!).Length);
    }

    [Fact]
    public async Task Rights_locks_and_links_to_circuits_refuse_it()
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.HalfAsync(bed, "a", "b");
        var id = ResourceId.Parse(VpnBed.Connection("a-b"));
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/connections/sharedKey/read", id)] };
        Assert.Equal((403, "AuthorizationFailed"), Of(await bed.Client.GetAsync(Key)));
        bed.Simulation.Guards = new() { Locks = [new(id, LockLevel.ReadOnly)] };
        Assert.Equal(200, (await bed.Client.GetAsync(Key)).Status);
        Assert.Equal((409, "ScopeLocked"), Of(await bed.Client.PutAsync(Key, """{"value":"x"}""")));
        bed.Simulation.Guards = new();
        Assert.Equal((404, "ResourceNotFound"), Of(await bed.Client.GetAsync(Key.Replace("a-b", "none", StringComparison.Ordinal))));
        Assert.Equal(405, (await bed.Client.DeleteAsync(Key)).Status);
    }

    private static ArmError? Rules(string key) => SharedKeys.Check(key);

    private static (int, string) Of(Reply reply) => (reply.Status, reply.Code);
}
