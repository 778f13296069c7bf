using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What your router of one link is configured with.</summary>
/// <param name="Link"><c>Primary</c> or <c>Secondary</c>.</param>
/// <param name="Prefix">The /30, or the /126.</param>
/// <param name="CustomerAddress">Your router's address: the first usable one.</param>
/// <param name="MicrosoftAddress">The neighbour's: the second usable one.</param>
public sealed record PeeringLink(string Link, IPPrefix Prefix, IPAddress CustomerAddress, IPAddress MicrosoftAddress)
{
    internal static IEnumerable<PeeringLink> Of(CircuitLinkPlan? plan) => plan is null ? []
        : new[] { ("Primary", plan.Primary), ("Secondary", plan.Secondary) }
            .Select(l => new PeeringLink(l.Item1, l.Item2.Prefix, l.Item2.CustomerAddress, l.Item2.MicrosoftAddress));

    public override string ToString() => $"{Link}: you {CustomerAddress}, Microsoft {MicrosoftAddress} ({Prefix})";
}

/// <summary>What became of a private peering that was wanted, as read back at the end.</summary>
/// <param name="CircuitId">The circuit.</param>
public sealed record PrivatePeeringResult(ResourceId CircuitId)
{
    public string Circuit => CircuitId.Name;

    /// <summary>The peering.</summary>
    public required ResourceId PeeringId { get; init; }

    /// <summary><c>Enabled</c> or <c>Disabled</c>; null while there is none.</summary>
    public string? State { get; init; }

    /// <summary>The VLAN on both links.</summary>
    public int? VlanId { get; init; }

    /// <summary>The AS of your routers.</summary>
    public long? PeerAsn { get; init; }

    /// <summary>The AS of Microsoft's.</summary>
    public long MicrosoftAsn => CircuitAsn.Microsoft;

    /// <summary>The links, primary before secondary, IPv4 before IPv6: with these your routers are configured.</summary>
    public ImmutableArray<PeeringLink> Links { get; init; } = [];

    /// <summary>How far the provider is: BGP comes up when the circuit is Provisioned.</summary>
    public string? ProviderState { get; init; }

    /// <summary>True when it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the write took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a circuit is asked for.</summary>
    public ResourceId Id => CircuitId;

    /// <summary>The result of a run of a plan of <see cref="PrivatePeeringPlanner"/>.</summary>
    public static PrivatePeeringResult From(PrivatePeeringGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var layout = new PrivatePeeringLayout(ground.Topology, ground.Request);
        var circuit = AfterRun.Of(ground.Topology, results).Circuits.FirstOrDefault(c => c.Id == ground.Request.Circuit);
        var peering = circuit?.PrivatePeering;
        return new(ground.Request.Circuit)
        {
            PeeringId = layout.Id,
            State = peering is null ? null : peering.IsEnabled ? "Enabled" : "Disabled",
            VlanId = peering?.VlanId,
            PeerAsn = peering?.PeerAsn,
            Links =
            [
                .. PeeringLink.Of(CircuitLinkPlan.Of(peering?.PrimaryPrefix, peering?.SecondaryPrefix)),
                .. peering is { HasIPv6: true } ? PeeringLink.Of(CircuitLinkPlan.Of(peering.PrimaryPrefixIPv6, peering.SecondaryPrefixIPv6)) : [],
            ],
            ProviderState = circuit?.ProviderState,
            Changed = results.Any(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = results.FirstOrDefault(r => r.Error is not null)?.Error,
        };
    }

    public override string ToString() => Error is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Circuit}: VLAN {VlanId}, {PeerAsn} with {MicrosoftAsn}; {string.Join("; ", Links)}")
        : $"{Circuit}: {Error.Message}";
}
