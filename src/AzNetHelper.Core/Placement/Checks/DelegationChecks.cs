namespace AzNetHelper.Placement.Checks;

/// <summary>To whom the subnet is delegated.</summary>
internal static class DelegationChecks
{
    public static IEnumerable<PlacementReason> Missing(PlacementScene scene) =>
        scene.Service.Delegation == DelegationRule.Required && scene.Subnet.Delegations.IsEmpty
            ? Say.That($"{scene.Name} is not delegated to {string.Join(" or ", scene.Service.DelegatedTo)}.",
                scene.Occupancy.IsEmpty || !scene.Service.IsDedicated ? scene.Update($"--delegations {scene.Service.DelegatedTo[0]}") : scene.NewSubnet)
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Foreign(PlacementScene scene) =>
        scene.Subnet.Delegations.Where(d => !IsTo(scene.Service, d)).ToArray() is [_, ..] foreign
            ? Say.That($"{scene.Name} is delegated to {Say.List(foreign)}, which keeps {scene.Service.Service} out.",
                scene.Occupancy.IsEmpty ? scene.Update(scene.Service.Delegation == DelegationRule.Required
                    ? $"--delegations {scene.Service.DelegatedTo[0]}" : "--remove delegations") : scene.NewSubnet)
            : Say.Nothing;

    public static bool IsTo(ServiceRequirement service, string delegation) =>
        service.Delegation != DelegationRule.Forbidden && service.DelegatedTo.Contains(delegation, StringComparer.OrdinalIgnoreCase);
}
