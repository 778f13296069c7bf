using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Object_file_and_session_compare_alike()
    {
        _rehearsal.RunWell("$global:before = Get-VNetTopology; Export-VNetTopology ./before.json; $null = New-VNetPeering vnet-dev vnet-hub; Export-VNetTopology ./after.json; $global:after = Get-VNetTopology");
        string[] commands =
        [
            "Compare-VNetTopology $before", "Compare-VNetTopology ./before.json", "Compare-VNetTopology ./before.json ./after.json",
            "Compare-VNetTopology $before $after", "$after | Compare-VNetTopology ./before.json", "Compare-VNetTopology ([System.IO.FileInfo]\"$folder/before.json\") -Difference $after",
        ];
        var expected = _rehearsal.RunWell(commands[0]).Texts;
        Assert.Equal(2, expected.Count);
        Assert.All(expected, t => Assert.EndsWith(": Added", t, StringComparison.Ordinal));
        Assert.All(commands, c => Assert.Equal(expected, _rehearsal.RunWell(c).Texts));
        Assert.All(commands, c => Assert.Equal(["False"], _rehearsal.RunWell($"{c} -Quiet").Texts));
        Assert.True(_rehearsal.RunWell($"{commands[0]} -IncludeAll").Output.Count > 2);
        _rehearsal.RunWell("Disconnect-AzNetSession");
        Assert.Equal(expected, _rehearsal.RunWell(commands[2]).Texts);
    }

    [Fact]
    public void The_text_names_both_sides_and_is_empty_where_nothing_differs()
    {
        _rehearsal.RunWell("Export-VNetTopology ./before.json");
        Assert.Empty(_rehearsal.RunWell("Compare-VNetTopology ./before.json -AsText").Output);
        Assert.Equal(["True"], _rehearsal.RunWell("Compare-VNetTopology ./before.json -Quiet").Texts);
        _rehearsal.RunWell("$null = New-VNetPeering vnet-dev vnet-test -AllowForwardedTraffic");

        var lines = _rehearsal.RunWell("Compare-VNetTopology ./before.json -AsText").Texts;

        Assert.StartsWith("--- ", lines[0], StringComparison.Ordinal);
        Assert.Equal("+++ the session", lines[1]);
        Assert.Contains("  properties.allowForwardedTraffic", lines);
        Assert.Contains("-   false", lines);
        Assert.Contains("+   true", lines);
    }

    [Fact]
    public void A_plan_is_compared_with_session_and_file()
    {
        _rehearsal.RunWell("$global:plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly; Export-VNetTopology ./before.json");
        Assert.Equal(["False", "True"], _rehearsal.RunWell("Compare-VNetTopology -Plan $plan -Quiet; Compare-VNetTopology -Plan $plan -RestsOn -Quiet").Texts);
        _rehearsal.RunWell("$null = $plan | Invoke-VNetPlan");
        Assert.Equal(["True", "False"], _rehearsal.RunWell("Compare-VNetTopology -Plan $plan -Quiet; Compare-VNetTopology -Plan $plan -Difference ./before.json -Quiet").Texts);
        Assert.Equal(["Removed", "Removed"], _rehearsal.RunWell("Compare-VNetTopology -Plan $plan -Difference ./before.json | ForEach-Object { \"$($_.Kind)\" }").Texts);
    }

    [Theory]
    [InlineData("Compare-VNetTopology 5")]
    [InlineData("Compare-VNetTopology $null")]
    [InlineData("Compare-VNetTopology -Plan x")]
    [InlineData("Compare-VNetTopology ./a.json -Plan $null")]
    public void Wrong_arguments_do_not_bind(string command) =>
        Assert.IsAssignableFrom<System.Management.Automation.ParameterBindingException>(_rehearsal.Engine.RunStrict(command).Ended);

    [Fact]
    public void A_missing_file_several_inputs_and_no_input_are_told_apart()
    {
        Assert.Equal("FileNotFound", _rehearsal.Engine.RunStrict("Compare-VNetTopology ./none.json").TerminatingId);
        Assert.Equal("OneTopologyAtATime", _rehearsal.Engine.RunStrict("$t = Get-VNetTopology; $t, $t | Compare-VNetTopology $t").TerminatingId);
        Assert.Empty(_rehearsal.RunWell("$t = Get-VNetTopology; @() | Compare-VNetTopology $t").Output);
    }
}
