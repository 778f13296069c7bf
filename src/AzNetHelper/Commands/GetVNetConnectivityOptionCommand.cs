using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Connectivity;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Ranks the ways to connect a VNet with another one, a site, clients or a service.</summary>
[Cmdlet(VerbsCommon.Get, "VNetConnectivityOption")]
[OutputType(typeof(ConnectivityOption))]
public sealed class GetVNetConnectivityOptionCommand : TopologyQuestionCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectivityEndCompleter))]
    public string Destination { get; set; } = null!;

    [Parameter]
    public SwitchParameter RequireEncryption { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? BandwidthMbps { get; set; }

    [Parameter]
    public SwitchParameter LatencySensitive { get; set; }

    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? ClientCount { get; set; }

    [Parameter]
    public SwitchParameter Overlap { get; set; }

    [Parameter]
    public SwitchParameter All { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var networks = await LoadAsync(steps, stop);
        try
        {
            var whole = await WithServicesAsync(networks, steps, stop);
            var parser = new ConnectivityEndParser(whole);
            var question = ConnectivityQuestion.Of(whole, parser.Parse(Source), parser.Parse(Destination)) with
            {
                RequireEncryption = RequireEncryption,
                BandwidthMbps = BandwidthMbps,
                LatencySensitive = LatencySensitive,
                ClientCount = ClientCount,
                Overlap = Overlap,
                Today = DateOnly.FromDateTime((NeedsSession ? Open(steps).Time : TimeProvider.System).GetUtcNow().UtcDateTime),
            };
            foreach (var option in ConnectivityAdvisor.Rank(question, stop).Where(o => All || !o.JoinsOthers))
            {
                steps.Result(option);
            }
        }
        catch (EndpointException e)
        {
            steps.Fail(new(e.Id, FailureKind.ObjectNotFound, e.Message, $"{Source} {Destination}"));
        }
        catch (ConnectivityException e)
        {
            steps.Fail(new(e.Id, FailureKind.InvalidArgument, e.Message, $"{Source} {Destination}"));
        }
    }

    // Region and tier of a service decide; a survey of networks does not hold them. What may not be read is left open.
    private async Task<Topology> WithServicesAsync(Topology networks, StepWriter steps, CancellationToken stop)
    {
        foreach (var text in NeedsSession ? [Source, Destination] : Array.Empty<string>())
        {
            var id = ResourceId.TryParse(text, out var given) ? PlatformService.Of(given) is null ? null : given : await FindAsync(networks, text, stop);
            if (id is not null)
            {
                networks = networks.With(await ReadAsync(id, steps, stop));
            }
        }

        return networks;
    }

    // The name of a service, where it is none of what the survey holds.
    private async Task<ResourceId?> FindAsync(Topology networks, string text, CancellationToken stop)
    {
        try
        {
            _ = new ConnectivityEndParser(networks).Parse(text);
            return null;
        }
        catch (EndpointException e) when (e.Id == EndpointException.NotFound)
        {
            var found = await NetworkResolver.ResolveAsync(
                Open(StepWriter.Nowhere), [text], [.. ServiceKind.All.Select(k => k.ResourceType), ResourceTypes.PostgreSqlFlexibleServer, ResourceTypes.MySqlFlexibleServer],
                SubscriptionIds, StepWriter.Nowhere, stop);
            return found.Succeeded ? found.Found[0].Id
                : found.Failures.FirstOrDefault(f => f.Kind != FailureKind.ObjectNotFound) is { } failure ? throw new EndpointException(failure.Id, failure.Message) : null;
        }
    }

    // Of a service that lets subnets in its rules as well: they decide whether it can be made, and whether it is there.
    private async Task<ImmutableArray<ResourceDocument>> ReadAsync(ResourceId id, StepWriter steps, CancellationToken stop)
    {
        if (ServiceKind.All.Any(k => id.IsType(k.ResourceType)))
        {
            var reading = await ServiceReader.ReadAsync(Open(steps), [id], steps, stop);
            if (reading.Missing.Contains(id))
            {
                throw new EndpointException(EndpointException.NotFound, $"There is no {id}.");
            }

            if (reading.GapOf(id) is { } gap)
            {
                NotRead(id, gap.Message, steps);
            }

            return reading.Service(id)?.Documents ?? [];
        }

        try
        {
            var answer = await Open(steps).GetAsync(id.ToString(), ResourceTypes.ApiVersion(id), stop);
            return [new(id, answer.Body)];
        }
        catch (NotSupportedException)
        {
            return [];
        }
        catch (ArmException e) when (e.Status == 404)
        {
            throw new EndpointException(EndpointException.NotFound, $"There is no {id}.");
        }
        catch (ArmException e) when (e.Status == 403)
        {
            NotRead(id, e.Message, steps);
            return [];
        }
    }

    private static void NotRead(ResourceId id, string message, StepWriter steps) => steps.Notice(NoticeSeverity.Warning, "ServiceNotRead",
        $"{id.Name} or its rules could not be read, so no option was judged by what they say: {message}");
}
