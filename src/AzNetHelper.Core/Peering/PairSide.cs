using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Peering;

/// <summary>One end of a pair that is planned: its VNet, the half that is there, and the flags that it shall have.</summary>
internal sealed record PairSide(VirtualNetwork Network, VirtualNetwork Remote, PeeringHalf? Half, HalfRequest Request, ResourceId Id)
{
    /// <summary>The flags as they are; Azure's defaults for a half that is missing.</summary>
    public HalfFlags Before { get; } = Half is null ? HalfFlags.Default : HalfFlags.Of(Half);

    /// <summary>The flags in the end.</summary>
    public HalfFlags Target { get; init; } = HalfFlags.Default;

    public bool IsMissing => Half is null;

    public bool IsDisconnected => Half?.State == PeeringState.Disconnected;

    public bool StartsUsingGateway => Target.UseRemoteGateways && (IsMissing || !Before.UseRemoteGateways);

    public bool StopsUsingGateway => Half is not null && Before.UseRemoteGateways && !Target.UseRemoteGateways;

    /// <summary>
    /// The prefixes of the remote VNet that this half was synced with are not its current ones. Of a pair that is Connected
    /// either half's level tells it; a half that waits says RemoteNotInSync because it is alone.
    /// </summary>
    public bool IsStale(PairSide other) =>
        Half?.SyncLevel is PeeringSyncLevel.LocalNotInSync or PeeringSyncLevel.LocalAndRemoteNotInSync
        || (IsConnectedWith(other)
            && other.Half?.SyncLevel is PeeringSyncLevel.RemoteNotInSync or PeeringSyncLevel.LocalAndRemoteNotInSync);

    /// <summary>Both halves are there and say Connected.</summary>
    public bool IsConnectedWith(PairSide other) =>
        Half?.State == PeeringState.Connected && other.Half?.State == PeeringState.Connected;

    /// <summary>It is to be synced. A half that is written again from Disconnected takes the prefixes of today by itself.</summary>
    public bool NeedsSync(PairSide other) => Half is not null && !IsDisconnected && (Request.Sync ?? IsStale(other));

    /// <summary>It holds other prefixes in the end, too.</summary>
    public bool StaysStale(PairSide other) => Half is not null && !IsDisconnected && !NeedsSync(other) && IsStale(other);

    /// <summary>Both ends with their targets: a null request keeps what is there.</summary>
    public static (PairSide First, PairSide Second) Both(
        VirtualNetwork first, VirtualNetwork second, PairRequest request, PeeringNames names)
    {
        var a = Of(first, second, request.FirstHalf, request.FirstFormat, names);
        var b = Of(second, first, request.SecondHalf, request.SecondFormat, names);
        var targetOfA = a.Before.With(a.Request);
        var targetOfB = b.Before.With(b.Request);
        return (a with { Target = Lend(a, targetOfA, b, targetOfB) }, b with { Target = Lend(b, targetOfB, a, targetOfA) });
    }

    // A half that uses the other's gateway needs a half that lends it: asked for together, or made for one that is there.
    private static HalfFlags Lend(PairSide lender, HalfFlags target, PairSide user, HalfFlags targetOfUser) =>
        targetOfUser.UseRemoteGateways && lender.Request.AllowGatewayTransit is null
            && (lender.IsMissing || user.Request.UseRemoteGateways == true)
            ? target with { AllowGatewayTransit = true }
            : target;

    private static PairSide Of(VirtualNetwork local, VirtualNetwork remote, HalfRequest request, string format, PeeringNames names)
    {
        var half = local.PeeringTo(remote.Id);
        var id = half?.Id ?? (request.Name is null
            ? names.Give(local.Id, remote.Id, format) : local.Id.Child("virtualNetworkPeerings", request.Name));
        return new(local, remote, half, request, id);
    }
}

/// <summary>What is wanted between two VNets. The first is written first where the order is free: the hub.</summary>
internal sealed record PairRequest(HalfRequest FirstHalf, HalfRequest SecondHalf, string Group)
{
    public string FirstFormat { get; init; } = PeeringNames.DefaultFormat;

    public string SecondFormat { get; init; } = PeeringNames.DefaultFormat;
}
