using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>What happens to a request that a fault rule matches.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>
    /// The request is not looked at; this is the answer. Code and message go into ARM's envelope unless a body is
    /// given.
    /// </summary>
    public sealed record Answers(int Status, string Code, string Message = "Declared by a fault.") : Fault
    {
        /// <summary>A whole body as JSON, instead of the envelope.</summary>
        public string? Body { get; init; }

        public int? RetryAfter { get; init; }
    }

    /// <summary>The request waits, on the simulation's clock, before it is looked at.</summary>
    public sealed record Delays(TimeSpan By) : Fault;

    /// <summary>
    /// The connection breaks before anything took place: an HttpRequestException over an IOException.
    /// </summary>
    public sealed record DropsBefore : Fault;

    /// <summary>Everything took place, and the answer is lost.</summary>
    public sealed record DropsAfter : Fault;

    /// <summary>The write is accepted; its operation fails, and the poll says so.</summary>
    public sealed record OperationFails(string Code, string Message = "Declared by a fault.") : Fault;

    /// <summary>The write is accepted; its operation is cancelled, superseded by another one.</summary>
    public sealed record OperationIsCanceled : Fault;

    /// <summary>The write is accepted; its operation stays InProgress.</summary>
    public sealed record OperationNeverEnds : Fault;
}

/// <summary>Which requests a fault befalls.</summary>
/// <param name="Method">The verb; * for every one.</param>
/// <param name="Path">The path, * for any text, whatever the case, for example
/// <c>*/virtualNetworkPeerings/*</c>.</param>
/// <param name="Then">What happens to them.</param>
public sealed record FaultRule(string Method, string Path, Fault Then)
{
    /// <summary>Only the n-th request that matches, from 1; 0 for every one.</summary>
    public int Nth { get; init; }

    /// <summary>Of the requests that match, this part at random, from the simulation's seed; 1 for all.</summary>
    public double Chance { get; init; } = 1;
}

/// <summary>
/// The declared faults. Rules are asked in their order, and the first that applies counts; delays add up to it.
/// </summary>
public sealed class Faults
{
    private readonly object _gate = new();
    private readonly Random _random;
    private ImmutableArray<Counted> _rules = [];

    internal Faults(int seed) => _random = new Random(seed);

    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _rules = _rules.Add(new(rule));
        }
    }

    /// <summary>
    /// Declares a fault: <c>Faults.Add("PUT", "*/virtualNetworkPeerings/*", new Fault.DropsAfter(), nth: 2)</c>.
    /// </summary>
    public void Add(string method, string path, Fault then, int nth = 0) => Add(new(method, path, then) { Nth = nth });

    public void Clear()
    {
        lock (_gate)
        {
            _rules = [];
        }
    }

    internal IReadOnlyList<Fault> Match(string method, string path)
    {
        lock (_gate)
        {
            var found = new List<Fault>();
            foreach (var counted in _rules)
            {
                if (counted.Applies(method, path, _random))
                {
                    found.Add(counted.Rule.Then);
                    if (counted.Rule.Then is not Fault.Delays)
                    {
                        break;
                    }
                }
            }

            return found;
        }
    }

    internal static Answer ToAnswer(Fault.Answers fault)
    {
        var body = fault.Body is null
            ? new ArmError(fault.Status, fault.Code, fault.Message).ToJson()
            : JsonNode.Parse(fault.Body)!;
        var answer = Answer.Of(fault.Status, body);
        return fault.RetryAfter is { } seconds ? answer.WithRetryAfter(seconds) : answer;
    }

    private sealed class Counted(FaultRule rule)
    {
        private int _seen;

        public FaultRule Rule { get; } = rule;

        public bool Applies(string method, string path, Random random) =>
            (Rule.Method is "*" || Json.Same(Rule.Method, method)) && Wildcard.Matches(Rule.Path, path)
            && (++_seen == Rule.Nth || Rule.Nth == 0) && (Rule.Chance >= 1 || random.NextDouble() < Rule.Chance);
    }
}
