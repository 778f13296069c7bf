using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Audit.Reports;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Audits networks: what is broken, contradicts itself, is retired, or comes near a limit.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VNetTopology", SupportsShouldProcess = true)]
[OutputType(typeof(AuditFinding), typeof(bool))]
public sealed class TestVNetTopologyCommand : TopologyQuestionCommand
{
    private AuditOptions _options = new();
    private AuditReport? _report;
    private DateTimeOffset _time;

    [Parameter(Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? VNet { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditRuleCompleter))]
    public string[]? RuleId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditRuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    [Parameter]
    public AuditSeverity Severity { get; set; }

    [Parameter]
    public AuditSeverity? FailOn { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SarifPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JUnitPath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void EndProcessing()
    {
        _options = Options();
        (string Parameter, string File)[] files = [.. Files()];
        if (files is [var one, var other] && string.Equals(one.File, other.File, StringComparison.OrdinalIgnoreCase))
        {
            throw this.RefuseArgument("OneFileForTwo", "-SarifPath and -JUnitPath name the same file.", one.File);
        }

        base.EndProcessing();
        if (_report is not { } report)
        {
            return;
        }

        Save(report, files);
        if (FailOn is { } least && report.Findings.Count(f => f.Severity >= least) is var count and > 0)
        {
            throw this.Terminate(new("TopologyFindings", FailureKind.InvalidData,
                $"{count} {(count == 1 ? "finding is" : "findings are")} of severity {least} or worse. First: {report.Findings[0]}", report.Findings[0].Resource));
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var topology = await LoadAsync(steps, stop);
        if (VNet is { Length: > 0 } names)
        {
            var resolution = NetworkResolver.Resolve(topology, names, [ResourceTypes.VirtualNetwork]);
            if (!resolution.Succeeded)
            {
                foreach (var failure in resolution.Failures)
                {
                    steps.Fail(failure);
                }

                return;
            }

            _options = _options with { VirtualNetworks = resolution.Ids };
        }

        var report = TopologyAudit.Run(topology, _options);
        foreach (var answer in Quiet ? [report.IsClean] : report.Findings.AsEnumerable<object>())
        {
            stop.ThrowIfCancellationRequested();
            steps.Result(answer);
        }

        if (report.UnjudgedText is { } unjudged)
        {
            steps.Notice(report.Unjudged.Any(u => u.IsMissing) ? NoticeSeverity.Warning : NoticeSeverity.Information, "RulesNotJudged", unjudged);
        }

        _time = topology.ReadAt ?? TimeProvider.System.GetUtcNow();
        _report = report;
    }

    private AuditOptions Options()
    {
        var unknown = (RuleId ?? []).FirstOrDefault(id => !AuditRule.All.Any(r => r.Id.Equals(id, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
        {
            throw this.RefuseArgument("RuleNotFound", $"There is no rule '{unknown}'. docs/audit.md lists them.", unknown);
        }

        try
        {
            return new()
            {
                RuleIds = [.. RuleId ?? []],
                AtLeast = Severity,
                Excluded = [.. (ExcludeRule ?? []).Select(Suppression.Parse)],
            };
        }
        catch (FormatException e)
        {
            throw this.RefuseArgument("RuleNotFound", e.Message, string.Join(", ", ExcludeRule!));
        }
    }

    // Before anything is read: a report that cannot be written is no reason to wait for it.
    private IEnumerable<(string Parameter, string File)> Files()
    {
        foreach (var (parameter, path) in new[] { (nameof(SarifPath), SarifPath), (nameof(JUnitPath), JUnitPath) })
        {
            if (path is null)
            {
                continue;
            }

            var file = this.ResolveNewFile(path);
            if (File.Exists(file) && !Force)
            {
                throw this.Terminate(new("FileExists", FailureKind.ResourceExists,
                    $"{file} exists already. Choose another name, or use -Force to replace it.", path));
            }

            yield return (parameter, file);
        }
    }

    private void Save(AuditReport report, IEnumerable<(string Parameter, string File)> files)
    {
        var context = new ReportContext(_time, GetType().Assembly.GetName().Version!.ToString(3))
        {
            Source = (Path ?? LiteralPath) is { } sources ? string.Join(", ", sources) : null, FailsFrom = FailOn ?? AuditSeverity.Warning,
        };
        foreach (var (parameter, file) in files)
        {
            if (!ShouldProcess(file, $"Save the report of {report.Findings.Length} findings"))
            {
                continue;
            }

            try
            {
                Action<AuditReport, ReportContext, string, bool> save = parameter == nameof(SarifPath) ? SarifReport.Save : JUnitReport.Save;
                save(report, context, file, Force);
            }
            catch (TopologyFileException e)
            {
                this.WriteFailure(e.ToFailure());
            }
        }
    }
}
