using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>A pair with its planned changes.</summary>
internal sealed record PlannedPair(PairSide First, PairSide Second, ImmutableArray<Change> Changes, string Group)
{
    public bool Writes => Changes.Any(c => c.Writes);

    /// <summary>True when the service will look at the address spaces: halves are made, joined or synced.</summary>
    public bool JoinsSpaces => Changes.Any(c => c.Kind == ChangeKind.Create || c.NeededWhile is not null);

    public IEnumerable<PairSide> Sides => [First, Second];
}

/// <summary>What can be known to fail before anything is written; every problem of every pair at once.</summary>
internal sealed class PeeringPreflight(Topology topology, ImmutableArray<PlannedPair> pairs)
{
    /// <summary>Peerings of one VNet (virtual-network-peering-overview; 1,000 only through Virtual Network Manager).</summary>
    public const int PeeringsPerVNet = 500;

    public IEnumerable<PlanProblem> Problems() =>
        pairs.SelectMany(p => Ownership(p).Concat(States(p)).Concat(Names(p)).Concat(Overlaps(p))
            .Concat(p.Sides.SelectMany(s => Gateways(s, p)))).Concat(Limits());

    private static IEnumerable<PlanProblem> Ownership(PlannedPair pair) =>
        from side in pair.Sides
        where pair.Writes && side.Half is { Owner: not PeeringOwner.User }
        select Problem("PeeringOwned", pair, side.Id,
            $"The peering '{side.Id.Name}' in {side.Network.Name} belongs to {Owner(side.Half!.Owner)}, which writes it again. Change it there.");

    private static IEnumerable<PlanProblem> States(PlannedPair pair)
    {
        foreach (var side in pair.Sides)
        {
            if (pair.Writes && side.Network.ProvisioningState == ProvisioningState.Failed)
            {
                yield return Problem("VNetFailed", pair, side.Network.Id,
                    $"{side.Network.Name} is in state Failed, so the service refuses peerings with it. Write the VNet again first.");
            }

            var doubles = side.Network.Peerings.Where(p => p.RemoteVNet == side.Remote.Id).ToArray();
            if (doubles.Length > 1)
            {
                yield return Problem("DuplicatePeering", pair, doubles[1].Id,
                    $"{side.Network.Name} has {doubles.Length.ToString(CultureInfo.InvariantCulture)} peerings to {side.Remote.Name} "
                    + $"({string.Join(", ", doubles.Select(d => d.Name))}); Azure knows one. Read the network again.");
            }

            if (side.Target is { AllowGatewayTransit: true, UseRemoteGateways: true })
            {
                yield return Problem("GatewayFlagsConflict", pair, side.Id,
                    $"The peering '{side.Id.Name}' in {side.Network.Name} cannot both lend a gateway and use a remote one.");
            }
        }

        foreach (var (user, lender) in new[] { (pair.First, pair.Second), (pair.Second, pair.First) })
        {
            var takesAway = lender.Before.AllowGatewayTransit && !lender.Target.AllowGatewayTransit;
            if (user.Target.UseRemoteGateways && !lender.Target.AllowGatewayTransit && (user.StartsUsingGateway || takesAway))
            {
                yield return Problem("GatewayInUse", pair, lender.Id,
                    $"{user.Network.Name} uses the gateway of {lender.Network.Name} through this peering, so '{lender.Id.Name}' has to lend it. "
                    + "Take both away, or neither.");
            }
        }
    }

    private IEnumerable<PlanProblem> Names(PlannedPair pair)
    {
        foreach (var side in pair.Sides.Where(s => s.IsMissing))
        {
            if (side.Network.Peerings.FirstOrDefault(p => p.Id == side.Id) is { } other)
            {
                yield return Problem("PeeringNameTaken", pair, side.Id,
                    $"{side.Network.Name} already has a peering '{side.Id.Name}', to {other.RemoteVNet.Name}. Choose another name.");
            }
            else if (!IsName(side.Id.Name))
            {
                yield return Problem("InvalidResourceName", pair, side.Id,
                    $"'{side.Id.Name}' is no name for a peering: up to 80 letters, digits, '_', '.' and '-', a letter, digit or '_' "
                    + "at both ends, a letter or digit first.") with { Kind = FailureKind.InvalidArgument };
            }
        }
    }

    private IEnumerable<PlanProblem> Overlaps(PlannedPair pair)
    {
        if (!pair.JoinsSpaces || pair.Sides.Any(s => s.Half is { PeerCompleteVNets: false }))
        {
            yield break;
        }

        var (first, second) = (pair.First.Network, pair.Second.Network);
        if (Overlap.Between(first.AddressSpace, second.AddressSpace) is { IsEmpty: false } own)
        {
            yield return Problem("AddressSpaceOverlap", pair, second.Id,
                $"{first.Name} and {second.Name} cannot be peered, their address spaces overlap: {string.Join(", ", own)}.");
        }

        foreach (var side in pair.Sides)
        {
            foreach (var (third, prefixes) in Neighbours(side.Remote, except: side.Network.Id))
            {
                if (Overlap.Between(side.Network.AddressSpace, prefixes) is { IsEmpty: false } clash)
                {
                    yield return Problem("AddressSpaceOverlap", pair, side.Network.Id,
                        $"{side.Network.Name} and {side.Remote.Name} cannot be peered, because {side.Network.Name} overlaps with {third.Name}, "
                        + $"which {side.Remote.Name} is{(IsWanted(third, side.Remote.Id) ? " to be" : string.Empty)} peered with: {string.Join(", ", clash)}.");
                }
            }
        }
    }

    // The VNets at the other ends of a VNet's peerings, those of this call included. Where one was not read, the half tells
    // its prefixes; of a subnet peering only the subnets' prefixes count.
    private IEnumerable<(ResourceId Network, ImmutableArray<IPPrefix> Prefixes)> Neighbours(VirtualNetwork network, ResourceId except)
    {
        var there = network.Peerings.Where(p => p.RemoteVNet != except).Select(p => (p.RemoteVNet, Prefixes:
            !p.PeerCompleteVNets ? p.RemoteAddressSpace ?? []
            : topology.VirtualNetwork(p.RemoteVNet)?.AddressSpace ?? p.RemoteVirtualNetworkAddressSpace ?? p.RemoteAddressSpace ?? []));
        var wanted = pairs.SelectMany(p => p.Sides).Where(s => s.Network.Id == network.Id && s.IsMissing && s.Remote.Id != except)
            .Select(s => (s.Remote.Id, s.Remote.AddressSpace));
        return there.Concat(wanted).DistinctBy(n => n.Item1);
    }

    private bool IsWanted(ResourceId third, ResourceId network) =>
        topology.VirtualNetwork(network)?.PeeringTo(third) is null;

    private IEnumerable<PlanProblem> Gateways(PairSide side, PlannedPair pair)
    {
        // The service looks at the gateways whenever a half that uses one is written; flags that contradict each other are
        // told by themselves.
        if (side.Target is not { UseRemoteGateways: true, AllowGatewayTransit: false }
            || !pair.Changes.Any(c => c.Writes && c.Resource == side.Id))
        {
            yield break;
        }

        if (Gateway(side.Remote) is { } missing)
        {
            yield return Problem(missing.Id, pair, side.Remote.Id, missing.Message);
        }

        if (topology.GatewaysOf(side.Network.Id).FirstOrDefault() is { } own)
        {
            yield return Problem("SpokeHasGateway", pair, side.Network.Id,
                $"{side.Network.Name} has a gateway of its own ({own.Name}), so it cannot use the one of {side.Remote.Name}.");
        }

        if (side.Network.Peerings.FirstOrDefault(p => p.UseRemoteGateways && p.RemoteVNet != side.Remote.Id) is { } other)
        {
            yield return Problem("SpokeUsesOtherGateway", pair, side.Network.Id,
                $"{side.Network.Name} already uses the gateway of {other.RemoteVNet.Name} (peering '{other.Name}'), and Azure allows one. "
                + "Take that away first.");
        }
    }

    // Route Servers lend routes too, but are not read yet, and a gateway may be out of reach: what cannot be known is left to
    // Azure, which refuses the write if there is none.
    private (string Id, string Message)? Gateway(VirtualNetwork lender)
    {
        if (HasUnreadGateway(lender))
        {
            return null;
        }

        var all = topology.GatewaysOf(lender.Id).Where(g => g.Kind is GatewayKind.Vpn or GatewayKind.ExpressRoute).ToArray();
        var fit = all.Where(g => !g.IsBasic).ToArray();
        return fit switch
        {
            _ when fit.Any(g => g.ProvisioningState == ProvisioningState.Succeeded) => null,
            [{ ProvisioningState: ProvisioningState.Updating or ProvisioningState.Creating } busy, ..] => ("GatewayNotReady",
                $"The gateway {busy.Name} of {lender.Name} is still {busy.ProvisioningState}, and the service refuses its use until it "
                + "has succeeded. Run the command again then."),
            [var failed, ..] => ("HubHasNoGateway", $"The gateway {failed.Name} of {lender.Name} is in state {failed.ProvisioningState}."),
            [] when all is [var basic, ..] => ("HubHasNoGateway",
                $"The gateway {basic.Name} of {lender.Name} has the SKU Basic, which other VNets cannot use."),
            _ => ("HubHasNoGateway", $"{lender.Name} has no VPN or ExpressRoute gateway that another VNet could use."),
        };
    }

    private bool HasUnreadGateway(VirtualNetwork lender) => lender.Subnets.Any(s =>
        (s.Name.Equals("RouteServerSubnet", StringComparison.OrdinalIgnoreCase) && !s.IPConfigurations.IsEmpty)
        || (s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase)
            && s.IPConfigurations.Any(c => c.Parent is { } gateway && topology.Document(gateway) is null)));

    private IEnumerable<PlanProblem> Limits() =>
        from side in pairs.SelectMany(p => p.Sides)
        where side.IsMissing
        group side by side.Network.Id into made
        let count = made.First().Network.Peerings.Length + made.Count()
        where count > PeeringsPerVNet
        select new PlanProblem("PeeringLimit", string.Create(CultureInfo.InvariantCulture,
            $"{made.Key.Name} would have {count} peerings; Azure allows {PeeringsPerVNet}."), made.Key) { Kind = FailureKind.LimitsExceeded };

    private static PlanProblem Problem(string id, PlannedPair pair, ResourceId resource, string message) =>
        new(id, message, resource) { Group = pair.Group };

    /// <summary>Who an owner is, for people.</summary>
    public static string Owner(PeeringOwner owner) => owner switch
    {
        PeeringOwner.VirtualNetworkManager => "Azure Virtual Network Manager",
        PeeringOwner.VirtualWan => "a Virtual WAN hub",
        _ => "a managed service",
    };

    private static bool IsName(string name) => name.Length is > 0 and <= PeeringNames.MaxLength
        && char.IsAsciiLetterOrDigit(name[0]) && (char.IsAsciiLetterOrDigit(name[^1]) || name[^1] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
