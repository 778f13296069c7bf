using Xunit;

namespace AzNetHelper.Tests.Console;

public sealed class ScriptTests
{
    private const string Echo = """
        param([string] $Name, [int] $Count = 1, [switch] $Flag, [Parameter(ValueFromRemainingArguments)] [string[]] $Rest)
        "$Name,$Count,$Flag,$($Rest -join '|')"
        """;

    [Theory]
    [InlineData("x y,1,True,a|b", "-Name", "x y", "1", "-Flag", "a", "b")]
    [InlineData("it's $HOME `n,1,False,", "it's $HOME `n")]
    [InlineData("a,7,False,", "-Name:a", "-Flag:$false", "-Count", "7")]
    [InlineData("-1,2,False,-x y", "-Name", "-1", "2", "-x y")]
    public async Task Arguments_bind_as_names_switches_and_places(string expected, params string[] arguments)
    {
        using var script = new ScriptFile(Echo);

        var run = await ConsoleProcess.RunAsync(["-File", script.Path, .. arguments]);

        Assert.Equal(expected, Assert.Single(run.Lines));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_script_knows_its_folder_and_the_module_is_there()
    {
        using var script = new ScriptFile("$PSScriptRoot; (Get-Module -Name AzNetHelper).Version.ToString(); $env:PSModulePath");

        var run = await ConsoleProcess.RunAsync(script.Path);

        Assert.Equal(
            [script.Folder, Build.Repository.Version, Path.Combine(Build.Repository.Root, "output")],
            run.Lines);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_module_folder_comes_before_output()
    {
        using var folder = new ScriptFile("'from elsewhere'");
        var module = Directory.CreateDirectory(Path.Combine(folder.Folder, "AzNetHelper"));
        await File.WriteAllTextAsync(
            Path.Combine(module.FullName, "AzNetHelper.psd1"),
            "@{ ModuleVersion = '99.0'; RootModule = 'm.psm1' }");
        await File.WriteAllTextAsync(Path.Combine(module.FullName, "m.psm1"), string.Empty);

        var run = await ConsoleProcess.RunAsync("-ModulePath", folder.Folder, "-Command", "(Get-Module AzNetHelper).Version.ToString()");

        Assert.Equal("99.0", Assert.Single(run.Lines));
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 0", 0)]
    [InlineData("'fine'", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-Command nothing-like-this", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Command nothing-like-this", 1)]
    [InlineData("if (", 1)]
    [InlineData("#requires -Version 99", 1)]
    [InlineData("param([Parameter(Mandatory)] $A)", 1)]
    [InlineData("param([ValidateSet('a')] $A = 'a')\n$A = 'b'\n'goes on'", 0)]
    [InlineData("dotnet no-such-command 2>&1 | Out-Null\n\"native: $LASTEXITCODE\"", 0)]
    public async Task The_exit_code_tells_how_it_went(string text, int expected)
    {
        using var script = new ScriptFile(text);

        Assert.Equal(expected, (await ConsoleProcess.RunAsync("-File", script.Path)).ExitCode);
    }

    [Fact]
    public async Task What_was_written_before_an_exit_is_shown()
    {
        using var script = new ScriptFile("[pscustomobject] @{ One = 1; Two = 'b' }\nexit 3");

        var run = await ConsoleProcess.RunAsync(script.Path);

        Assert.Equal(["", "One Two", "--- ---", "  1 b", ""], [.. run.Lines, ""]);
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var run = await ConsoleProcess.RunAsync("-File", "no/such.ps1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(Path.Combine(Build.Repository.Root, "no", "such.ps1"), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Bogus")]
    [InlineData("-File")]
    public async Task A_wrong_command_line_says_so(string option)
    {
        var run = await ConsoleProcess.RunAsync(option);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var run = await ConsoleProcess.RunAsync("-Help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(
            ["-File", "-Command", "-ModulePath", "-NonInteractive", "-Help", "NO_COLOR"],
            option => Assert.Contains(option, run.Out, StringComparison.Ordinal));
    }
}
