using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Peerings and groups of a random estate, and what is odd in it.</summary>
internal static partial class EstateGenerator
{
    internal sealed partial class Estate
    {
        private void Peerings()
        {
            foreach (var node in _nodes)
            {
                if (node.Hub is { } hub)
                {
                    Pair(hub, node, transit: !Noise(15));
                }

                foreach (var other in _nodes.Take(node.Number).Where(o => o != node.Hub && o.Hub != node))
                {
                    if (node.IsHub && other.IsHub ? Chance(70) : Chance(3) || Noise(4))
                    {
                        Pair(other, node, transit: false);
                    }
                }
            }
        }

        private void Pair(Node a, Node b, bool transit)
        {
            var kind = Noise(12) && Subnets(a).Any() && Subnets(b).Any() ? "subnets" : Noise(8) ? "six" : "whole";
            var dice = Noise(14) ? _random.Next(6) : 6;
            if (dice != 0)
            {
                Half(a, b, kind, dice is 2 ? "Disconnected" : dice is 3 or 1 ? "Initiated" : "Connected",
                    h => h["allowGatewayTransit"] = transit);
            }

            if (dice != 1)
            {
                Half(b, a, kind, dice is 4 ? "Disconnected" : dice is 0 or 5 ? "Initiated" : "Connected",
                    h => h["useRemoteGateways"] = transit && a.Gateway + a.ExpressRoute != "" && b.Gateway
                        + b.ExpressRoute == "");
            }
        }

        private void Half(Node at, Node remote, string kind, string state, Action<JsonObject> change) =>
            _e.Half(at.Name, remote.Name, h =>
            {
                h["peeringState"] = Chance(3) ? state.ToUpperInvariant() : state;
                h["allowVirtualNetworkAccess"] = !Noise(7);
                h["allowForwardedTraffic"] = !Noise(20) && (at.Hub is not null || Chance(60));
                change(h);
                if (kind == "six")
                {
                    h["enableOnlyIPv6Peering"] = true;
                }

                if (kind == "subnets" && !Noise(10))
                {
                    h["peerCompleteVnets"] = false;
                    h["localSubnetNames"] = EstateBuilder.Texts("s1", at.IsHub ? "nva" : "s3");
                    h["remoteSubnetNames"] = EstateBuilder.Texts("s1", remote.IsHub ? "nva" : "s3");
                    h["remoteAddressSpace"] = EstateBuilder.Space(
                        [EstateBuilder.Inside(remote.Prefix, 1), .. remote.IsHub
                            ? [EstateBuilder.Inside(remote.Prefix, 2)] : Array.Empty<string>()]);
                    if (Chance(20))
                    {
                        h.Remove("remoteAddressSpace");
                        h.Remove("remoteVirtualNetworkAddressSpace");
                    }
                }
                else if (Noise(12))
                {
                    // What it was synced with is not what the other VNet has now.
                    h["remoteAddressSpace"] = EstateBuilder.Space(Pick<string[]>(
                        [], [EstateBuilder.Inside(remote.Prefix, 1)], [remote.Prefix, "10.250.0.0/16"],
                            ["10.250.0.0/16"]));
                    h["peeringSyncLevel"] = "RemoteNotInSync";
                }
                else if (Chance(6))
                {
                    h.Remove("remoteAddressSpace");
                    if (Chance(50))
                    {
                        h.Remove("remoteVirtualNetworkAddressSpace");
                    }
                }

                if (Chance(2))
                {
                    h.Remove("peeringState");
                }
            }, Noise(3) ? $"ANM_{remote.Name}" : null);

        private void Groups()
        {
            for (var g = 0; g < 2 && _nodes.Count > 2; g++)
            {
                if (Chance(18))
                {
                    var members = _nodes.Where(n => !n.IsHub && Chance(50)).Select(n => n.Name).ToArray();
                    _e.Group(Noise(20) ? [.. members, "elsewhere"] : members);
                }
            }
        }

        // What is not in the topology, and what only tells of itself.
        private void Oddities()
        {
            foreach (var node in _nodes)
            {
                if (Noise(4))
                {
                    _e.Half(node.Name, "elsewhere", h =>
                    {
                        h["peeringState"] = Pick("Connected", "Connected", "Connected", "Initiated", "Disconnected");
                        h["remoteAddressSpace"] = EstateBuilder.Space("10.201.0.0/16");
                        h["useRemoteGateways"] = node.Hub is null && node.Gateway is null && Chance(50);
                    });
                }
                else if (Noise(2))
                {
                    _e.Half(node.Name, "old", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.202.0.0/16"),
                        to: ResourceId.Parse("/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg"
                            + "/providers/Microsoft.ClassicNetwork/virtualNetworks/old"));
                }

                if (Noise(3))
                {
                    _e.HubConnection(node.Name);
                }
                else if (Noise(2))
                {
                    _e.Half(node.Name, "wan", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.203.0.0/24"),
                        "RemoteVnetToHubPeering_0");
                }

                if (Chance(4))
                {
                    _e.Apart("virtualNetworks", node.Name);
                }
            }
        }
    }
}
