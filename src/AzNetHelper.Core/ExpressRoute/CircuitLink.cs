namespace AzNetHelper.ExpressRoute;

/// <summary>A link of a circuit: each of the two ends at an edge router of Microsoft's of its own.</summary>
public enum CircuitLink
{
    /// <summary>To the first of Microsoft's two edge routers.</summary>
    Primary,

    /// <summary>To the second one.</summary>
    Secondary,
}
