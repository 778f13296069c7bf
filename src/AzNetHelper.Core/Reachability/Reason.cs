using AzNetHelper.Arm;

namespace AzNetHelper.Reachability;

/// <summary>Why something did not arrive, or why that is not known.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Resource">The resource at fault; null when nothing that exists is.</param>
/// <param name="Flag">The member of the resource at fault, as ARM names it; null when none is.</param>
/// <param name="Sentence">What is wrong, with names.</param>
public sealed record Reason(ReasonId Id, ResourceId? Resource, string? Flag, string Sentence)
{
    /// <summary>Where the fault lies, seen from the question.</summary>
    public FaultSide Side { get; init; }

    /// <summary>The directions that it stops.</summary>
    public Directions Direction { get; init; }

    /// <summary>True when it makes the answer Unknown, false when it blocks.</summary>
    public bool IsDoubt { get; init; } = ReasonIds.IsDoubt(Id);

    public override string ToString() => $"{Id}: {Sentence}";
}

/// <summary>A remark that belongs to an answer and does not change it.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Sentence">What to know.</param>
public sealed record ReachabilityNotice(string Id, string Sentence)
{
    /// <summary>Security groups were not looked at; the sentence names those of both ends.</summary>
    public const string SecurityRulesNotEvaluated = nameof(SecurityRulesNotEvaluated);

    /// <summary>Azure's own name resolution ends at the VNet.</summary>
    public const string NameResolution = nameof(NameResolution);

    /// <summary>An end uses a gateway of which no connection is in the topology.</summary>
    public const string ConnectionsNotRead = nameof(ConnectionsNotRead);

    /// <summary>The device of a static site must be given prefixes by hand.</summary>
    public const string StaticSite = nameof(StaticSite);

    /// <summary>Passed appliances have several interfaces; which one answers is up to their operating system.</summary>
    public const string SeveralInterfaces = nameof(SeveralInterfaces);

    /// <summary>
    /// A passed load balancer has back ends outside the VNet of its front end, or none that is known.
    /// </summary>
    public const string BackEndsElsewhere = nameof(BackEndsElsewhere);

    /// <summary>
    /// VNets share a circuit, and whether their gateways let one another's traffic through was not told: taken for off.
    /// </summary>
    public const string RemoteVNetTraffic = nameof(RemoteVNetTraffic);

    public override string ToString() => $"{Id}: {Sentence}";
}

internal static class ReasonIds
{
    public static bool IsDoubt(ReasonId id) => id >= ReasonId.UnknownAppliance;
}
