using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// A resource that a plan does not write and yet rests on: the address spaces of the VNets that it peers, the gateway that
/// it borrows. Where it is not like that any more, what was checked when the plan was made may not hold any more.
/// </summary>
/// <param name="Resource">The resource; it must exist.</param>
/// <param name="Content">The members that must hold (a partial JSON document).</param>
public sealed record PlanGround(ResourceId Resource, string Content)
{
    public override string ToString() => Resource.ToString();
}
