namespace AzNetHelper.Rendering;

/// <summary>A family of systems that open files in their own ways.</summary>
public enum DesktopKind
{
    /// <summary>Linux and what else follows freedesktop.org.</summary>
    Other,
    Windows,
    MacOS,
}

/// <summary>Where somebody asks to see something, as far as it matters to whether a browser can be opened before them.</summary>
public sealed record Surroundings
{
    // Who runs jobs says so: Azure Automation, Azure Pipelines, GitHub Actions and GitLab, most others.
    private static readonly string[] s_unattended = ["AUTOMATION_ASSET_ACCOUNTID", "AZUREPS_HOST_ENVIRONMENT", "TF_BUILD", "GITHUB_ACTIONS", "CI"];

    public DesktopKind Desktop { get; init; }

    /// <summary>False for a service, for <c>-NonInteractive</c>, and for a host without a window.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True in a session of PowerShell remoting and in a job: the browser would open elsewhere.</summary>
    public bool IsRemote { get; init; }

    /// <summary>True where what is written goes to a file or to another command.</summary>
    public bool IsRedirected { get; init; }

    /// <summary>The environment's variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The full path of a program; null where it is not there.</summary>
    public required Func<string, string?> Program { get; init; }

    /// <summary>Why no browser can be opened before who asks; null where one can.</summary>
    public string? WhyNoBrowser =>
        IsRemote ? "this session runs elsewhere than the one who looks at it"
        : IsRedirected ? "the output is redirected"
        : s_unattended.FirstOrDefault(IsSet) is { } runner ? $"this is a job that nobody watches ({runner} is set)"
        : !IsInteractive ? "nobody sits before this session"
        : Desktop != DesktopKind.Other ? (IsSet("SSH_CONNECTION") ? "this session came over SSH" : null)
        : !IsSet("DISPLAY") && !IsSet("WAYLAND_DISPLAY") ? "there is no desktop (neither DISPLAY nor WAYLAND_DISPLAY is set)"
        : Program("xdg-open") is null ? "there is no xdg-open"
        : null;

    private bool IsSet(string variable) => Variable(variable) is { Length: > 0 };
}
