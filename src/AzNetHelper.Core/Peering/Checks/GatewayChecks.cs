using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>Rules about who lends a gateway to whom.</summary>
internal static class GatewayChecks
{
    public static IEnumerable<Finding> Flags(Scene scene) =>
        from pair in scene.Pairs
        from side in pair.Sides
        where side.Target is { AllowGatewayTransit: true, UseRemoteGateways: true } && side.Target != side.Before
        select new Finding(side.Id,
            $"The peering '{side.Id.Name}' in {side.Network.Name} cannot both lend a gateway and use a remote one.", pair.Group);

    public static IEnumerable<Finding> InUse(Scene scene) =>
        from pair in scene.Pairs
        from gateway in pair.Gateways
        let takesAway = gateway.Lender.Before.AllowGatewayTransit && !gateway.Lender.Target.AllowGatewayTransit
        where gateway.User.Target.UseRemoteGateways && !gateway.Lender.Target.AllowGatewayTransit
            && (gateway.User.StartsUsingGateway || takesAway)
        select new Finding(gateway.Lender.Id,
            $"{gateway.User.Network.Name} uses the gateway of {gateway.Lender.Network.Name} through this peering, so "
            + $"'{gateway.Lender.Id.Name}' has to lend it. Take both away, or neither.", pair.Group);

    // A gateway that is out of reach may be one that can be lent: what cannot be known is left to Azure, which refuses the
    // write if it is none.
    public static IEnumerable<Finding> None(Scene scene)
    {
        foreach (var (_, lender, pair) in scene.GatewayWrites)
        {
            var all = scene.Lenders.Of(lender.Network);
            if (all.Any(l => l.Kind == LenderKind.Unread || (l.CanLend && (l.IsBusy || l.State == ProvisioningState.Succeeded))))
            {
                continue;
            }

            var name = lender.Network.Name;
            yield return new(lender.Network.Id, all.FirstOrDefault(l => l.CanLend) switch
            {
                { } failed => $"The {failed.Noun} {failed.Id.Name} of {name} is in state {failed.State}, so no other VNet can use it.",
                null when all is [var basic, ..] => $"The gateway {basic.Id.Name} of {name} has the SKU Basic, which other VNets cannot use.",
                _ => $"{name} has no VPN or ExpressRoute gateway and no Route Server that another VNet could use.",
            }, pair.Group);
        }
    }

    public static IEnumerable<Finding> Updating(Scene scene) =>
        from start in scene.GatewayWrites
        let all = scene.Lenders.Of(start.Lender.Network)
        let busy = all.FirstOrDefault(l => l.CanLend && l.IsBusy)
        where busy is not null && !all.Any(l => l.CanLend && l.State == ProvisioningState.Succeeded)
        select new Finding(busy.Id, $"The {busy.Noun} {busy.Id.Name} of {start.Lender.Network.Name} is still {busy.State}; the service takes "
            + $"{start.User.Network.Name} as its user when that has ended.", start.Pair.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Own(Scene scene) =>
        from start in scene.GatewayWrites
        let own = scene.Lenders.Of(start.User.Network).FirstOrDefault()
        where own is not null
        select new Finding(start.User.Network.Id, $"{start.User.Network.Name} has a {own.Noun} of its own ({own.Id.Name}), so it "
            + $"cannot use the one of {start.Lender.Network.Name}.", start.Pair.Group);

    // There, or asked for in this call for another lender.
    public static IEnumerable<Finding> Second(Scene scene)
    {
        var starts = scene.GatewayWrites.ToArray();
        foreach (var (user, lender, pair) in starts)
        {
            var ends = scene.Pairs.SelectMany(p => p.Sides).Where(s => s.StopsUsingGateway).Select(s => s.Id).ToHashSet();
            if (user.Network.Peerings.FirstOrDefault(p => p.UseRemoteGateways && p.RemoteVNet != lender.Network.Id && !ends.Contains(p.Id)) is { } there)
            {
                yield return new(user.Network.Id, $"{user.Network.Name} already uses the gateway of {there.RemoteVNet.Name} (peering "
                    + $"'{there.Name}'), and Azure allows one. Take that away first.", pair.Group);
            }
            else if (Array.Find(starts, s => s.User.Network.Id == user.Network.Id && s.Lender.Network.Id != lender.Network.Id) is { User: not null } also)
            {
                yield return new(user.Network.Id, $"{user.Network.Name} is to use the gateways of {lender.Network.Name} and of "
                    + $"{also.Lender.Network.Name}, and Azure allows one.", pair.Group);
            }
        }
    }
}
