using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Vpn;

/// <summary>
/// Asks gateways for their BGP sessions: getBgpPeerStatus, a POST that changes nothing (arm-protocol 1.4; answered 202 null with
/// a Location, recorded-behaviour 1.6). Each gateway is asked once, and only for a tunnel that is up: a session needs one.
/// </summary>
internal sealed class BgpPeerReader(IArm arm)
{
    // A gateway that does not tell in this time is not waited for: the answer makes a report better, it does not make it right.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ResourceId, Lazy<Task<(ImmutableArray<BgpPeer> Peers, string? Why)>>> _asked = new();

    public async Task<ConnectionEvidence> AddAsync(ConnectionEvidence evidence, CancellationToken stop)
    {
        if (evidence is not { SpeaksBgp: true, Here: { Gateway: { } gateway, Status: ConnectionStatus.Connected } })
        {
            return evidence;
        }

        // The first to ask asks for all of them.
        var answer = await _asked.GetOrAdd(gateway, g => new(() => AskAsync(g, stop))).Value.ConfigureAwait(false);
        var far = FarAddresses(evidence);
        return evidence with
        {
            BgpPeers = [.. answer.Peers.Where(p => far.Contains(p.Neighbor))],
            Unread = answer.Why is null ? evidence.Unread : evidence.Unread.Add(answer.Why),
        };
    }

    private static HashSet<string> FarAddresses(ConnectionEvidence evidence) =>
    [
        .. (evidence.OtherGateway?.Addresses ?? []).SelectMany(a => a.BgpAddresses.Concat(a.CustomBgpAddresses)).Select(a => a.ToString()),
        .. evidence.Site?.BgpPeeringAddress is { } device ? [device.ToString()] : Array.Empty<string>(),
    ];

    private async Task<(ImmutableArray<BgpPeer> Peers, string? Why)> AskAsync(ResourceId gateway, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            var operation = await arm.SendAsync(
                new(ArmVerb.Post, $"{gateway}/getBgpPeerStatus", ResourceTypes.ApiVersion(gateway)), both.Token).ConfigureAwait(false);
            var answer = await arm.WaitAsync(operation, both.Token).ConfigureAwait(false);
            using var json = JsonTape.Read(answer.Body);
            return (json.Root.All("value", p => p.Text("neighbor") is not { } neighbor ? null
                : new BgpPeer(neighbor, p.Text("state") ?? "Unknown") { Asn = p.Number("asn"), RoutesReceived = p.Number("routesReceived") }), null);
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return ([], $"The BGP sessions of {gateway.Name} were not read ({e.Code}).");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return ([], $"{gateway.Name} did not tell its BGP sessions in time.");
        }
        catch (Exception e) when (e is JsonException or InvalidTopologyException)
        {
            return ([], $"The BGP sessions of {gateway.Name} could not be understood.");
        }
    }
}
