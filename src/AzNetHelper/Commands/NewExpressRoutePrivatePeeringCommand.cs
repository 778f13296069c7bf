using System.Management.Automation;
using System.Security;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Gives an ExpressRoute circuit its private peering, with the addresses of both links.</summary>
[Cmdlet(VerbsCommon.New, "ExpressRoutePrivatePeering", SupportsShouldProcess = true)]
[OutputType(typeof(PrivatePeeringResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewExpressRoutePrivatePeeringCommand : ChangeCommand
{
    private PrivatePeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitCompleter))]
    public string Circuit { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public long PeerAsn { get; set; }

    [Parameter(Mandatory = true)]
    public int VlanId { get; set; }

    [Parameter]
    public IPPrefix? PrimaryPrefix { get; set; }

    [Parameter]
    public IPPrefix? SecondaryPrefix { get; set; }

    [Parameter]
    public IPPrefix? From { get; set; }

    [Parameter]
    public IPPrefix? PrimaryPrefixIPv6 { get; set; }

    [Parameter]
    public IPPrefix? SecondaryPrefixIPv6 { get; set; }

    [Parameter]
    public IPPrefix? FromIPv6 { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? SharedKey { get; set; }

    [Parameter]
    public SwitchParameter NoSharedKey { get; set; }

    [Parameter]
    public SwitchParameter ReplaceSharedKey { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        this.RefuseTwoKeys(SharedKey, NoSharedKey);
        if (ReplaceSharedKey && SharedKey is null && !NoSharedKey)
        {
            throw this.RefuseArgument("SharedKeyNeeded", "-ReplaceSharedKey needs the new key: give -SharedKey, or -NoSharedKey for none.", nameof(ReplaceSharedKey));
        }
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (await PrivatePeeringGround.ReadAsync(arm, Circuit, Request, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground.With(SharedKey);
        return _ground.Plan();
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) => PeeringKeyChoice.Secrets(plan, SharedKey);

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [PrivatePeeringResult.From(_ground, group.Results)];
    }

    private PrivatePeeringRequest Request(ResourceId circuit) => new(circuit, PeerAsn, VlanId)
    {
        IPv4 = new(PrimaryPrefix, SecondaryPrefix, From),
        IPv6 = new(PrimaryPrefixIPv6, SecondaryPrefixIPv6, FromIPv6),
        Key = PeeringKeyChoice.Of(SharedKey, NoSharedKey),
        ReplacesKey = ReplaceSharedKey,
    };
}
