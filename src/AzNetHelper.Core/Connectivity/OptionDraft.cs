using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;

namespace AzNetHelper.Connectivity;

/// <summary>An option while it is judged: the plans of its commands, each on the networks that the one before leaves.</summary>
internal sealed class OptionDraft(ConnectivityScene scene, ConnectivityKind kind)
{
    private const int MostNamed = 6;

    public ConnectivityScene Scene => scene;

    public ConnectivityKind Kind => kind;

    public ConnectivityTraits Traits { get; } = ConnectivityTraits.Of(kind);

    /// <summary>The networks as the plans so far leave them.</summary>
    public Topology Networks { get; private set; } = scene.Topology;

    public List<Plan> Plans { get; } = [];

    public List<string> Commands { get; } = [];

    public List<OptionReason> Obstacles { get; } = [];

    public List<OptionReason> Shortfalls { get; } = [];

    public List<string> Has { get; } = [];

    public List<string> Needs { get; } = [];

    public List<string> Limits { get; } = [];

    public List<OptionMark> Marks { get; } = [];

    public List<string> Advice { get; } = [];

    public string? Via { get; set; }

    public NetworkPath Path { get; set; } = ConnectivityTraits.Of(kind).Path;

    public bool IsEncrypted { get; set; } = ConnectivityTraits.Of(kind).IsEncrypted;

    public string Encryption { get; set; } = ConnectivityTraits.Of(kind).Encryption;

    public bool NeedsPublicAddress { get; set; } = ConnectivityTraits.Of(kind).NeedsPublicAddress;

    public int? LimitMbps { get; set; }

    public string Bandwidth { get; set; } = "that of the machines at its ends";

    /// <summary>How long it takes; null for what is true of the way in general.</summary>
    public string? SetUp { get; set; }

    /// <summary>False where packets are not carried yet when all of it is made: a device, a profile or the service itself is still to come.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>True where it is there, though no plan says so.</summary>
    public bool IsInPlace { get; set; }

    /// <summary>The hub that it leads through; null for none.</summary>
    public ResourceId? Hub { get; set; }

    /// <summary>Gateways that have to be built and that no plan makes.</summary>
    public int GatewaysWithoutPlan { get; set; }

    public string? NextStep { get; set; }

    /// <summary>The destination on the networks that the plans leave; null where routing does not decide.</summary>
    public Endpoint? Endpoint { get; set; } = scene.Endpoint;

    /// <summary>True where a provider has to do something first.</summary>
    public bool WaitsForProvider { get; set; }

    /// <summary>True where plans alone make it: with nothing to write, it is there.</summary>
    public bool IsOfPlans => Plans.Count > 0 && NextStep is null && Commands.Count == 0;

    public int NewGateways => GatewaysWithoutPlan + Plans.SelectMany(p => p.Changes).Count(c => c.Kind == ChangeKind.Create && c.Resource.IsType(ResourceTypes.VirtualNetworkGateway));

    /// <summary>Something that stands in the way.</summary>
    public OptionDraft Refuse(string id, string sentence)
    {
        Obstacles.Add(new(id, sentence));
        return this;
    }

    /// <summary>It joins other things than these two.</summary>
    public OptionDraft JoinsOthers() => Refuse("JoinsOthers", $"It joins {Traits.Joins}; {scene.Source} and {scene.Destination} are not that.");

    /// <summary>Adds the plan of a command; false, with the planner's own reasons, where it refuses.</summary>
    /// <param name="make">Makes it on the networks that the plans before leave.</param>
    /// <param name="command">What to type, of what the plan says; null for that.</param>
    /// <param name="projects">False for a plan that writes services, whose documents are no part of the networks.</param>
    public bool Add(Func<Topology, Plan> make, Func<string, string>? command = null, bool projects = true)
    {
        var plan = make(Networks);
        if (!plan.CanApply)
        {
            Obstacles.AddRange(plan.Problems.Select(p => new OptionReason(p.CheckId, p.Message)).Distinct());
            return false;
        }

        var projection = projects ? PlanProjection.Of(Networks, plan) : new(Networks, []);
        if (!projection.IsAccepted)
        {
            Obstacles.AddRange(projection.Refusals.Select(p => new OptionReason(p.CheckId, p.Message)).Distinct());
            return false;
        }

        Plans.Add(plan);
        Networks = projection.Topology;
        if (plan.WriteCount > 0)
        {
            Commands.AddRange(plan.Origins.Select(o => command is null ? o.CommandLine : command(o.CommandLine)));
        }

        Has.AddRange(Named([.. plan.Changes.Where(c => !c.Writes).Select(c => c.Summary)]));
        Needs.AddRange(Named([.. plan.Changes.Where(c => c.Writes).Select(c => c.Summary)]));
        return true;
    }

    private static IEnumerable<string> Named(ImmutableArray<string> summaries) => summaries.Length <= MostNamed ? summaries
        : [.. summaries.Take(MostNamed), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"and {summaries.Length - MostNamed} more")];
}
