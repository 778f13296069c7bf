using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Writes what point-to-site clients need to connect: ready-to-use profiles out of the gateway's own package.</summary>
[Cmdlet(VerbsData.Export, "P2SClientProfile", SupportsShouldProcess = true, DefaultParameterSetName = GatewaySet)]
[OutputType(typeof(ExportedClientProfile))]
public sealed class ExportP2SClientProfileCommand : QuestionCommand, IDisposable
{
    private const string GatewaySet = "Gateway";
    private const string PackageSet = "Package";
    private readonly List<object> _given = [];
    private readonly CancellationTokenSource _stop = new();
    private ImmutableArray<PreparedProfile> _prepared = [];
    private ImmutableArray<ExportedClientProfile> _foreseen = [];
    private bool _isWhatIf;
    private ImmutableArray<ClientProfileKind> _kinds = [];
    private ClientInput? _clients;
    private CertificateFacts? _radius;
    private string? _package;
    private string _folder = string.Empty;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = GatewaySet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string Gateway { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = PackageSet)]
    [ValidateNotNullOrEmpty]
    public string Package { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter(Position = 2, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[]? Client { get; set; }

    [Parameter]
    [CertificateSet]
    public P2SCertificateSet? CertificateSet { get; set; }

    [Parameter]
    public SwitchParameter All { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileFormatCompleter))]
    public string[]? Format { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConnectionName { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    [Parameter(ParameterSetName = GatewaySet)]
    [ValidateNotNullOrEmpty]
    public string? RadiusRootCertificate { get; set; }

    [Parameter]
    public SwitchParameter IncludeRefused { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool NeedsSession => ParameterSetName == GatewaySet;

    protected override void ProcessRecord() => _given.AddRange(Client ?? []);

    protected override void StopProcessing()
    {
        _stop.Cancel();
        base.StopProcessing();
    }

    protected override void EndProcessing()
    {
        // An empty pipeline asked for nothing, and is not to be taken for clients without certificates.
        if (_given.Count == 0 && !All && MyInvocation.ExpectingInput)
        {
            return;
        }

        if (All && CertificateSet is null)
        {
            throw this.RefuseArgument("CertificateSetRequired", "-All is about every client of a set: give it with -CertificateSet.", nameof(All));
        }

        if (All && _given.Count > 0)
        {
            throw this.RefuseArgument("AllOrSome", "Give -All, or clients, not both.", nameof(All));
        }

        if (UserName is not null && (All || _given.Count > 0))
        {
            throw this.RefuseArgument("UserNameOrClient", "-UserName is for who signs in with a name and a password. Leave it out, or the clients.", UserName);
        }

        _package = ParameterSetName == PackageSet ? this.ResolveFile(Package) : null;
        _folder = this.ResolveNewFile(Path);
        if (File.Exists(_folder))
        {
            throw this.RefuseArgument("FolderExpected", $"{_folder} is a file. Give a folder: each client gets one of its own in it.", Path);
        }

        _isWhatIf = ChangeConfirmation.IsWhatIf(this);
        _kinds = Kinds();
        if (ReadRadiusRoot() && ReadClients())
        {
            base.EndProcessing();
            var saving = new ProfileSaving(this, _folder, Force, _stop.Token);
            saving.Foretell(_foreseen);
            saving.Save(_prepared);
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = NeedsSession ? Open(steps) : null;
        var ground = arm is null ? null : await ProfileGround.ReadAsync(arm, Gateway, SubscriptionIds, steps, stop);
        if (arm is not null && ground is null)
        {
            return;
        }

        var now = (arm?.Time ?? TimeProvider.System).GetUtcNow();
        var clients = _clients!.Clients;
        var connection = ConnectionName ?? ground?.Gateway.Name ?? System.IO.Path.GetFileNameWithoutExtension(_package!);
        var asked = new ProfileExportRequest(connection, clients.Count > 0 ? [.. clients] : [new(UserName ?? connection, null) { UserName = UserName }])
        {
            Kinds = _kinds, KeyPassword = KeyPassword, PfxPassword = _clients.Password, EvenIfRefused = IncludeRefused,
            LeavesOutRefused = All,
        };

        // Whom a RADIUS server lets in the gateway's configuration does not tell.
        if (!RadiusSignIn.Fits(asked, ground?.Gateway, _radius is not null, steps)
            || ProfileExport.Accepted(asked, _radius is null ? ground?.Gateway : null, now, steps) is not { } request)
        {
            return;
        }

        // To have a package generated is no question: what would be written follows from the configuration, too.
        if (ground is not null && _isWhatIf)
        {
            _foreseen = ProfileExport.Foresee(request, ground.Gateway, steps);
            return;
        }

        var (package, failure) = ground is not null
            ? await ClientPackageReader.ReadAsync(arm!, ground.Gateway, new(clients.Count > 0) { RadiusRoot = _radius }, steps, stop)
            : await PackageContent.ReadFileAsync(_package!, stop);
        if (failure is not null)
        {
            steps.Fail(failure);
            return;
        }

        _prepared = ProfileExport.Prepare(request, package!, ground, steps, stop);
    }

    public void Dispose()
    {
        _clients?.Dispose();
        foreach (var profile in _prepared)
        {
            profile.Forget();
        }

        _stop.Dispose();
    }

    private ImmutableArray<ClientProfileKind> Kinds() =>
    [
        .. (Format ?? []).Distinct(StringComparer.OrdinalIgnoreCase).Select(name =>
            ClientProfiles.All.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw this.RefuseArgument(
                "ProfileFormatUnknown", $"There is no format '{name}'. There are: {string.Join(", ", ClientProfiles.All)}.", name)),
    ];

    private bool ReadRadiusRoot()
    {
        var (root, failure) = RadiusRootCertificate is null ? default : RootCertificateInput.Read(this.ResolveFile(RadiusRootCertificate));
        _radius = root?.Certificate;
        if (failure is not null)
        {
            this.WriteFailure(failure);
        }

        return failure is null;
    }

    // Bad input is told before Azure is asked for anything.
    private bool ReadClients()
    {
        _clients = new(this, CertificateSet, Password);
        if (All)
        {
            _clients.AddAll(CertificateSet!);
        }
        else
        {
            _clients.Add(_given);
        }

        _clients.Failures.ForEach(this.WriteFailure);
        return _clients.Failures.Count == 0;
    }
}
