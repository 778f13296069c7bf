using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What the removal of a VPN gateway rests on, as it was read.</summary>
/// <param name="Topology">The gateway, its addresses, its VNet and what that is peered with.</param>
/// <param name="Request">What is to go, by its id.</param>
/// <param name="Users">Its connections and clients.</param>
public sealed record VpnGatewayRemovalGround(Topology Topology, VpnGatewayRemovalRequest Request, GatewayUsers Users)
{
    /// <summary>Finds and reads a gateway. Null when the name means nothing, or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="gateway">An id, <c>group/name</c>, or a name.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="wish">What is to become of it, by its id.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<VpnGatewayRemovalGround?> ReadAsync(
        IArm arm, string gateway, IReadOnlyCollection<string> subscriptionIds, Func<ResourceId, VpnGatewayRemovalRequest> wish, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, [gateway], ResourceTypes.VirtualNetworkGateway, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        var gone = found.Succeeded ? null : await LeftAsync(arm, gateway, subscriptionIds, cancellationToken).ConfigureAwait(false);
        foreach (var failure in gone is null ? found.Failures : [])
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded && gone is null)
        {
            return null;
        }

        var request = wish(gone ?? found.Found[0].Id);
        var id = request.Gateway;
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync([id], "gateways", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        var there = harvest.Values<VirtualNetworkGateway>().FirstOrDefault();
        await harvest.GetAsync((there?.Addresses ?? []).Select(a => a.PublicAddress).OfType<ResourceId>().Concat(GatewayRemoval.DefaultAddresses(id)),
            "addresses", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        harvest.Ended();
        var own = harvest.ToTopology(arm.Time.GetUtcNow());
        var networks = await NetworkReader.ReadNetworksAsync(
            arm, there?.VirtualNetwork is { } network ? [network] : [], ReadDepth.Peers, steps, cancellationToken).ConfigureAwait(false);
        return new(
            new(networks.Topology.Documents.Concat(own.Documents), networks.Topology.Gaps.Concat(own.Gaps)) { ReadAt = own.ReadAt }, request,
            there is null ? new([]) : await UsersAsync(arm, there, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => VpnGatewayRemover.Create(Topology, Request, Users);

    // A run that was ended between the gateway and its addresses has left these: they have the names that they were given, the mark
    // of this module and no user. By its name alone the gateway is found no more; where they are, it was.
    private static async Task<ResourceId?> LeftAsync(
        IArm arm, string gateway, IReadOnlyCollection<string> subscriptionIds, CancellationToken stop)
    {
        var start = gateway.LastIndexOf('/') + 1;
        if (ResourceId.TryParse(gateway, out _) || !ResourceId.IsSegment(gateway[start..]))
        {
            return null;
        }

        var nowhere = ResourceId.ForResource(Guid.Empty.ToString(), "none", ResourceTypes.VirtualNetworkGateway, gateway[start..]);
        string[] names = [.. GatewayRemoval.DefaultAddresses(nowhere).Select(a => gateway[..start] + a.Name)];
        var found = await NetworkResolver.ResolveAsync(
            arm, names, ResourceTypes.PublicIPAddress, subscriptionIds, StepWriter.Nowhere, stop).ConfigureAwait(false);
        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(found.Ids, "addresses", Harvest.LeavesGap, stop).ConfigureAwait(false);
        ResourceId[] groups = [.. harvest.Values<PublicIPAddress>().Where(a => a.User is null && MadeByTag.IsOn(a.Tags))
            .Select(a => a.Id.Group).OfType<ResourceId>().Distinct()];
        return groups is [var group]
            ? ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceTypes.VirtualNetworkGateway, nowhere.Name)
            : null;
    }

    private static async Task<GatewayUsers> UsersAsync(IArm arm, VirtualNetworkGateway gateway, CancellationToken stop)
    {
        var users = await ConnectionsAsync(arm, gateway.Id, stop).ConfigureAwait(false);
        if (gateway.Kind != GatewayKind.Vpn || gateway.ClientPool.IsEmpty)
        {
            return users;
        }

        var (clients, why) = await ClientCount.AskAsync(arm, gateway.Id, stop).ConfigureAwait(false);
        return users with { Clients = clients, ClientsUnread = why };
    }

    // The gateway's own list names them wherever they are; that of a group only those in it (arm-protocol 1.4).
    private static async Task<GatewayUsers> ConnectionsAsync(IArm arm, ResourceId gateway, CancellationToken stop)
    {
        var ids = ImmutableArray.CreateBuilder<ResourceId>();
        try
        {
            await foreach (var page in arm.ListAsync($"{gateway}/connections", ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
            {
                foreach (var item in Shape.Items(page.Body))
                {
                    using var json = CanonicalJson.Parse(item);
                    if (ResourceId.TryParse(json.RootElement.Text("id"), out var id))
                    {
                        ids.Add(id);
                    }
                }
            }

            return new(ids.ToImmutable());
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return new(null, e.Message);
        }
    }
}
