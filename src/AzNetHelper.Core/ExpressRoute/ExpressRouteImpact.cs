using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>What one kind of write does to people.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {what} stands for what is written.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record ExpressRouteImpact(string Id, string Write, Impact Kind, string Says, string Source)
{
    internal ImpactStatement Of(string what = "") => new(Kind, Says.Replace("{what}", what, StringComparison.Ordinal));
}
