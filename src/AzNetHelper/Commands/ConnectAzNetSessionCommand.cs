using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Signs in and opens the session that the other cmdlets use.</summary>
[Cmdlet(VerbsCommunications.Connect, "AzNetSession", DefaultParameterSetName = DefaultSet)]
[OutputType(typeof(AzNetSession))]
public sealed class ConnectAzNetSessionCommand : AzNetCommand
{
    private const string DefaultSet = "Default";
    private const string IdentitySet = "Identity";
    private const string SecretSet = "ServicePrincipalSecret";
    private const string CertificateSet = "ServicePrincipalCertificate";
    private const string PipelinesSet = "AzurePipelines";
    private const string CliSet = "AzureCli";
    private const string InteractiveSet = "Interactive";
    private const string DeviceCodeSet = "DeviceCode";
    private const string AccessTokenSet = "AccessToken";
    private const string RehearsalSet = "Rehearsal";

    [Parameter(Mandatory = true, ParameterSetName = IdentitySet)]
    public SwitchParameter Identity { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public SwitchParameter ServicePrincipal { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    public PSCredential Credential { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public string CertificatePath { get; set; } = null!;

    [Parameter(ParameterSetName = CertificateSet)]
    public SecureString? CertificatePassword { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public string ApplicationId { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = PipelinesSet)]
    public SwitchParameter AzurePipelines { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PipelinesSet)]
    public string ServiceConnectionId { get; set; } = null!;

    [Parameter(ParameterSetName = IdentitySet)]
    [Parameter(ParameterSetName = PipelinesSet)]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CliSet)]
    public SwitchParameter AzureCli { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    public SwitchParameter DeviceCode { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    public SecureString AccessToken { get; set; } = null!;

    [Parameter(ParameterSetName = AccessTokenSet)]
    public DateTimeOffset? AccessTokenExpiresOn { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = RehearsalSet)]
    public SwitchParameter Rehearsal { get; set; }

    /// <summary>A file or a topology.</summary>
    [Parameter(ParameterSetName = RehearsalSet)]
    public object? Snapshot { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    public string[] SubscriptionId { get; set; } = [];

    [Parameter]
    public string? TenantId { get; set; }

    [Parameter]
    public string[] AuxiliaryTenantId { get; set; } = [];

    [Parameter]
    [ValidateSet(AzureCloud.Public, AzureCloud.China, AzureCloud.UsGovernment)]
    public string? Environment { get; set; }

    [Parameter]
    public Uri? ArmEndpoint { get; set; }

    [Parameter]
    public string? Audience { get; set; }

    /// <summary>A PEM file.</summary>
    [Parameter]
    public string? TrustedRoot { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void EndProcessing()
    {
        var opening = Rehearsal ? Rehearse() : SignInTo(this.Destination(Environment, ArmEndpoint, Audience));
        AzNetSession? session = null;
        Failure? failure = null;
        Run(async (steps, stop) => (session, failure) = await opening.OpenAsync(steps, stop));
        if (failure is not null || session is null)
        {
            throw this.Terminate(failure
                ?? new("SignInFailed", FailureKind.AuthenticationError, "No session was opened.", CommandName));
        }

        RunspaceSession.Set(session);
        this.WriteDetail($"Connected to {session} at {session.Endpoint}.");
        if (PassThru)
        {
            session.IsHandedOut = true;
            WriteObject(session);
        }
    }

    private SessionOpening Rehearse()
    {
        if (Environment is not null || ArmEndpoint is not null || Audience is not null || TrustedRoot is not null
            || AuxiliaryTenantId.Length > 0)
        {
            throw this.RefuseArgument("NotForRehearsal",
                "-Rehearsal talks to the embedded simulation: it takes no -Environment, -ArmEndpoint, -Audience, "
                + "-TrustedRoot or -AuxiliaryTenantId.", CommandName);
        }

        var topology = Snapshot is null ? null : ReadSnapshot(Snapshot);
        var simulation = RehearsalSession.Simulate(topology);
        return new(
            RehearsalSession.Connection(simulation) with { TenantId = TenantId },
            RehearsalSession.Environment)
        {
            SubscriptionIds = [.. SubscriptionId],
            Simulation = simulation,
        };
    }

    // A snapshot that cannot be read ends the command: the sample estate in its place would not be what was asked for.
    private Topology ReadSnapshot(object given)
    {
        (Topology? Topology, Failure? Failure) read = default;
        var source = new SnapshotSource(this, given);
        Run((steps, _) =>
        {
            read = source.Read(steps);
            return Task.CompletedTask;
        });
        return read.Topology ?? throw this.Terminate(read.Failure!);
    }

    private SessionOpening SignInTo((ArmConnection Connection, string Environment) destination)
    {
        var connection = destination.Connection with
        {
            TenantId = TenantId,
            AuxiliaryTenantIds = [.. AuxiliaryTenantId],
            TrustedRootPath = TrustedRoot is null ? null : this.ResolveFile(TrustedRoot),
            UserAgent = $"AzNetHelper/{GetType().Assembly.GetName().Version?.ToString(3)}",
        };
        var choice = new SignInChoice(this, connection, destination.Environment);
        var chosen = ParameterSetName switch
        {
            IdentitySet => choice.ManagedIdentity(ClientId),
            SecretSet => choice.Secret(Credential),
            CertificateSet => choice.Certificate(ApplicationId, this.ResolveFile(CertificatePath), CertificatePassword),
            PipelinesSet => choice.AzurePipelines(ServiceConnectionId, ClientId),
            CliSet => choice.By(SignIn.AzureCli),
            InteractiveSet => choice.By(SignIn.Interactive),
            DeviceCodeSet => choice.By(SignIn.DeviceCode),
            AccessTokenSet => choice.Token(AccessToken, AccessTokenExpiresOn),
            _ => choice.Default(mayTakeOver: Environment is null && ArmEndpoint is null),
        };
        return new(chosen.Connection, chosen.Environment)
        {
            Account = chosen.Account,
            SubscriptionIds = [.. SubscriptionId],
        };
    }
}
