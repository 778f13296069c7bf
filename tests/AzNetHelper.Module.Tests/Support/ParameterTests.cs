using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Support;

public sealed class ParameterTests : IDisposable
{
    private const string Id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet-hub";

    private readonly Engine _engine = new(withTestCmdlets: true);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Show-TestReference -VNet vnet-hub", "vnet-hub")]
    [InlineData("Show-TestReference -VNet g/vnet-hub, other", "g/vnet-hub|other")]
    [InlineData($"Show-TestReference -VNet ([AzNetHelper.Arm.ResourceId]::Parse('{Id}'))", Id)]
    [InlineData($"[pscustomobject]@{{ Name = 'x'; Id = '{Id}' }} | Show-TestReference", Id)]
    [InlineData($"[pscustomobject]@{{ Id = 'row 7'; ResourceId = '{Id}' }} | Show-TestReference", Id)]
    [InlineData($"[AzNetHelper.Networks.VirtualNetwork]::new([AzNetHelper.Arm.ResourceId]::Parse('{Id}'), 'westeurope') | Show-TestReference", Id)]
    [InlineData($"'first', [pscustomobject]@{{ Id = '{Id}' }} | Show-TestReference", "first|" + Id)]
    [InlineData($"Show-TestReference -VNet 'first', ([pscustomobject]@{{ Id = '{Id}' }})", "first|" + Id)]
    [InlineData($"Show-TestReference -VNet @{{ Id = '{Id}' }}", Id)]
    [InlineData($"Show-TestReference -Hub ([pscustomobject]@{{ Id = '{Id}' }})", Id)]
    public void A_resource_is_named_by_text_or_by_an_object(string script, string expected)
    {
        var run = _engine.Run(script);

        Assert.Empty(run.Errors);
        Assert.Equal(expected.Split('|'), run.Texts);
    }

    [Theory]
    [InlineData("Show-TestReference -VNet ([datetime]::Now)")]
    [InlineData("Show-TestReference -VNet ([Diagnostics.Process]::GetCurrentProcess())")]
    public void An_object_that_names_no_resource_is_refused_with_the_forms_that_are_taken(string script)
    {
        var run = _engine.Run(script);

        Assert.Contains("group/name", (run.Terminating ?? Assert.Single(run.Errors)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_found_from_the_runspace_s_location_with_wildcards_or_literally()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "a1.json"), "{}");
        File.WriteAllText(Path.Combine(_folder.FullName, "a[1].json"), "{}");
        _engine.Set("folder", _folder.FullName);

        var run = _engine.Run("""
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            (Show-TestFile a*.json).Count
            [IO.Path]::GetFileName((Show-TestFile 'a[1].json'))
            [IO.Path]::GetFileName((Show-TestFile -LiteralPath 'a[1].json'))
            $item = $ExecutionContext.InvokeProvider.Item.Get(@('a[1].json'), $true, $true)
            [IO.Path]::GetFileName((Show-TestFile -PSPath $item.PSPath))
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(["2", "a1.json", "a[1].json", "a[1].json"], run.Texts);
    }

    [Theory]
    [InlineData("Show-TestFile nothing*.json", "FileNotFound")]
    [InlineData("Show-TestFile -LiteralPath nothing.json", "FileNotFound")]
    [InlineData("Show-TestFile -LiteralPath Nowhere:\\x.json", "PathNotFound")]
    [InlineData("Show-TestFile -LiteralPath Variable:x", "NotAFile")]
    public void A_path_without_a_file_is_an_error(string script, string id)
    {
        var run = _engine.Run(script);

        Assert.StartsWith(id + ",", (run.Terminating ?? Assert.Single(run.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_complete_by_prefix_quoted_where_needed_and_with_the_group_where_several_have_the_name()
    {
        var run = Complete("""
            {"data":[
              {"id":"/subscriptions/s/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/vnet-a","name":"vnet-a"},
              {"id":"/subscriptions/s/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/vnet-b","name":"vnet-b"},
              {"id":"/subscriptions/s/resourceGroups/g (2)/providers/Microsoft.Network/virtualNetworks/vnet-b","name":"vnet-b"}]}
            """, "vnet", "g1/", "VNET-A", "other");

        Assert.Equal(["vnet: 'g (2)/vnet-b' g1/vnet-b vnet-a", "g1/: g1/vnet-b vnet-a", "VNET-A: vnet-a", "other: "], run.Texts);
        // One question served them all.
        Assert.Single(_engine.Run("$arm.Requests").Texts);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"error":{}}""")]
    public void A_completer_is_silent_when_the_answer_is_of_no_use(string answer)
    {
        var run = Complete(answer, "vnet");

        Assert.Empty(run.Errors);
        Assert.Equal(["vnet: "], run.Texts);
    }

    private RunResult Complete(string answer, params string[] words)
    {
        _engine.Set("answer", answer);
        _engine.Set("words", words);
        return _engine.Run("""
            $arm = [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/providers/Microsoft.ResourceGraph/resources', $answer)
            $session = New-TestSession -Arm $arm
            $completer = [AzNetHelper.Support.VNetCompleter]::new()
            foreach ($word in $words) {
                $found = $completer.CompleteArgument('Show-TestReference', 'Hub', $word, $null, @{ Session = $session })
                "${word}: $($found.CompletionText -join ' ')"
            }
            """);
    }
}
