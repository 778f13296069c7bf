using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;
using AzNetHelper.Reachability;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>Single devices, as Set-P2SConfiguration lets them in.</summary>
internal static class ClientWay
{
    private const int UsualPool = 24;
    private static readonly IPPrefix Pools = IPPrefix.Parse("172.16.0.0/12");
    private static readonly IPPrefix Offices = IPPrefix.Parse("192.168.0.0/16");

    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.PointToSite);
        if (scene.Destination is not ClientsEnd { Gateway: var named })
        {
            return draft.JoinsOthers();
        }

        var network = scene.Source.Network;
        if (Gateway(draft, network, named) is not { } id)
        {
            return draft;
        }

        var gateway = draft.Networks.Gateways.First(g => g.Id == id);
        draft.Endpoint = new ClientPoolEndpoint(id);
        if (gateway.ClientPool.IsEmpty && !Configure(draft, id))
        {
            return draft;
        }

        if (!gateway.ClientPool.IsEmpty)
        {
            draft.Has.Add($"point-to-site of {gateway.Name}, pool {string.Join(", ", gateway.ClientPool)}");
            draft.Add(networks => P2SConfigurationPlanner.Create(networks, new(id), ConnectedClients.NotAsked));
        }

        Judge(draft, gateway);
        return draft;
    }

    /// <summary>True for so many clients that they are an office.</summary>
    public static bool IsOffice(ConnectivityScene scene) => scene.Question.ClientCount >= ConnectivityAdvice.Find(ConnectivityAdvice.WholeOffice).From;

    /// <summary>An office whose prefixes are not known: a free one stands for them.</summary>
    public static SiteEnd Office(ConnectivityScene scene) => new([Free(scene, UsualPool, Offices) ?? IPPrefix.Parse("192.168.0.0/24")]);

    private static ResourceId? Gateway(OptionDraft draft, VirtualNetwork network, ResourceId? named)
    {
        var scene = draft.Scene;
        if (named is not null && scene.Topology.Gateways.FirstOrDefault(g => g.Id == named) is { } asked
            && asked.VirtualNetwork != network.Id && scene.GatewayFor(network)?.Id != asked.Id)
        {
            draft.Refuse("OtherGateway", $"{network.Name} does not use the gateway {asked.Name}: its clients come by the hub, if at all.");
            return null;
        }

        if (scene.GatewayFor(network) is { } used)
        {
            draft.Has.Add($"VPN gateway {used.Name} ({used.Sku}){(used.VirtualNetwork == network.Id ? string.Empty : $", which {network.Name} uses")}");
            draft.Via = used.Name;
            return used.Id;
        }

        return TunnelWays.Gateway(draft, network, TunnelThroughput.Smallest(scene.Question.BandwidthMbps, scene.Question.ClientCount, ofTunnel: false));
    }

    /// <summary>
    /// Adds point-to-site of a gateway; false where the planner refuses it. The root comes with the command that makes it: that one is
    /// missing is no fault of the configuration.
    /// </summary>
    public static bool Configure(OptionDraft draft, ResourceId gateway)
    {
        var length = Math.Min(UsualPool,
            32 - (int)BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)(draft.Scene.Question.ClientCount ?? 0) + AddressRules.KeptInSubnet)));
        if (Free(draft.Scene, length, Pools) is not { } pool)
        {
            draft.Refuse("NoFreeAddressSpace", string.Create(CultureInfo.InvariantCulture, $"There is no room in {Pools} for a pool of /{length}: give clients another range with -AddressPool."));
            return false;
        }

        draft.IsWhole = false;
        draft.SetUp = draft.NewGateways == 0 ? ConnectivityTraits.Of(ConnectivityKind.PointToSite).SetUpOnGateway : null;
        return draft.Add(networks => P2SConfigurationPlanner.Create(networks, new(gateway) { AddressPool = [pool] }, ConnectedClients.NotAsked) is var plan
                ? plan with { Problems = [.. plan.Problems.Where(p => p.CheckId is not ("AuthenticationNeeded" or "RootNeeded"))] } : plan,
            line => $"New-P2SCertificateSet -RootName '{draft.Scene.Source.Network.Name} clients' -ClientName 'client1' -Path './vpn' "
                + $"-Password (Read-Host -AsSecureString) | {line}");
    }

    /// <summary>Whether a gateway takes so many, and whether so many are single devices at all.</summary>
    public static void Count(OptionDraft draft, VirtualNetworkGateway gateway)
    {
        var (scene, sku) = (draft.Scene, TunnelThroughput.SkuOf(gateway));
        if (scene.Question.ClientCount is { } count && sku is not null && count > sku.Clients)
        {
            draft.Shortfalls.Add(new("TooManyClients", string.Create(CultureInfo.InvariantCulture,
                $"{count} clients are asked for, and {gateway.Name} ({gateway.Sku}) takes {sku.Clients}: resize it, or give some another way.")));
        }

        if (IsOffice(scene))
        {
            draft.Marks.Add(OptionMarks.Of("WholeOffice"));
            draft.Advice.Add(ConnectivityAdvice.Find(ConnectivityAdvice.WholeOffice).Says);
        }
    }

    private static void Judge(OptionDraft draft, VirtualNetworkGateway gateway)
    {
        draft.LimitMbps = TunnelThroughput.SkuOf(gateway)?.Megabits;
        draft.Bandwidth = $"what {gateway.Name} ({gateway.Sku}) carries for all its clients and tunnels";
        Count(draft, gateway);
        if (gateway.ClientPool.IsEmpty)
        {
            draft.Needs.Add("a profile for every client (Export-P2SClientProfile)");
        }
    }

    private static IPPrefix? Free(ConnectivityScene scene, int length, IPPrefix supernet) =>
        AddressSpaceFinder.Find(scene.Topology, new() { Lengths = [length], Supernets = [supernet] }).Found is [var block, ..] ? block.Prefix : null;
}
