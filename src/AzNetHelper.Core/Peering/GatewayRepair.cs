using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// What is wanted of two halves so that their gateway flags agree. A half that uses a gateway says what its owner wants; one
/// that lends its gateway only allows it. So the lender gives way where a gateway stands that can be lent; where there is
/// none, taking the use away would cut somebody off, or open what was meant to stay shut, and is left to the person.
/// </summary>
internal sealed class GatewayRepair(Lenders lenders, RepairRequest request)
{
    public (HalfRequest First, HalfRequest Second) Solve(SelectionPlan plan, SelectedPair selected)
    {
        var (first, second) = (new HalfRequest(), new HalfRequest());
        var (one, other) = (selected.Pair.Half, selected.Pair.RemoteHalf);
        (first, second) = Solve(plan, selected, one, first, other, second);
        (second, first) = Solve(plan, selected, other, second, one, first);
        return (first, second);
    }

    private (HalfRequest User, HalfRequest Lender) Solve(
        SelectionPlan plan, SelectedPair selected, PeeringHalf? user, HalfRequest ofUser, PeeringHalf? lender, HalfRequest ofLender)
    {
        if (user is null)
        {
            return lender is { AllowGatewayTransit: true } ? (Missing(plan, lender, ofUser), ofLender) : (ofUser, ofLender);
        }

        if (!user.UseRemoteGateways)
        {
            return (ofUser, ofLender);
        }

        var canLend = CanLend(plan, user);
        if ((lender is null || lender.AllowGatewayTransit) && canLend)
        {
            return (ofUser, ofLender);
        }

        if (request.EndGatewayUse)
        {
            return (ofUser with { UseRemoteGateways = false }, ofLender);
        }

        if (canLend)
        {
            return (ofUser, ofLender with { AllowGatewayTransit = true });
        }

        // Both are as they were left when the gateway went: nothing is torn, and nobody writes them.
        if (selected.Pair is not { State: PeeringPairState.Connected } || lender is { AllowGatewayTransit: false })
        {
            plan.Leave(selected, "GatewayNotLent", $"'{user.Name}' in {user.LocalVNet.Name} uses the gateway of {user.RemoteVNet.Name}, which has "
                + "none that it could use. Build it, or take the use away with -EndGatewayUse.", user.Id);
        }

        return (ofUser, ofLender);
    }

    private HalfRequest Missing(SelectionPlan plan, PeeringHalf lender, HalfRequest ofUser)
    {
        if (request.UseLentGateway)
        {
            return ofUser with { UseRemoteGateways = true };
        }

        plan.Tell(NoticeSeverity.Information, "GatewayLent", $"{lender.LocalVNet.Name} lends its gateway to {lender.RemoteVNet.Name}; the half that is "
            + "made there does not use it, because that may move its Internet traffic. -UseLentGateway makes it use it.", lender.Id);
        return ofUser;
    }

    private bool CanLend(SelectionPlan plan, PeeringHalf user) =>
        plan.Planner.Topology.VirtualNetwork(user.RemoteVNet) is { } lender
        && plan.Planner.Topology.VirtualNetwork(user.LocalVNet) is { } borrower
        && lenders.Of(borrower).IsEmpty
        && lenders.Of(lender).Any(l => l.Kind == LenderKind.Unread
            || (l.CanLend && (l.IsBusy || l.State == ProvisioningState.Succeeded)));
}
