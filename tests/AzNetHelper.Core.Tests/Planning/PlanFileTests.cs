using System.Text;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

public sealed class PlanFileTests
{
    private static readonly string s_good = Encoding.UTF8.GetString(PlanFiles.ToBytes(Made()));

    [Fact]
    public void The_file_reads_as_a_document()
    {
        Assert.StartsWith("{\n  \"format\": \"AzNetHelper plan\",\n  \"version\": \"1.0\",\n  \"madeBy\": \"", s_good, StringComparison.Ordinal);
        Assert.Contains("\n      \"after\": {\n        \"properties\": {\n          \"allowForwardedTraffic\": false,\n", s_good, StringComparison.Ordinal);
        Assert.EndsWith("]\n}\n", s_good, StringComparison.Ordinal);
        Assert.Equal(
            $"New-VNetPeering -RemoteVNet '{Net("b")}' -VNet '{Net("a")}'", Assert.Single(PlanFiles.Read("x", Encoding.UTF8.GetBytes(s_good)).Origins).CommandLine);
    }

    [Theory]
    [InlineData("AzNetHelper plan", "AzNetHelper topology", "line 1: $ is no plan")]
    [InlineData("\"version\": \"1.0\"", "\"version\": \"2.0\"", "line 3: $.version is 2.0, made by AzNetHelper")]
    [InlineData("\"version\": \"1.0\"", "\"version\": \"one\"", "line 3: $.version 'one' is no version")]
    [InlineData("\"version\": \"1.0\",", "", "$ has no member 'version'")]
    [InlineData("\"title\":", "\"titel\":", "$ has no member 'title'")]
    [InlineData("\"lanes\":", "\"lane\":", "$.changes[0].lane is not known")]
    [InlineData("\"kind\": \"Create\"", "\"kind\": \"Destroy\"", "$.changes[0].kind 'Destroy' is none of NoChange, Create")]
    [InlineData("\"kind\": \"Create\"", "\"kind\": \"1\"", "$.changes[0].kind '1' is none of")]
    [InlineData("\"kind\": \"Create\"", "\"kind\": \"Delete\"", "$.changes[0] deletes a resource and says in 'after'")]
    [InlineData("\"kind\": \"Create\"", "\"kind\": \"Action\"", "$.changes[0] is an action and does not say which")]
    [InlineData("\"after\":", "\"before\":", "$.changes[0] is a change of kind Create without 'after'")]
    [InlineData("\"kind\": \"Create\",", "\"kind\": \"Create\", \"kind\": \"Create\",", "$.changes[0].kind stands there twice")]
    [InlineData("\"kind\": \"Create\",", "\"kind\": \"Create\", \"action\": \"reset\",", "$.changes[0] is no action")]
    [InlineData("\"kind\": \"Create\",", "\"kind\": \"Create\", \"query\": \"api-version=1\",", "$.changes[0].query 'api-version=1' cannot")]
    [InlineData("\"kind\": \"Create\",", "\"kind\": \"Create\", \"query\": \"a=b#c\",", "$.changes[0].query 'a=b#c' cannot")]
    [InlineData("\"summary\": \"Create", "\"summary\": \"\\u001b[31mCreate", "$.changes[0].summary holds control characters")]
    [InlineData("\"summary\": \"Create", "\"summary\": \"\\ud800 Create", "$.changes[0].summary holds half a surrogate pair")]
    [InlineData("virtualNetworkPeerings/a-to-b\",\n      \"summary\"", "virtualNetworkPeerings/..\",\n      \"summary\"", "holds a name that Azure does not take")]
    [InlineData("virtualNetworkPeerings/a-to-b\",\n      \"summary\"", "azureFirewalls/f\",\n      \"summary\"", "which this module does not write")]
    [InlineData("\"allowForwardedTraffic\": false,", "\"allowForwardedTraffic\": false, \"allowForwardedTraffic\": true,", "$.changes[0].after.properties.allowForwardedTraffic stands there twice")]
    [InlineData("\"dependsOn\": [\n        \"create:", "\"dependsOn\": [\n        \"nothing:", "is the key of no change that stands before this one")]
    [InlineData("\"createdAt\": \"", "\"createdAt\": \"soon ", "$.createdAt")]
    [InlineData("{\n  \"format\"", "{,\n  \"format\"", "line 1, byte 2 is not JSON")]
    [InlineData("\"command\": \"New-VNetPeering\"", "\"command\": \"rm -rf\"", "$.origins[0].command 'rm -rf' cannot stand there")]
    public void A_wrong_file_is_told_with_its_place(string text, string with, string message)
    {
        Assert.Contains(text, s_good, StringComparison.Ordinal);
        var at = s_good.IndexOf(text, StringComparison.Ordinal);
        var wrong = string.Concat(s_good.AsSpan(0, at), with, s_good.AsSpan(at + text.Length));

        var error = Assert.Throws<TopologyFileException>(() => PlanFiles.Read("plan.json", Encoding.UTF8.GetBytes(wrong)));

        Assert.Equal("InvalidPlan", error.Id);
        Assert.StartsWith("plan.json: line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_the_line_of_the_fault()
    {
        var wrong = s_good.Replace("\"lanes\":", "\"lane\":", StringComparison.Ordinal);
        var line = wrong.Split('\n').TakeWhile(l => !l.Contains("\"lane\":", StringComparison.Ordinal)).Count() + 1;

        // The value's own place: behind its name on the same line.
        Assert.Contains($"line {line}: $.changes[0].lane",
            Assert.Throws<TopologyFileException>(() => PlanFiles.Read("x", Encoding.UTF8.GetBytes(wrong))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_minor_version_is_read_and_UTF_16_too()
    {
        var later = s_good.Replace("\"version\": \"1.0\"", "\"version\": \"1.7\"", StringComparison.Ordinal);
        Assert.Equal(2, PlanFiles.Read("x", Encoding.UTF8.GetBytes(later)).Changes.Length);
        Assert.Equal(2, PlanFiles.Read("x", (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes(s_good)]).Changes.Length);
    }

    [Fact]
    public void A_secret_leaves_as_a_slot_and_what_cannot_be_read_again_is_not_written()
    {
        var gateway = AzNetHelper.Arm.ResourceId.ForResource("s", "g", AzNetHelper.Arm.ResourceTypes.VirtualNetworkGateway, "gw");
        var plan = new Plan("x")
        {
            Changes = [new(gateway, ChangeKind.Update, "x") { After = """{"properties":{"vpnClientConfiguration":{"radiusServerSecret":"hush"}}}""" }],
        };
        var text = Encoding.UTF8.GetString(PlanFiles.ToBytes(plan));

        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.Equal("gw/radiusServerSecret", Assert.Single(SecretSlot.In(PlanFiles.Read("x", Encoding.UTF8.GetBytes(text)))).Name);
        foreach (var after in new[] { "[]", "no json", "{\"a\":1,\"a\":2}" })
        {
            var broken = plan with { Changes = [plan.Changes[0] with { After = after }] };
            Assert.Equal("InvalidPlan", Assert.Throws<TopologyFileException>(() => PlanFiles.ToBytes(broken)).Id);
        }
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("\"action\": \"sharedkey\"", "\"action\": \"resetconnection\"", "calls 'resetconnection' of Microsoft.Network/connections, which no command of this module plans")]
    [InlineData("\"actionVerb\": \"Put\"", "\"actionVerb\": \"Post\"", "calls 'sharedkey' with Post; it is called with Put")]
    [InlineData("#/newSharedKey", "#/properties/sharedKey", "something else than one member 'value'")]
    [InlineData("\"value\": \"secret:", "\"value\": \"", "something else than one member 'value'")]
    [InlineData("\"value\": ", "\"keyLength\": 50, \"value\": ", "something else than one member 'value'")]
    [InlineData("connections/c1\",\n", "virtualNetworkGateways/c1\",\n", "calls 'sharedkey' of Microsoft.Network/virtualNetworkGateways")]
    public void Of_what_can_be_called_a_plan_holds_what_a_planner_makes(string? text, string? with, string? message)
    {
        var connection = AzNetHelper.Arm.ResourceId.ForResource("s", "g", AzNetHelper.Arm.ResourceTypes.Connection, "c1");
        var plan = new Plan("x")
        {
            Changes = [new(connection, ChangeKind.Action, "x")
            {
                Action = "sharedkey", ActionVerb = AzNetHelper.Arm.ArmVerb.Put, After = $$"""{"value":"{{SecretSlots.OfNewKey(connection)}}"}""",
            }],
        };
        var good = Encoding.UTF8.GetString(PlanFiles.ToBytes(plan));
        if (text is null)
        {
            Assert.True(Assert.Single(SecretSlot.In(PlanFiles.Read("x", Encoding.UTF8.GetBytes(good)))).IsNewKey);
            return;
        }

        Assert.Contains(text, good, StringComparison.Ordinal);
        var wrong = Encoding.UTF8.GetBytes(good.Replace(text, with, StringComparison.Ordinal));
        Assert.Contains(message!, Assert.Throws<TopologyFileException>(() => PlanFiles.Read("x", wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_clear_is_refused()
    {
        var connection = AzNetHelper.Arm.ResourceId.ForResource("s", "g", AzNetHelper.Arm.ResourceTypes.Connection, "c1");
        var plan = new Plan("x") { Changes = [new(connection, ChangeKind.Create, "x") { After = """{"properties":{"sharedKey":"hush"}}""" }] };
        var text = Encoding.UTF8.GetString(PlanFiles.ToBytes(plan));
        var clear = text.Replace(SecretSlots.OfSharedKey(connection), "hush", StringComparison.Ordinal);
        Assert.NotEqual(text, clear);

        Assert.Contains("$.changes[0].after.properties.sharedKey holds a secret", Assert.Throws<TopologyFileException>(
            () => PlanFiles.Read("x", Encoding.UTF8.GetBytes(clear))).Message, StringComparison.Ordinal);
    }

    private static Plan Made()
    {
        var estate = new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");
        return VNetPeeringPlanner.Create(estate.Topology, new(Net("a"), Net("b"))) with
        {
            CreatedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Notices = [new("Note", AzNetHelper.Steps.NoticeSeverity.Warning, "x")],
        };
    }
}
