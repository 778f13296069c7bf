namespace AzNetHelper.Placement.Checks;

/// <summary>To whom the subnet is delegated.</summary>
internal static class DelegationChecks
{
    public static IEnumerable<PlacementReason> Missing(PlacementScene scene) =>
        scene.Service.Delegation == DelegationRule.Required && scene.Subnet.Delegations.IsEmpty
            ? Helped(scene, scene.Occupancy.IsEmpty || !scene.Service.IsDedicated, $"--delegations {scene.Service.DelegatedTo[0]}",
                $"{scene.Name} is not delegated to {string.Join(" or ", scene.Service.DelegatedTo)}.")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Foreign(PlacementScene scene) =>
        scene.Subnet.Delegations.Where(d => !IsTo(scene.Service, d)).ToArray() is [_, ..] foreign
            ? Helped(scene, scene.Occupancy.IsEmpty, scene.Service.Delegation == DelegationRule.Required
                ? $"--delegations {scene.Service.DelegatedTo[0]}" : "--remove delegations",
                $"{scene.Name} is delegated to {Say.List(foreign)}, which keeps {scene.Service.Service} out.")
            : Say.Nothing;

    private static IEnumerable<PlacementReason> Helped(PlacementScene scene, bool canChange, string update, FormattableString message) =>
        canChange ? Say.That(message, scene.Update(update)) : Say.Elsewhere(scene, message);

    public static bool IsTo(ServiceRequirement service, string delegation) =>
        service.Delegation != DelegationRule.Forbidden && service.DelegatedTo.Contains(delegation, StringComparer.OrdinalIgnoreCase);
}
