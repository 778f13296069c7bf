using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What is read of a circuit beside its document.</summary>
[Flags]
public enum CircuitDetails
{
    /// <summary>The document alone.</summary>
    None = 0,

    /// <summary>Byte counters, and the ARP tables, BGP sessions and routes of both links: POSTs that change nothing and take a minute.</summary>
    Links = 1,

    /// <summary>The gateways that are connected with it: their VNets, sessions and routes.</summary>
    Gateways = 2,

    /// <summary>Of the links the routes of the private peering alone, where <see cref="Links"/> is not asked for.</summary>
    Routes = 4,

    All = Links | Gateways,
}

/// <summary>How a circuit is read.</summary>
public sealed record CircuitReadOptions
{
    /// <summary>What is read beside the document.</summary>
    public CircuitDetails Details { get; init; } = CircuitDetails.All;

    /// <summary>How long after the first reading the byte counters are read again; null for once.</summary>
    public TimeSpan? Sample { get; init; }

    /// <summary>Where gateways are looked for; empty for everywhere.</summary>
    public ImmutableArray<string> SubscriptionIds { get; init; } = [];

    /// <summary>How long one answer is waited for; what does not come by then is unknown.</summary>
    public TimeSpan Patience { get; init; } = RouterQuestions.Patience;
}

/// <summary>Reads a circuit whole: what Azure tells of it, of its two links and of the gateways that are connected with it.</summary>
public static class CircuitReader
{
    private const string Activity = "Reading the circuit";

    /// <summary>
    /// Reads a circuit. That it does not exist, or may not be read, is a failure; whatever else is not told is unknown in the
    /// evidence, with the reason.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="options">What is read, and how long it may take.</param>
    /// <param name="steps">Where failures and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The evidence; null when the circuit could not be read, which is told.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<CircuitEvidence?> ReadAsync(
        IArm arm, ResourceId circuit, CircuitReadOptions options, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(steps);
        steps.Progress(Activity, circuit.Name, 0, 0);
        if (await DocumentAsync(arm, circuit, steps, cancellationToken).ConfigureAwait(false) is not { } evidence)
        {
            return null;
        }

        var questions = new RouterQuestions(arm, options.Patience);
        var reader = new LinkReader(arm, questions, evidence.Circuit);
        var links = options.Details.HasFlag(CircuitDetails.Links) ? reader.ReadAsync(evidence.Peerings, options.Sample, cancellationToken)
            : options.Details.HasFlag(CircuitDetails.Routes) ? reader.PrivateRoutesAsync(evidence.Peerings, cancellationToken)
            : null;
        var gateways = options.Details.HasFlag(CircuitDetails.Gateways)
            ? new CircuitGatewayReader(arm, questions, circuit, options.SubscriptionIds).ReadAsync(cancellationToken) : null;
        await Task.WhenAll(new Task?[] { links, gateways }.OfType<Task>()).ConfigureAwait(false);
        steps.ProgressEnded(Activity);
        var (found, missing) = gateways is null ? ([], null) : await gateways.ConfigureAwait(false);
        return evidence with
        {
            Peerings = links is null ? evidence.Peerings : await links.ConfigureAwait(false),
            Gateways = gateways is null ? default : Told.Of(found),
            UnreadGateways = missing,
            Sampled = links is null ? null : options.Sample,
        };
    }

    /// <summary>The same, with the options apart.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static Task<CircuitEvidence?> ReadAsync(
        IArm arm, ResourceId circuit, CircuitDetails details, TimeSpan? sample, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken) =>
        ReadAsync(arm, circuit, new() { Details = details, Sample = sample, SubscriptionIds = [.. subscriptionIds] }, steps, cancellationToken);

    private static async Task<CircuitEvidence?> DocumentAsync(IArm arm, ResourceId circuit, StepWriter steps, CancellationToken stop)
    {
        try
        {
            var answer = await arm.GetAsync(circuit.ToString(), ResourceTypes.ApiVersion(circuit), stop).ConfigureAwait(false);
            using var json = JsonTape.Read(answer.Body);
            if (ArmDocuments.Read(circuit, json.Root) is ExpressRouteCircuit read)
            {
                return new(read)
                {
                    Peerings = [.. (read.Peerings ?? []).Select(p => new PeeringEvidence(p))],
                    GlobalReach = CircuitAnswers.GlobalReach(json.Root),
                };
            }

            steps.Fail(new("NotACircuit", FailureKind.InvalidArgument, $"{circuit} is no ExpressRoute circuit.", circuit));
        }
        catch (ArmException e) when (e.Status == 404)
        {
            steps.Fail(new("CircuitNotFound", FailureKind.ObjectNotFound, $"There is no circuit {circuit}.", circuit));
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            steps.Fail(Failure.From(e, circuit));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidTopologyException)
        {
            steps.Fail(new("InvalidAnswer", FailureKind.InvalidData, $"What Azure told of {circuit} could not be understood: {e.Message}", circuit));
        }

        steps.ProgressEnded(Activity);
        return null;
    }
}
