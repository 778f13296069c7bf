using System.Collections;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Writes the configuration of the device at the other end of a site-to-site connection.</summary>
[Cmdlet(VerbsData.Export, "VpnDeviceConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = TemplateSet)]
[OutputType(typeof(ExportedConfiguration))]
public sealed class ExportVpnDeviceConfigurationCommand : QuestionCommand
{
    private const string TemplateSet = "Template";
    private const string AzureSet = "FromAzure";
    private readonly List<string> _connections = [];
    private DeviceExportRequest? _request;
    private ConfigurationPlace? _place;
    private string? _snapshot;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Connection { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter(ParameterSetName = TemplateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string[]? Device { get; set; }

    [Parameter(ParameterSetName = TemplateSet)]
    [TopologyInput]
    public object? Topology { get; set; }

    [Parameter(ParameterSetName = TemplateSet)]
    [ValidateNotNullOrEmpty]
    public string[]? SitePrefix { get; set; }

    [Parameter(ParameterSetName = TemplateSet)]
    [ValidateNotNull]
    public Hashtable? Setting { get; set; }

    [Parameter(ParameterSetName = TemplateSet)]
    [ValidateNotNullOrEmpty]
    public string[]? TemplatePath { get; set; }

    [Parameter(ParameterSetName = TemplateSet)]
    [ValidateNotNull]
    public SecureString? SharedKey { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = AzureSet)]
    public SwitchParameter FromAzure { get; set; }

    [Parameter(ParameterSetName = AzureSet)]
    public string Vendor { get; set; } = string.Empty;

    [Parameter(ParameterSetName = AzureSet)]
    public string DeviceFamily { get; set; } = string.Empty;

    [Parameter(ParameterSetName = AzureSet)]
    public string FirmwareVersion { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter IncludeSharedKey { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    // Offline with a key from Azure would be neither: the session is asked for the key alone.
    protected override bool NeedsSession => Topology is null || (IncludeSharedKey && SharedKey is null);

    protected override void ProcessRecord() => _connections.AddRange(Connection);

    protected override void EndProcessing()
    {
        if (_connections.Count == 0)
        {
            return;
        }

        if (SharedKey is not null && _connections.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
        {
            throw this.RefuseArgument("OneKeyForSeveral", "-SharedKey is the key of one connection. Export each by itself, or use -IncludeSharedKey.", SharedKey);
        }

        this.RequireSharedKey(SharedKey);
        _snapshot = Topology is string file ? this.ResolveFile(file) : null;
        _place = new(this.ResolveNewFile(Path), ConfigurationSaving.EndsAsFolder(Path), Force);
        _request = FromAzure ? null : this.Request(Device, TemplatePath) with
        {
            SitePrefixes = this.Prefixes(SitePrefix), Settings = Setting.ToTexts(), SharedKey = SharedKey, IncludeSharedKey = IncludeSharedKey,
        };
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = NeedsSession ? Open(steps) : null;
        var saved = _snapshot is null ? Topology as Topology : TopologyFiles.Load([_snapshot], steps);
        var found = saved is not null ? NetworkResolver.Resolve(saved, _connections, [ResourceTypes.Connection])
            : await NetworkResolver.ResolveAsync(arm!, _connections, ResourceTypes.Connection, SubscriptionIds, steps, stop);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded)
        {
            return;
        }

        if (_request is null)
        {
            await AzureScriptExport.RunAsync(arm!, found.Ids, new(Vendor, DeviceFamily, FirmwareVersion), IncludeSharedKey, steps, stop);
        }
        else if ((saved ?? await DeviceGround.ReadAsync(arm!, found.Ids, steps, stop)) is { } topology)
        {
            await DeviceExport.RunAsync(arm, topology, found.Ids, _request, steps, stop);
        }
    }

    protected override void Show(Step step)
    {
        if (step is not ResultStep { Value: PreparedConfiguration prepared })
        {
            base.Show(step);
            return;
        }

        if (this.Save(_place!, prepared.Configuration, prepared.Connection) is { } paths)
        {
            WriteObject(_place!.Exported(prepared, paths));
        }
    }
}
