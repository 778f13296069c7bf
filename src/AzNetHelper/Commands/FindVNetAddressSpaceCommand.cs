using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Finds free address space: for VNets that clash with nothing, or in a VNet for subnets.</summary>
[Cmdlet(VerbsCommon.Find, "VNetAddressSpace", DefaultParameterSetName = NetworkSet)]
[OutputType(typeof(FreeAddressSpace))]
public sealed class FindVNetAddressSpaceCommand : NamedTopologyQuestionCommand
{
    private const string NetworkSet = "Network";
    private const string SubnetSet = "Subnet";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NetworkSet)]
    [Parameter(Position = 0, ParameterSetName = SubnetSet)]
    [ValidateRange(1, 128)]
    [ValidateNotNullOrEmpty]
    public int[] PrefixLength { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Count { get; set; } = 1;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? Supernet { get; set; }

    [Parameter(ParameterSetName = NetworkSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? For { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = SubnetSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter(ParameterSetName = SubnetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ReservedSubnetCompleter))]
    public string? SubnetName { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var isSubnet = ParameterSetName == SubnetSet;
        if (await LoadAsync(isSubnet ? [VNet] : For ?? [], steps, stop) is not { } ground)
        {
            return;
        }

        var answer = AddressSpaceFinder.Find(ground.Topology, new()
        {
            Lengths = [.. PrefixLength],
            Count = Count,
            Supernets = [.. Supernet ?? []],
            For = isSubnet ? [] : ground.Named,
            Network = isSubnet ? ground.Named[0] : null,
            SubnetName = SubnetName,
        });
        foreach (var notice in answer.Notices)
        {
            steps.Write(notice);
        }

        foreach (var found in answer.Found)
        {
            steps.Result(found);
        }

        if (answer.Failure is { } failure)
        {
            steps.Fail(failure);
        }
    }
}
