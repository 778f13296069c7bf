using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Tells what lives in each subnet, and how full it is.</summary>
[Cmdlet(VerbsCommon.Get, "VNetDeployedResource", DefaultParameterSetName = AllSet)]
[OutputType(typeof(SubnetOccupancy))]
public sealed class GetVNetDeployedResourceCommand : SubnetQuestionCommand
{
    private const string AllSet = "All";
    private const string NetworkSet = "Network";
    private const string SubnetSet = "Subnet";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NetworkSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[] VNet { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = SubnetSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string[] Subnet { get; set; } = null!;

    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (ParameterSetName == AllSet)
        {
            Tell((await FindAllAsync(steps, stop)).VirtualNetworks.SelectMany(n => n.Subnets), steps);
        }
        else if (await FindAsync(ParameterSetName == SubnetSet ? Subnet : VNet,
            ParameterSetName == SubnetSet ? ResourceTypes.Subnet : ResourceTypes.VirtualNetwork, steps, stop) is var (topology, named))
        {
            Tell(named.Distinct().SelectMany(id => ParameterSetName == NetworkSet ? topology.VirtualNetwork(id)!.Subnets.AsEnumerable()
                : topology.VirtualNetwork(id.Parent!)!.Subnets.Where(s => s.Id == id)), steps);
        }
    }

    private void Tell(IEnumerable<Networks.Subnet> subnets, StepWriter steps)
    {
        foreach (var subnet in subnets)
        {
            steps.Result(SubnetOccupancy.Of(subnet, Usages.GetValueOrDefault(subnet.Id)));
        }
    }
}
