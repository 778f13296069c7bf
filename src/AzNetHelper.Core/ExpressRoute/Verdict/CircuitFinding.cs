using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>How bad a finding about a circuit is.</summary>
public enum CircuitSeverity
{
    /// <summary>Something is not known, so that nobody can say that all is well.</summary>
    Unknown,

    /// <summary>It works, with less than it was ordered for: redundancy, bandwidth, room; or in a way that few mean.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}

/// <summary>Who has to act on a finding.</summary>
public enum FindingOwner
{
    /// <summary>Whoever owns the circuit, the routers on premises or the gateways.</summary>
    You,

    /// <summary>The provider between the site and Microsoft's edge.</summary>
    Provider,

    /// <summary>Microsoft: by a support request, where waiting does not help.</summary>
    Microsoft,
}

/// <summary>What may be found out about a circuit: a row of the table that docs/expressroute-test.md shows.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Owner">Who has to act, where the customer runs the routers of a circuit of a provider.</param>
/// <param name="Title">What is wrong, or not known.</param>
/// <param name="Action">What to do; <c>{circuit}</c> stands for the id of the circuit.</param>
public sealed record CircuitFindingKind(CircuitFindingId Id, CircuitSeverity Severity, FindingOwner Owner, string Title, string Action)
{
    /// <summary>The link that it is about; null for a finding about both, or about something else.</summary>
    public CircuitLink? Link { get; init; }

    /// <summary>Every kind, in the order in which findings of one severity are told: what keeps the most from working comes first.</summary>
    public static ImmutableArray<CircuitFindingKind> All => CircuitFindingKinds.All;

    /// <summary>The row of an id.</summary>
    public static CircuitFindingKind Of(CircuitFindingId id) => All[(int)id];

    public override string ToString() => $"{Id}: {Title}";
}

/// <summary>Something that was found out about a circuit.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Resource">What it is about: the circuit, a peering, a connection or a gateway.</param>
/// <param name="Reason">What was seen, with names and numbers.</param>
/// <param name="Action">What to do.</param>
public sealed record CircuitFinding(CircuitFindingId Id, ResourceId Resource, string Reason, string Action)
{
    private readonly FindingOwner? _owner;

    public CircuitFindingKind Kind => CircuitFindingKind.Of(Id);

    public CircuitSeverity Severity => Kind.Severity;

    /// <summary>
    /// Who has to act: as the kind says, but for a circuit on a port of ExpressRoute Direct, which has no provider, and for routers
    /// that the provider runs.
    /// </summary>
    public FindingOwner Owner { get => _owner ?? Kind.Owner; init => _owner = value; }

    /// <summary>The link that it is about; null for both, or for something else.</summary>
    public CircuitLink? Link => Kind.Link;

    public override string ToString() => $"{Id}: {Reason}";
}
