using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>Overlaps in words.</summary>
internal static class OverlapSentences
{
    private const int Named = 5;

    private const string Readdress =
        "Give one of them another range: Find-VNetAddressSpace finds one, Set-VNetAddressSpace sets it.";

    public static AddressSpaceFinding Of(Clash clash)
    {
        var (a, b) = (clash.First.Phrase, clash.Second.Phrase);
        var prefixes = Listed([.. clash.Overlaps.OrderBy(o => o.Left).ThenBy(o => o.Right).Select(o => o.ToString())]);
        var via = Listed([.. clash.Via.Select(v => v.Name)]);
        var (sentence, remedy) = clash.Judgement.Id switch
        {
            PeeredOverlap => ($"{a} and {b} are peered and overlap: {prefixes}.",
                $"{Readdress} Peering single subnets, or a private link, works without."),
            NeighbourOverlap => ($"{a} and {b} overlap and both are joined with {via}: they can never be connected with each other: "
                + $"{prefixes}.", Readdress),
            ConnectedOverlap => ($"A VNet-to-VNet connection joins {a} and {b}, and they overlap: {prefixes}.",
                $"{Readdress} NAT rules on the gateways are another way."),
            GroupOverlap => ($"{a} and {b} are in one connected group and overlap: Virtual Network Manager leaves these prefixes out: "
                + $"{prefixes}.", Readdress),
            SiteOverlap when clash.Judgement.Severity == Error => ($"{b} is behind the gateway that serves {a}, and they overlap: {prefixes}.",
                $"{Readdress} NAT rules on the gateway are another way."),
            SiteOverlap => ($"{b} is behind a gateway{Of(via)} that {a} could use, and they overlap: {prefixes}.", Readdress),
            SiteContainsVNet => ($"{b} holds more addresses than {a}, which lies among them: {prefixes}. Hosts there with addresses of {a} "
                + "cannot be reached.", null),
            SitesOverlap => ($"{a} and {b} are behind one gateway{Of(via)} and overlap: {prefixes}.",
                clash.Judgement.Severity == Information ? null : "Give both connections BGP if they are one place, else make the prefixes differ."),
            ClientPoolOverlap => ($"{b} overlaps with {a}, which its clients are to reach: {prefixes}.",
                "Give the clients a private range that is nowhere else: Find-VNetAddressSpace finds one."),
            _ => throw new ArgumentOutOfRangeException(nameof(clash), clash.Judgement.Id, message: null),
        };
        return new(clash.Judgement.Id, clash.Judgement.Severity!.Value, sentence)
        {
            Resources = [.. new[] { clash.First.Id, clash.Second.Id }.Concat(clash.Via).Distinct()],
            Prefixes = [.. clash.Overlaps.SelectMany(o => new[] { o.Left, o.Right }).Distinct().Order()],
            Remedy = remedy,
        };
    }

    public static AddressSpaceFinding OfReuse(ImmutableArray<AddressClaim> claims)
    {
        var holders = claims.Select(c => c.Holder).Distinct().ToArray();
        ImmutableArray<IPPrefix> prefixes = [.. claims.Select(c => c.Prefix).Distinct().Order()];
        return new(AddressReuse, Information, claims is [var one, var other]
            ? $"{one.Holder.Phrase} and {other.Holder.Phrase} overlap: {new Overlap(one.Prefix, other.Prefix)}. Nothing joins them, and they "
                + "can never be connected with each other."
            : $"{prefixes[0]}{(prefixes.Length > 1 ? $" and {prefixes.Length - 1} more in it are" : " is")} in use in "
            + $"{holders.Length} networks that nothing joins: {Listed([.. holders.Select(h => h.Phrase)])}. "
            + "They can never be connected with each other.")
        {
            Resources = [.. holders.Select(h => h.Id).Distinct()],
            Prefixes = prefixes,
        };
    }

    /// <summary>Some words, and how many more there are.</summary>
    public static string Listed(IReadOnlyList<string> words) => words.Count <= Named + 1
        ? string.Join(", ", words)
        : $"{string.Join(", ", words.Take(Named))} and {words.Count - Named} more";

    private static string Of(string via) => via.Length == 0 ? string.Empty : $" of {via}";
}
