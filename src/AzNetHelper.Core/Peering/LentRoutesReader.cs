using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Peering;

/// <summary>
/// Asks the gateways of a VNet what they have learned: getLearnedRoutes (a POST that changes nothing; 202 with a Location,
/// recorded), the default site of the gateway, and the prefixes of the static sites of its connections.
/// </summary>
internal sealed class LentRoutesReader(IArm arm, Topology topology)
{
    // A gateway that does not tell in this time is not waited for: the answer makes a plan better, it does not make it right.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // The first version in which a VNet has summarizedGatewayPrefixes; what is written stays at the pinned one.
    private const string SummariesApiVersion = "2025-07-01";

    public async Task<LentRoutes> ReadAsync(ResourceId network, CancellationToken cancellationToken)
    {
        var lent = new LentRoutes();
        foreach (var lender in new Lenders(topology).Of(topology.VirtualNetwork(network)!).Where(l => l.Kind != LenderKind.BasicVpn))
        {
            lent = lender.Kind == LenderKind.RouteServer
                ? lent with { Unknown = $"a Route Server ({lender.Id.Name}) is not asked what its peers announce." }
                : await WithGatewayAsync(lent, lender, cancellationToken).ConfigureAwait(false);
            if (lender.Kind == LenderKind.ExpressRoute)
            {
                lent = lent with { Summaries = await SummariesAsync(network, cancellationToken).ConfigureAwait(false) };
            }
        }

        return lent;
    }

    private async Task<LentRoutes> WithGatewayAsync(LentRoutes lent, Lender lender, CancellationToken stop)
    {
        var found = lent.DefaultRoutes.ToBuilder();
        var unknown = lent.Unknown;
        foreach (var ask in new Func<ResourceId, CancellationToken, Task<IEnumerable<string>>>[] { LearnedAsync, StaticAsync })
        {
            try
            {
                found.AddRange(await ask(lender.Id, stop).ConfigureAwait(false));
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                unknown ??= $"{e.Message} ({e.Code})";
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                unknown ??= $"{lender.Id.Name} did not tell its routes in {Patience.TotalMinutes:F0} minutes.";
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                unknown ??= $"the answer of {lender.Id.Name} could not be read. {e.Message}";
            }
        }

        return lent with { DefaultRoutes = [.. found.Distinct(StringComparer.Ordinal)], Unknown = unknown };
    }

    private async Task<IEnumerable<string>> LearnedAsync(ResourceId gateway, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        var operation = await arm.SendAsync(
            new(ArmVerb.Post, $"{gateway}/getLearnedRoutes", ResourceTypes.ApiVersion(gateway)), both.Token).ConfigureAwait(false);
        var answer = await arm.WaitAsync(operation, both.Token).ConfigureAwait(false);
        using var json = CanonicalJson.Parse(answer.Body);
        return [.. json.RootElement.Items("value").Where(r => IsDefault(r.Text("network")))
            .Select(r => $"{gateway.Name}, learned from {r.Text("sourcePeer") ?? r.Text("nextHop") ?? "a peer"} ({r.Text("origin")})")];
    }

    private async Task<IEnumerable<string>> StaticAsync(ResourceId gateway, CancellationToken stop)
    {
        var sites = new SortedSet<ResourceId>();
        if (topology.Document(gateway) is { } document)
        {
            using var json = CanonicalJson.Parse(document.Json);
            if (json.RootElement.Object("properties").Id("gatewayDefaultSite") is { } site)
            {
                return [$"{gateway.Name}, whose default site is {site.Name}"];
            }

            if (string.Equals(json.RootElement.Object("properties").Text("gatewayType"), "ExpressRoute", StringComparison.OrdinalIgnoreCase))
            {
                return [];
            }
        }

        await foreach (var page in arm.ListAsync($"{gateway}/connections", ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
        {
            foreach (var item in Shape.Items(page.Body))
            {
                using var json = CanonicalJson.Parse(item);
                if (json.RootElement.Object("properties").Id("localNetworkGateway2") is { } site)
                {
                    sites.Add(site);
                }
            }
        }

        var found = new List<string>();
        foreach (var site in sites)
        {
            var answer = await arm.GetAsync(site.ToString(), ResourceTypes.ApiVersion(site), stop).ConfigureAwait(false);
            using var json = CanonicalJson.Parse(answer.Body);
            if (json.RootElement.Object("properties").Object("localNetworkAddressSpace").Texts("addressPrefixes").Any(IsDefault))
            {
                found.Add($"{gateway.Name}, from the static site {site.Name}");
            }
        }

        return found;
    }

    private async Task<ImmutableArray<IPPrefix>> SummariesAsync(ResourceId network, CancellationToken stop)
    {
        try
        {
            var answer = await arm.GetAsync(network.ToString(), SummariesApiVersion, stop).ConfigureAwait(false);
            using var json = CanonicalJson.Parse(answer.Body);
            return [.. json.RootElement.Object("properties").Object("summarizedGatewayPrefixes").Texts("addressPrefixes")
                .Select(IPPrefix.Parse)];
        }
        catch (Exception e) when (e is JsonException or FormatException || (e is ArmException refused && Harvest.LeavesGap(refused)))
        {
            // A cloud that does not know the version has no summaries; an answer that cannot be read tells none.
            return [];
        }
    }

    private static bool IsDefault(string? prefix) => prefix is "0.0.0.0/0" or "::/0";
}
