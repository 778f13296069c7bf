using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Joins the gateways of two VNets by a tunnel, both connections, and waits until it is up.</summary>
[Cmdlet(VerbsCommon.New, "VNetToVNetConnection", SupportsShouldProcess = true)]
[OutputType(typeof(VNetToVNetConnectionResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewVNetToVNetConnectionCommand : ChangeCommand
{
    private readonly List<string> _others = [];
    private VNetToVNetGround _ground = null!;
    private ImmutableArray<ConnectionReport> _reports = [];
    private ImmutableDictionary<ResourceId, SecureString> _keys = ImmutableDictionary<ResourceId, SecureString>.Empty;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string Gateway1 { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string[] Gateway2 { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name1 { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name2 { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceGroupName { get; set; }

    [Parameter]
    public SecureString? SharedKey { get; set; }

    [Parameter]
    public SwitchParameter EnableBgp { get; set; }

    [Parameter]
    [IpsecPolicy]
    [ValidateNotNull]
    public IpsecPolicy? IpsecPolicy { get; set; }

    // 0 to 32000 (vpn-gateway, virtual-network-gateway-connections REST reference).
    [Parameter]
    [ValidateRange(0, 32000)]
    public int? RoutingWeight { get; set; }

    [Parameter]
    [Tags]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter IncludeSharedKey { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The session of the tenant of -Gateway2.</summary>
    [Parameter]
    [ValidateNotNull]
    public AzNetSession? Session2 { get; set; }

    protected override AzNetSession? OtherTenant => Session2;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit };

    protected override void BeginProcessing() => this.RequireSharedKey(SharedKey);

    protected override void ProcessRecord() => _others.AddRange(Gateway2);

    protected override void EndProcessing()
    {
        if ((Name1 ?? Name2) is { } name && _others.Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any())
        {
            throw this.RefuseArgument("OneNameForSeveral",
                "-Name1 and -Name2 name the connections of one tunnel; several gateways were given.", name);
        }

        base.EndProcessing();
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        // A pipeline that brings none means none.
        if (_others.Count == 0)
        {
            return null;
        }

        IReadOnlyList<(string, string)> pairs = [.. _others.Select(o => (Gateway1, o))];
        if (Second is { } second)
        {
            if (await SecondSession.FindAsync(arm, [Gateway1], ResourceTypes.VirtualNetworkGateway, SubscriptionIds, steps, stop) is not [var one]
                || await second.FindAsync(_others, ResourceTypes.VirtualNetworkGateway, steps, stop) is not { } others)
            {
                return null;
            }

            arm = await second.JoinAsync([one.SubscriptionId], others.Select(o => o.SubscriptionId), steps, stop);
            pairs = [.. others.Select(o => (one.ToString(), o.ToString()))];
        }

        if (await VNetToVNetGround.ReadAsync(arm, pairs, Request, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return SharedKey is not null && !await ground.KeyFitsAsync(arm, SharedKey, steps, stop) ? null : ground.Plan();
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) =>
        SharedKey is null ? base.GivenSecrets(plan) : Secrets.ForConnections(plan, SharedKey);

    protected override async Task<RunReport> ApplyAsync(
        IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        // What is told of a tunnel says whether it came up, so it is held back until that is known.
        using var held = new HeldResults(options);
        var report = await base.ApplyAsync(arm, plan, held.Options, steps, stop);
        held.Results = report.Results;
        if (!NoWait)
        {
            (held.Results, _reports) = await TunnelWait.ForAsync(arm, held.Results, options.Timeout - report.Elapsed, steps, stop);
        }

        if (IncludeSharedKey)
        {
            _keys = await _ground.KeysAsync(arm, stop);
        }

        return report with { Results = held.Results };
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var result = VNetToVNetConnectionResult.From(_ground, group.Results, _reports, SharedKey is not null);
        return [SharedKeyNote.On(result, _keys.GetValueOrDefault(result.Connection1Id) ?? _keys.GetValueOrDefault(result.Connection2Id))];
    }

    private VNetToVNetRequest Request(ResourceId one, ResourceId other, int index) => new(one, other)
    {
        Name1 = Name1,
        Name2 = Name2,
        ResourceGroupName = ResourceGroupName,
        EnableBgp = this.Choice(nameof(EnableBgp)),
        IpsecPolicy = IpsecPolicy,
        RoutingWeight = RoutingWeight,
        Tags = TagsAttribute.Read(Tag),
    };
}
