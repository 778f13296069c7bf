using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Net;
using System.Security;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Connects a VPN gateway with the device of a site.</summary>
[Cmdlet(VerbsCommon.New, "SiteToSiteConnection", SupportsShouldProcess = true)]
[OutputType(typeof(SiteToSiteConnectionResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewSiteToSiteConnectionCommand : ChangeCommand
{
    private SiteGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string Gateway { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] DeviceAddress { get; set; } = null!;

    [Parameter(Position = 2)]
    [ValidateNotNull]
    public IPPrefix[]? AddressPrefix { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceGroupName { get; set; }

    [Parameter]
    public long DeviceAsn { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPAddress[]? BgpPeerAddress { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPAddress[]? GatewayBgpAddress { get; set; }

    [Parameter]
    public SecureString? SharedKey { get; set; }

    [Parameter]
    [IpsecPolicy]
    [ValidateNotNull]
    public IpsecPolicy? IpsecPolicy { get; set; }

    [Parameter]
    public SwitchParameter UsePolicyBasedTrafficSelectors { get; set; }

    [Parameter]
    [TrafficSelector]
    [ValidateNotNullOrEmpty]
    public TrafficSelector[]? TrafficSelector { get; set; }

    [Parameter]
    [ValidateSet("IKEv1", "IKEv2")]
    public string? Protocol { get; set; }

    [Parameter]
    [ValidateSet("Default", "InitiatorOnly", "ResponderOnly")]
    public string? ConnectionMode { get; set; }

    /// <summary>Seconds.</summary>
    [Parameter]
    public int DpdTimeout { get; set; }

    [Parameter]
    [Tags]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit };

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (DevicesFault() is { } fault)
        {
            steps.Fail(fault);
            return null;
        }

        if (await SiteGround.ReadAsync(arm, Gateway, Request, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        (var plan, _ground) = await ground.PlanAsync(arm, SharedKey, stop);
        return plan;
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) =>
        SharedKey is null ? base.GivenSecrets(plan) : Secrets.ForConnections(plan, SharedKey);

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [SiteToSiteConnectionResult.From(_ground, group.Results)];
    }

    private SiteRequest Request(ResourceId gateway) => new(gateway, [.. DeviceAddress.Select(Device)])
    {
        Name = Name,
        ResourceGroupName = ResourceGroupName,
        AddressPrefixes = AddressPrefix is null ? null : [.. AddressPrefix.Distinct().Order()],
        IpsecPolicy = IpsecPolicy?.Canonical(),
        UsePolicyBasedTrafficSelectors = this.Choice(nameof(UsePolicyBasedTrafficSelectors)),
        TrafficSelectors = TrafficSelector is null ? null : [.. TrafficSelector],
        Protocol = Protocol,
        ConnectionMode = ConnectionMode,
        DpdTimeoutSeconds = IsGiven(nameof(DpdTimeout)) ? DpdTimeout : null,
        Tags = TagsAttribute.Read(Tag),
    };

    private SiteDevice Device(string address, int at)
    {
        var each = (GatewayBgpAddress?.Length ?? 0) / DeviceAddress.Length;
        return new(address.Trim())
        {
            Asn = IsGiven(nameof(DeviceAsn)) ? DeviceAsn : null,
            BgpPeerAddress = BgpPeerAddress?[at],
            GatewayBgpAddresses = [.. (GatewayBgpAddress ?? []).Skip(at * each).Take(each)],
        };
    }

    private Failure? DevicesFault() =>
        BgpPeerAddress is { } peers && peers.Length != DeviceAddress.Length
            ? Fault($"{DeviceAddress.Length} devices need {DeviceAddress.Length} addresses of their sessions, in the same order; -BgpPeerAddress has {peers.Length}.")
        : GatewayBgpAddress is { } own && own.Length % DeviceAddress.Length != 0
            ? Fault($"-GatewayBgpAddress has {own.Length} addresses, which are not as many for each of {DeviceAddress.Length} devices.")
        : null;

    private Failure Fault(string message) => new("InvalidArgument", FailureKind.InvalidArgument, message, DeviceAddress[0]);

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
