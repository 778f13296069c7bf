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

/// <summary>Gives both ends of a tunnel another shared key, or puts the previous one back.</summary>
[Cmdlet(VerbsCommon.Reset, "VpnSharedKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ResetSet)]
[OutputType(typeof(SharedKeyResetResult), typeof(Plan))]
public sealed class ResetVpnSharedKeyCommand : ChangeCommand
{
    private const string ResetSet = "Reset";
    private const string UndoSet = "Undo";
    private const string KeyFileWritten = "KeyFileWritten";
    private readonly List<string> _connections = [];
    private SharedKeyGround? _ground;
    private SecureString? _key;
    private string? _keyFile;
    private string? _backupFile;
    private string? _untold;
    private ImmutableArray<ConnectionReport> _reports = [];
    private ImmutableDictionary<ResourceId, SecureString> _keys = ImmutableDictionary<ResourceId, SecureString>.Empty;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Connection { get; set; } = null!;

    [Parameter(ParameterSetName = ResetSet)]
    public SecureString? SharedKey { get; set; }

    [Parameter(ParameterSetName = ResetSet)]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = UndoSet)]
    public SwitchParameter Undo { get; set; }

    [Parameter(ParameterSetName = ResetSet)]
    [Parameter(Mandatory = true, ParameterSetName = UndoSet)]
    [ValidateNotNullOrEmpty]
    public string? BackupPath { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter IncludeSharedKey { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The session of the tenant of the connections at the other ends.</summary>
    [Parameter]
    [ValidateNotNull]
    public AzNetSession? Session2 { get; set; }

    protected override AzNetSession? OtherTenant => Session2;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit };

    protected override void BeginProcessing()
    {
        this.RequireSharedKey(SharedKey);
        _keyFile = KeyPath is null ? null : this.ResolveNewFile(KeyPath);
        _backupFile = BackupPath is null ? null : this.ResolveNewFile(BackupPath);
        foreach (var file in PlanOnly || Undo ? [] : new[] { _keyFile, _backupFile }.OfType<string>().Where(File.Exists))
        {
            throw this.Terminate(KeyFile.Exists(file));
        }

        if (_keyFile is not null && string.Equals(_keyFile, _backupFile, StringComparison.OrdinalIgnoreCase))
        {
            throw this.RefuseArgument("OneFileForTwoKeys", "-KeyPath keeps the new key and -BackupPath the previous one: name two files.", _keyFile);
        }
    }

    protected override void ProcessRecord() => _connections.AddRange(Connection);

    protected override void EndProcessing()
    {
        try
        {
            base.EndProcessing();
        }
        finally
        {
            // A pipeline that was stopped takes no warning any more.
            if (_untold is not null && Host?.UI is { } ui)
            {
                PipelineLog.Tell(ui, "warning", _untold);
                ui.WriteWarningLine(_untold);
            }

            _ground?.Dispose();
            if (!ReferenceEquals(_key, SharedKey))
            {
                _key?.Dispose();
            }
        }
    }

    protected override void Show(Step step)
    {
        base.Show(step);
        _untold = step is NoticeStep { Id: KeyFileWritten } ? null : _untold;
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        // A pipeline that brings none means none.
        if (_connections.Count == 0)
        {
            return null;
        }

        IReadOnlyList<string> connections = _connections;
        if (Second is { } second)
        {
            if (await SecondSession.FindAsync(arm, connections, ResourceTypes.Connection, SubscriptionIds, steps, stop) is not { } near)
            {
                return null;
            }

            var far = await SharedKeyGround.FarGatewaysAsync(arm, near, stop);
            arm = await second.JoinAsync(near.Select(c => c.SubscriptionId), far.Select(g => g.SubscriptionId), steps, stop);
            connections = [.. near.Select(c => c.ToString())];
        }

        if (await SharedKeyGround.ReadAsync(arm, connections, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        if (ground.Count > 1 && (_keyFile ?? _backupFile) is { } file)
        {
            steps.Fail(new("OneFileForSeveral", FailureKind.InvalidArgument, "-KeyPath and -BackupPath hold one key; several tunnels were given. Reset them one by one.", file));
            return null;
        }

        if (Undo)
        {
            (_key, var failure) = KeyFile.Read(_backupFile!);
            if (failure is not null)
            {
                steps.Fail(failure);
                return null;
            }
        }
        else
        {
            _key = SharedKey ?? (_keyFile is null ? null : ConnectionKey.Secure(Vpn.SharedKey.Generate()));
        }

        if (_key is null && ground.HasDevices && !PlanOnly)
        {
            steps.Fail(new("SharedKeyNeeded", FailureKind.InvalidArgument, $"The other end of {ground.Devices} is a device: a key that nobody but Azure knows would leave its "
                + "tunnel down. Nothing was written. Give the new key with -SharedKey, or a file for it with -KeyPath.", ground.Devices));
            return null;
        }

        return ground.Plan(PlanOnly && SharedKey is null ? null : _key);
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) =>
        _key is null ? base.GivenSecrets(plan) : Secrets.ForConnections(plan, _key);

    protected override async Task<RunReport> ApplyAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        if (!plan.IsEmpty && KeepKeys() is { } failure)
        {
            return Report(new(plan, [.. plan.Changes.Select(c => new ChangeResult(c, ChangeOutcome.NotStarted, TimeSpan.Zero) { Error = failure })], TimeSpan.Zero));
        }

        var run = new SharedKeyRun(arm, _ground!, options, steps);
        var report = await run.RunAsync(plan, stop);
        TellFiles(report, steps);
        try
        {
            if (!NoWait)
            {
                (report, _reports) = await run.WaitAsync(report, stop);
            }

            if (IncludeSharedKey)
            {
                _keys = await _ground!.KeysAsync(arm, stop);
            }

            return report;
        }
        finally
        {
            // Whatever ended the wait, the keys are changed.
            run.Tell(report);
        }

        RunReport Report(RunReport done)
        {
            foreach (var result in done.Results)
            {
                options.OnResult?.Invoke(result);
            }

            return done;
        }
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var result = SharedKeyResetResult.From(_ground!, group.Results, _reports, SharedKey is not null || Undo);
        return [SharedKeyNote.On(result, _keys.GetValueOrDefault(result.ConnectionId))];
    }

    // Before anything is written: a key that is lost cannot be read back from a device.
    private Failure? KeepKeys()
    {
        if (_backupFile is not null && !Undo && KeyFile.Write(_backupFile, _ground!.PresentKey) is { } unkept)
        {
            return unkept;
        }

        var failure = _keyFile is null ? null : KeyFile.Write(_keyFile, _key!);
        if (failure is not null && _backupFile is not null)
        {
            File.Delete(_backupFile);
        }

        return failure;
    }

    // A plan without a write has made no file.
    private void TellFiles(RunReport report, StepWriter steps)
    {
        if (report.Plan.IsEmpty)
        {
            return;
        }

        if (!report.Results.Any(HasNewKey))
        {
            ForgetKeys();
        }
        else if (_keyFile is not null)
        {
            _untold = $"The new key is in {_keyFile}. {(_ground!.HasDevices ? "The tunnel is down until the device has it. " : string.Empty)}"
                + "Delete the file when it is no longer needed.";
            steps.Notice(NoticeSeverity.Warning, KeyFileWritten, _untold);
        }
    }

    private static bool HasNewKey(ChangeResult result) => result.Error?.Id != SharedKeyRun.PutBack
        && (result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown);

    private void ForgetKeys()
    {
        foreach (var file in Undo ? [] : new[] { _keyFile, _backupFile }.OfType<string>())
        {
            File.Delete(file);
        }
    }
}
