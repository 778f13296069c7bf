namespace AzNetHelper.Audit.Reports;

/// <summary>What a report says beside the audit.</summary>
/// <param name="Time">When the networks were looked at.</param>
/// <param name="Version">The version of this module.</param>
public sealed record ReportContext(DateTimeOffset Time, string Version)
{
    /// <summary>The file that the networks came from, as the person wrote it; null when they were read live.</summary>
    public string? Source { get; init; }

    /// <summary>From this severity on a finding fails its test in a JUnit report.</summary>
    public AuditSeverity FailsFrom { get; init; } = AuditSeverity.Warning;
}
