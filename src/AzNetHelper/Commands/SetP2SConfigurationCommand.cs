using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Configures point-to-site of a VPN gateway: pool, protocols, ways to sign in, root certificates, routes.</summary>
[Cmdlet(VerbsCommon.Set, "P2SConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(P2SConfigurationResult), typeof(P2SConfigurationReport), typeof(ArmOperation), typeof(Plan), typeof(ChangeResult))]
public sealed class SetP2SConfigurationCommand : ChangeCommand
{
    private readonly List<object?> _roots = [];
    private P2SConfigurationGround _ground = null!;
    private ImmutableArray<GivenRoot>? _given;
    private ImmutableArray<GivenRoot> _added = [];
    private ImmutableArray<GivenRoot> _renewed = [];
    private ImmutableArray<string> _removed = [];

    public SetP2SConfigurationCommand() => Timeout = 5400;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string Gateway { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? AddressPool { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public object[]? RootCertificate { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? RootPassword { get; set; }

    [Parameter]
    [ValidateSet(P2SRules.OpenVpn, P2SRules.IkeV2, P2SRules.Sstp)]
    public string[]? Protocol { get; set; }

    [Parameter]
    [ValidateSet(P2SRules.Certificate, P2SRules.Radius, P2SRules.Aad)]
    public string[]? AuthenticationType { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public string[]? RadiusServer { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[]? RadiusSecret { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? RadiusServerScore { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AadTenant { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AadAudience { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AadIssuer { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public IPPrefix[]? CustomRoute { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? AddRoot { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? RemoveRoot { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? RenewRoot { get; set; }

    [Parameter]
    [CertificateSet]
    [ValidateNotNullOrEmpty]
    public P2SCertificateSet[]? CertificateSet { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter UndoBillable { get; set; }

    protected override bool UndoesBillable => UndoBillable;

    protected override RunOptions Options => new() { NotAwaited = NoWait ? [_ground.Request.Gateway] : [] };

    protected override void ProcessRecord() => _roots.AddRange(RootCertificate ?? []);

    protected override void EndProcessing()
    {
        // A pipeline that brings no root is not the wish for none.
        if (_roots.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        Check();
        _given = RootCertificate is null ? null : this.ReadRoots(_roots, RootPassword);
        _added = this.ReadRoots(AddRoot ?? [], RootPassword);
        _renewed = this.ReadRoots(RenewRoot ?? [], RootPassword);
        _removed = this.NameRoots(RemoveRoot ?? [], RootPassword);
        base.EndProcessing();
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (await P2SConfigurationGround.ReadAsync(arm, Gateway, SubscriptionIds, Request, RadiusSecret is null ? null : Secret, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        var plan = ground.Plan();
        var missing = PlanOnly ? [] : SecretSlot.In(plan).Where(s => P2SSecrets.ServerOf(s.Text) is { } at && Secret(at) is null).ToArray();
        foreach (var slot in missing)
        {
            steps.Fail(new("SecretNeeded", FailureKind.InvalidArgument,
                $"The RADIUS server {RadiusServer?[P2SSecrets.ServerOf(slot.Text)!.Value]} needs a secret. Nothing was written. Give it with -RadiusSecret.", ground.Request.Gateway));
        }

        return missing.Length == 0 ? plan : null;
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan)
    {
        var given = SecretSlot.In(plan).Select(s => (s.Text, Secret: P2SSecrets.ServerOf(s.Text) is { } at ? Secret(at) : null));
        return given.Where(s => s.Secret is not null).ToDictionary(s => s.Text, s => s.Secret!, StringComparer.Ordinal);
    }

    // All of it is one group. What is not waited for is told as the operation that goes on.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Results.Select(r => r.Outcome == ChangeOutcome.UnderWay ? r.Operation : null).FirstOrDefault(o => o is not null) is { } operation
            ? [operation] : [PassThru && _ground.Report(group.Results) is { } report ? report : P2SConfigurationResult.From(_ground, group.Results)];
    }

    private P2SConfigurationRequest Request(ResourceId gateway) => new(gateway)
    {
        AddressPool = AddressPool is null ? null : [.. AddressPool],
        Protocols = Protocol is null ? null : [.. Protocol],
        Authentication = AuthenticationType is null ? null : [.. AuthenticationType],
        Roots = _given,
        AddedRoots = _added,
        RenewedRoots = _renewed,
        RemovedRoots = _removed,
        RadiusServers = RadiusServer is null ? null
            : [.. RadiusServer.Select((address, at) => new WantedRadiusServer(address, RadiusServerScore?[at], Secret(at) is not null))],
        AadTenant = AadTenant,
        AadAudience = AadAudience,
        AadIssuer = AadIssuer,
        CustomRoutes = CustomRoute is null ? null : [.. CustomRoute],
        KnownSets = [.. CertificateSet ?? [], .. RootCertificates.Sets([.. _roots, .. AddRoot ?? [], .. RenewRoot ?? [], .. RemoveRoot ?? []])],
        AllowLoss = Force,
    };

    private SecureString? Secret(int server) => RadiusSecret switch
    {
        null => null,
        [var one] => one,
        var each => each.ElementAtOrDefault(server),
    };

    private void Check()
    {
        if (RootCertificate is not null && (AddRoot ?? RemoveRoot ?? RenewRoot) is not null)
        {
            throw this.RefuseArgument("RootsAmbiguous", "-RootCertificate says which roots there are to be, all of them; -AddRoot, -RemoveRoot and -RenewRoot change some. "
                + "Give the one or the others.", nameof(RootCertificate));
        }

        if (RadiusServer is null && (RadiusSecret is not null || RadiusServerScore is not null))
        {
            throw this.RefuseArgument("RadiusServerNeeded", "-RadiusSecret and -RadiusServerScore belong to servers: give -RadiusServer, too.", nameof(RadiusServer));
        }

        if (RadiusSecret is { Length: > 1 } secrets && secrets.Length != RadiusServer!.Length)
        {
            throw this.RefuseArgument("RadiusSecretCount", "Give one -RadiusSecret for all servers, or one for each, in their order.", nameof(RadiusSecret));
        }

        if (RadiusServerScore is { } scores && scores.Length != RadiusServer!.Length)
        {
            throw this.RefuseArgument("RadiusScoreCount", "Give one -RadiusServerScore for each server, in their order.", nameof(RadiusServerScore));
        }
    }
}
