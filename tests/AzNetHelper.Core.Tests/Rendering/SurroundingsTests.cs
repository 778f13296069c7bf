using AzNetHelper.Rendering;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class SurroundingsTests
{
    private static readonly Dictionary<string, string> s_desktop = new(StringComparer.Ordinal) { ["DISPLAY"] = ":0" };

    [Theory]
    [InlineData(DesktopKind.Windows)]
    [InlineData(DesktopKind.MacOS)]
    [InlineData(DesktopKind.Other)]
    public void Who_sits_at_a_desktop_gets_a_browser(DesktopKind desktop)
    {
        Assert.Null(At(desktop, s_desktop).WhyNoBrowser);
        Assert.Contains("redirected", (At(desktop, s_desktop) with { IsRedirected = true }).WhyNoBrowser, StringComparison.Ordinal);
        Assert.Contains("nobody", (At(desktop, s_desktop) with { IsInteractive = false }).WhyNoBrowser, StringComparison.Ordinal);
        Assert.Contains("elsewhere", (At(desktop, s_desktop) with { IsRemote = true }).WhyNoBrowser, StringComparison.Ordinal);
        foreach (var runner in new[] { "TF_BUILD", "GITHUB_ACTIONS", "CI", "AUTOMATION_ASSET_ACCOUNTID", "AZUREPS_HOST_ENVIRONMENT" })
        {
            Assert.Contains(runner, At(desktop, new(s_desktop) { [runner] = "true" }).WhyNoBrowser, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Linux_needs_a_display_and_xdg_open()
    {
        Assert.Contains("DISPLAY", At(DesktopKind.Other, []).WhyNoBrowser, StringComparison.Ordinal);
        Assert.Contains("DISPLAY", At(DesktopKind.Other, new() { ["DISPLAY"] = "" }).WhyNoBrowser, StringComparison.Ordinal);
        Assert.Null(At(DesktopKind.Other, new() { ["WAYLAND_DISPLAY"] = "wayland-0" }).WhyNoBrowser);
        Assert.Contains("xdg-open", (At(DesktopKind.Other, s_desktop) with { Program = _ => null }).WhyNoBrowser, StringComparison.Ordinal);

        // A display that SSH forwards is one that the person sees.
        Assert.Null(At(DesktopKind.Other, new(s_desktop) { ["SSH_CONNECTION"] = "x" }).WhyNoBrowser);
    }

    [Theory]
    [InlineData(DesktopKind.Windows)]
    [InlineData(DesktopKind.MacOS)]
    public void Over_SSH_the_desktop_is_somebody_elses(DesktopKind desktop) =>
        Assert.Contains("SSH", At(desktop, new() { ["SSH_CONNECTION"] = "192.0.2.1 1 192.0.2.2 22" }).WhyNoBrowser, StringComparison.Ordinal);

    private static Surroundings At(DesktopKind desktop, Dictionary<string, string> variables) => new()
    {
        Desktop = desktop,
        IsInteractive = true,
        Variable = name => variables.GetValueOrDefault(name),
        Program = name => name == "xdg-open" ? "/usr/bin/xdg-open" : null,
    };
}
