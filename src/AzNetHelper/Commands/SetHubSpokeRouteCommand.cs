using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Routing;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Lets the spokes of a hub reach each other through it.</summary>
[Cmdlet(VerbsCommon.Set, "HubSpokeRoute", SupportsShouldProcess = true)]
[OutputType(typeof(HubSpokeRouteResult), typeof(Plan), typeof(ChangeResult))]
public sealed class SetHubSpokeRouteCommand : ChangeCommand
{
    private readonly List<string> _spokes = [];
    private RoutingGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string Hub { get; set; } = null!;

    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? Spoke { get; set; }

    [Parameter(Mandatory = true)]
    [NextHop]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApplianceCompleter))]
    public string NextHop { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? AddressPrefix { get; set; }

    [Parameter]
    public SwitchParameter IncludeGatewaySubnet { get; set; }

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override void ProcessRecord() => _spokes.AddRange(Spoke ?? []);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        // A pipeline that brings no spoke means none; only who names none means all.
        if (_spokes.Count == 0 && MyInvocation.ExpectingInput)
        {
            return null;
        }

        var names = new HubSpokeRouteNames(Hub, NextHop)
        {
            Spokes = [.. _spokes],
            AddressPrefixes = [.. AddressPrefix ?? []],
            IncludeGatewaySubnet = IncludeGatewaySubnet,
        };
        if (await RoutingGround.ReadAsync(arm, names, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        (var plan, _ground) = await ground.PlanAsync(arm, steps, stop);
        return plan;
    }

    // All of it is one group: routes there without routes back are of no use.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return HubSpokeRouteResult.From(_ground, group.Results);
    }
}
