using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Tells what does not fit together in the addresses of networks, and what candidates would clash with.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VNetAddressSpace")]
[OutputType(typeof(AddressSpaceFinding), typeof(bool))]
public sealed class TestVNetAddressSpaceCommand : NamedTopologyQuestionCommand
{
    [Parameter(Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? VNet { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? Prefix { get; set; }

    [Parameter]
    public AddressSpaceSeverity Severity { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        if (await LoadAsync(VNet ?? [], steps, stop) is not { } ground)
        {
            return;
        }

        var findings = Prefix is null
            ? AddressSpaceAudit.Examine(ground.Topology, ground.Named)
            : AddressSpaceAudit.ExamineCandidates(ground.Topology, Prefix, ground.Named);
        foreach (var notice in AddressSpaceAudit.Unknown(ground.Topology, ground.Named))
        {
            steps.Write(notice);
        }

        if (Quiet)
        {
            steps.Result(findings.All(f => f.Severity != AddressSpaceSeverity.Error));
            return;
        }

        foreach (var finding in findings.Where(f => f.Severity >= Severity))
        {
            steps.Result(finding);
        }
    }
}
