namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>What the checks look at: a circuit that is wanted, one that is to go, or a private peering that is wanted.</summary>
internal sealed record CircuitScene(CircuitLayout? Layout, CircuitRemoval? Removal = null, PrivatePeeringLayout? Peering = null);
