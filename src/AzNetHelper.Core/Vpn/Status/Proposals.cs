using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// Whether two ends find something that both take. A custom policy offers and accepts nothing else; without one a
/// route-based gateway has a list of its own (azure-network-rules 4.4).
/// </summary>
internal static class Proposals
{
    /// <summary>What the ends of a VNet-to-VNet pair do not agree about, a sentence each; empty when they do.</summary>
    public static IEnumerable<string> Differences(GatewayConnection here, GatewayConnection there)
    {
        if (here.Protocol is { } one && there.Protocol is { } other && !Same(one, other))
        {
            yield return $"{here.Name} speaks {one} and {there.Name} {other}.";
        }

        foreach (var sentence in Policies(here, there))
        {
            yield return sentence;
        }

        if (here.UsePolicyBasedTrafficSelectors != there.UsePolicyBasedTrafficSelectors)
        {
            var (with, without) = here.UsePolicyBasedTrafficSelectors ? (here, there) : (there, here);
            yield return $"{with.Name} uses policy-based traffic selectors and {without.Name} does not.";
        }
        else if (!Mirrors(here.TrafficSelectors, there.TrafficSelectors))
        {
            yield return $"The traffic selectors of {here.Name} are not those of {there.Name} the other way round.";
        }

        if (Same(here.Mode, "ResponderOnly") && Same(there.Mode, "ResponderOnly"))
        {
            yield return $"{here.Name} and {there.Name} both are ResponderOnly: nobody starts.";
        }
        else if (Same(here.Mode, "InitiatorOnly") && Same(there.Mode, "InitiatorOnly"))
        {
            yield return $"{here.Name} and {there.Name} both are InitiatorOnly: nobody answers.";
        }
    }

    private static IEnumerable<string> Policies(GatewayConnection here, GatewayConnection there)
    {
        switch (here.IpsecPolicy, there.IpsecPolicy)
        {
            case ({ } one, { } other):
                foreach (var field in IpsecPolicy.Fields.Where(f => !Same(Meaning(f.Get(one)), Meaning(f.Get(other)))))
                {
                    yield return $"{field.Name} is {field.Get(one)} in {here.Name} and {field.Get(other)} in {there.Name}.";
                }

                break;
            case ({ } one, null) when !AzureProposals.Offer(one):
                yield return $"{here.Name} has a policy ({one}) that is none of Azure's default, and {there.Name} has none.";
                break;
            case (null, { } other) when !AzureProposals.Offer(other):
                yield return $"{there.Name} has a policy ({other}) that is none of Azure's default, and {here.Name} has none.";
                break;
        }
    }

    private static bool Mirrors(ImmutableArray<TrafficSelector> one, ImmutableArray<TrafficSelector> other) =>
        Texts(one, s => (s.Local, s.Remote)).SetEquals(Texts(other, s => (s.Remote, s.Local)));

    private static HashSet<string> Texts(
        ImmutableArray<TrafficSelector> selectors, Func<TrafficSelector, (ImmutableArray<IPPrefix> Near, ImmutableArray<IPPrefix> Far)> ends) =>
        [.. selectors.Select(ends).Select(e => $"{string.Join(',', e.Near.Order())}>{string.Join(',', e.Far.Order())}")];

    // Two names of one group (azure-network-rules 4.4).
    private static string Meaning(string value) => value.ToUpperInvariant() switch
    {
        "DHGROUP2048" => "DHGroup14",
        "PFS14" => "PFS2048",
        _ => value,
    };

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
