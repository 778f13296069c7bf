using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// Why a connection does not carry traffic, from what Azure really tells: statuses, both keys, both policies, the documents of
/// both ends, BGP sessions. Pure. What is certain comes before what is likely; where evidence is missing it says which.
/// </summary>
public static class ConnectionDiagnosis
{
    /// <summary>What follows from the evidence.</summary>
    public static Diagnosis Diagnose(ConnectionEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var here = evidence.Here;
        if (here.Kind is not (ConnectionKind.Vnet2Vnet or ConnectionKind.IPsec))
        {
            return new(IsUp(evidence) ? ConnectionCause.None : ConnectionCause.Unknown,
                IsUp(evidence) ? string.Empty : here.Circuit is { } circuit ? $"Ask for both links of the circuit: Test-ExpressRouteCircuit -Circuit '{circuit}'." : "See what it leads to.", evidence.Unread);
        }

        var found = Causes(evidence).ToArray();
        var asides = Asides(evidence).ToArray();
        string[] spaces = [.. IsUp(evidence) && SpaceDiagnosis.Unreached(evidence) is { } common ? [common] : Array.Empty<string>(),
            .. SpaceDiagnosis.Shadowed(evidence) is { } shadowed ? [shadowed] : Array.Empty<string>()];
        ImmutableArray<string> told = [.. found.Select(f => f.Sentence), .. asides, .. spaces, .. evidence.Unread];
        return found.Length > 0 ? new(found[0].Cause, DiagnosisAdvice.For(found[0].Cause, evidence), told)
            : IsUp(evidence) ? new(ConnectionCause.None, Beside(evidence, asides), told)
            : new(ConnectionCause.Unknown, DiagnosisAdvice.For(ConnectionCause.Unknown, evidence),
                evidence.Unread.IsEmpty ? told.Insert(0, Undecided(evidence)) : told);
    }

    // A tunnel that is up may still carry less than somebody thinks.
    private static string Beside(ConnectionEvidence evidence, string[] asides) => string.Join(' ', new[]
    {
        asides.Length == 0 ? null : DiagnosisAdvice.Session(evidence),
        SpaceDiagnosis.Unreached(evidence) is null ? null : DiagnosisAdvice.For(ConnectionCause.PrefixOverlap, evidence),
    }.OfType<string>());

    // In the order in which they count: what keeps the tunnel from coming up, then what keeps a tunnel from carrying anything.
    private static IEnumerable<(ConnectionCause Cause, string Sentence)> Causes(ConnectionEvidence evidence)
    {
        foreach (var sentence in FarSide(evidence))
        {
            yield return (ConnectionCause.FarSideMissing, sentence);
        }

        if (evidence is { KeysEqual: false, There: { } far })
        {
            yield return (ConnectionCause.KeyMismatch, $"{evidence.Here.Name} and {far.Name} have different shared keys.");
        }

        // A tunnel that is up has found what both ends take.
        if (!IsUp(evidence) && evidence.There is { } there)
        {
            foreach (var sentence in Proposals.Differences(evidence.Here, there))
            {
                yield return (ConnectionCause.PolicyMismatch, sentence);
            }
        }

        if (evidence is { SpeaksBgp: true, Gateway: { } gateway, FarAsn: { } asn } && gateway.Asn == asn)
        {
            yield return (ConnectionCause.AsnEqual, string.Create(CultureInfo.InvariantCulture,
                $"BGP is on, and {gateway.Name} and {Remote(evidence)} both have the ASN {asn}: no session comes up."));
        }

        if (!IsUp(evidence) && SpaceDiagnosis.Unreached(evidence) is { } common)
        {
            yield return (ConnectionCause.PrefixOverlap, common);
        }

        if (IsSilent(evidence))
        {
            yield return (ConnectionCause.DeviceSilent,
                $"{evidence.Here.Name} is {evidence.Here.Status}, and nothing has come in from {Remote(evidence)}.");
        }
    }

    private static IEnumerable<string> FarSide(ConnectionEvidence evidence)
    {
        if (evidence.Here.Kind != ConnectionKind.Vnet2Vnet || evidence.There is not null)
        {
            yield break;
        }

        if (!evidence.FarGatewayExists)
        {
            yield return $"The gateway {evidence.Here.OtherGateway?.Name} does not exist.";
        }
        else if (evidence.IsFarSideRead)
        {
            yield return $"{evidence.Here.OtherGateway?.Name} has no connection back to {evidence.Here.Gateway?.Name}.";
        }
    }

    // Both ends written well, down, and not a byte: a device that was up once and fell silent leaves bytes behind. As long as
    // Azure still tries, nobody knows yet.
    private static bool IsSilent(ConnectionEvidence evidence) => evidence.Here is
    {
        Kind: ConnectionKind.IPsec, Status: ConnectionStatus.NotConnected,
        ProvisioningState: ProvisioningState.Succeeded, IngressBytes: null or 0,
    } && evidence.Here.Tunnels.All(t => t is { IngressBytes: null or 0, EstablishedAt: null or "" });

    // What is worth knowing and is no cause of its own.
    private static IEnumerable<string> Asides(ConnectionEvidence evidence)
    {
        if (evidence.Here.EnableBgp && evidence.There is { EnableBgp: false } there)
        {
            yield return $"BGP is on in {evidence.Here.Name} and off in {there.Name}: no routes are exchanged.";
        }
        else if (evidence.There is { EnableBgp: true } far && !evidence.Here.EnableBgp)
        {
            yield return $"BGP is off in {evidence.Here.Name} and on in {far.Name}: no routes are exchanged.";
        }

        if (evidence.SpeaksBgp && IsUp(evidence))
        {
            foreach (var peer in evidence.BgpPeers.Where(p => !p.IsConnected))
            {
                yield return $"The BGP session with {peer.Neighbor} is {peer.State}.";
            }
        }

        var down = evidence.Here.Tunnels.Where(t => t.Status == ConnectionStatus.NotConnected).ToArray();
        if (down.Length > 0 && IsUp(evidence))
        {
            yield return $"Of {evidence.Here.Tunnels.Length} tunnels these are down: {string.Join(", ", down.Select(t => t.Name))}.";
        }
    }

    private static string Undecided(ConnectionEvidence evidence) => evidence.Here switch
    {
        { ProvisioningState: not ProvisioningState.Succeeded and var state } => $"{evidence.Here.Name} is {state}.",
        { Status: null or ConnectionStatus.Unknown } => "Azure does not tell the status yet.",
        { Status: ConnectionStatus.Connecting, Kind: ConnectionKind.IPsec } => $"The tunnel with {Remote(evidence)} is being built.",
        { Status: ConnectionStatus.Connecting } => "The ends agree as far as Azure tells; the tunnel is being built.",
        { Status: ConnectionStatus.Connected } => "This end is connected; the other one does not say so.",
        { Kind: ConnectionKind.IPsec } => "The tunnel was up before and is down; what the device says is not known to Azure.",
        _ => "Keys, policies and both ends agree as far as Azure tells.",
    };

    internal static string Remote(ConnectionEvidence evidence) =>
        (evidence.Here.OtherGateway ?? evidence.Here.LocalNetworkGateway)?.Name ?? "the other end";

    private static bool IsUp(ConnectionEvidence evidence) => evidence.Here.Status == ConnectionStatus.Connected
        && evidence.There is null or { Status: ConnectionStatus.Connected };
}
