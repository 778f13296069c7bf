using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Writes the configurations of the routers at the links of an ExpressRoute circuit.</summary>
[Cmdlet(VerbsData.Export, "ExpressRouteRouterConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(ExportedRouterConfiguration))]
public sealed class ExportExpressRouteRouterConfigurationCommand : QuestionCommand
{
    private readonly List<string> _circuits = [];
    private RouterRequest? _request;
    private ConfigurationPlace? _place;
    private string? _snapshot;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitCompleter))]
    public string[] Circuit { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RouterCompleter))]
    public string[] Device { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Advertise { get; set; }

    [Parameter]
    public LinkSelection Link { get; set; }

    [Parameter]
    public LinkPreference Prefer { get; set; }

    [Parameter]
    public AcceptedRoutes Accept { get; set; }

    [Parameter]
    public SwitchParameter AcceptDefaultRoute { get; set; }

    [Parameter]
    public SwitchParameter AllowEgressChange { get; set; }

    [Parameter]
    public int? OuterVlanId { get; set; }

    [Parameter]
    [ValidateNotNull]
    public Hashtable? Setting { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? TemplatePath { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? SharedKey { get; set; }

    [Parameter]
    public SwitchParameter IncludeSharedKey { get; set; }

    [Parameter]
    public SwitchParameter NoSharedKey { get; set; }

    [Parameter]
    [TopologyInput]
    public object? Topology { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    // Offline with a key from Azure would be neither: the session is asked for the key alone.
    protected override bool NeedsSession => Topology is null || (IncludeSharedKey && SharedKey is null);

    protected override void ProcessRecord() => _circuits.AddRange(Circuit);

    protected override void EndProcessing()
    {
        if (_circuits.Count == 0)
        {
            return;
        }

        RequireKey();
        _snapshot = Topology is string file ? this.ResolveFile(file) : null;
        _place = new(this.ResolveNewFile(Path), ConfigurationSaving.EndsAsFolder(Path), Force);
        _request = new()
        {
            Devices = this.RouterTemplates(Device, TemplatePath), Advertise = this.Prefixes(Advertise), Links = Link, Preference = Prefer, Accept = Accept,
            AcceptDefault = AcceptDefaultRoute, AllowEgressChange = AllowEgressChange, OuterVlanId = OuterVlanId, Settings = Setting.ToTexts(),
            SharedKey = SharedKey, IncludeSharedKey = IncludeSharedKey, HasNoSharedKey = NoSharedKey,
        };
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = NeedsSession ? Open(steps) : null;
        var saved = _snapshot is null ? Topology as Topology : TopologyFiles.Load([_snapshot], steps);
        var found = saved is not null ? NetworkResolver.Resolve(saved, _circuits, [ResourceTypes.ExpressRouteCircuit])
            : await NetworkResolver.ResolveAsync(arm!, _circuits, ResourceTypes.ExpressRouteCircuit, SubscriptionIds, steps, stop);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        // What is announced now need be asked only where nobody says what is to be.
        var survey = Survey with { Depth = Advertise is null ? SurveyDepth.CircuitRoutes : SurveyDepth.Networks };
        if (found.Succeeded && (saved ?? await RouterGround.ReadAsync(arm!, found.Ids, survey, steps, stop)) is { } topology)
        {
            await RouterExport.RunAsync(arm, topology, found.Ids, _request!, steps, stop);
        }
    }

    protected override void Show(Step step)
    {
        if (step is not ResultStep { Value: PreparedRouter prepared })
        {
            base.Show(step);
        }
        else if (this.Save(_place!, prepared.Configuration, prepared.Design.Circuit) is { } paths)
        {
            WriteObject(ExportedRouterConfiguration.Of(prepared, _place!.Told(paths), paths));
        }
    }

    private void RequireKey()
    {
        if (NoSharedKey && (IncludeSharedKey || SharedKey is not null))
        {
            throw this.RefuseArgument("KeyOrNone", "Give -NoSharedKey alone: with it the sessions have no key.", nameof(NoSharedKey));
        }

        if (SharedKey is not null && _circuits.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
        {
            throw this.RefuseArgument("OneKeyForSeveral", "-SharedKey is the key of one circuit. Export each by itself.", SharedKey);
        }

        if (SharedKey is not null && ExpressRoute.PeeringKeyRules.Problem(SharedKey) is { } problem)
        {
            throw this.RefuseArgument("SharedKeyInvalid", $"{problem} Nothing was written.", nameof(SharedKey));
        }
    }
}
