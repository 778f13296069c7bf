using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of the two commands that change the service endpoints of subnets.</summary>
/// <param name="enables">True for the one that enables them.</param>
public abstract class ServiceEndpointCommand(bool enables) : ChangeCommand
{
    private readonly List<string> _subnets = [];
    private ImmutableArray<string> _identifiers = [];
    private EndpointGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[] Subnet { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointServiceCompleter))]
    public string[] Service { get; set; } = null!;

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit };

    protected override void BeginProcessing() => _identifiers = [.. Service.Select(Identifier).Distinct(StringComparer.OrdinalIgnoreCase)];

    protected override void ProcessRecord() => _subnets.AddRange(Subnet);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (_subnets.Count == 0 || await ReadAsync(arm, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    // The list of a subnet's endpoints is everybody's: whoever is overtaken adds to what he finds then.
    protected override Task<RunReport> ApplyAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop) =>
        new RemadeRun(arm, options, steps, async again => (await ReadAsync(arm, StepWriter.Nowhere, again))?.Plan()).RunAsync(plan, stop);

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Results.Select(r => EndpointResult.From(_ground, r));
    }

    private Task<EndpointGround?> ReadAsync(IArm arm, StepWriter steps, CancellationToken stop) => EndpointGround.ReadAsync(arm, _subnets,
        new([], _identifiers, enables) { AllowLoss = Force }, SubscriptionIds, steps, stop);

    private string Identifier(string typed)
    {
        if (EndpointService.TryParse(typed, out var service))
        {
            return service.Identifier;
        }

        // What others put there may be taken away by its own name.
        var isIdentifier = typed.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase) && typed.All(c => char.IsAsciiLetterOrDigit(c) || c == '.');
        return !enables && isIdentifier ? typed : throw this.RefuseArgument("ServiceNotKnown", $"'{typed}' is no service with endpoints that are "
            + $"{(enables ? "enabled" : "known")} here. {(typed.Equals(EndpointService.ActiveDirectoryIdentifier, StringComparison.OrdinalIgnoreCase)
                ? "It was for Data Lake Storage Gen1 alone, which is retired, and never for Entra ID. " : string.Empty)}"
            + $"Give one of {string.Join(", ", EndpointService.All)}{(enables ? "." : ", or the identifier of another one, as Microsoft.Name.")}", typed);
    }
}
