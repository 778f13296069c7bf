using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// One rule that plans of Virtual Network Manager are held against beside those of peerings (<see cref="PeeringCheck"/>); docs/network-manager.md
/// shows the table.
/// </summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record ManagerCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    private const string Configurations = "virtual-network-manager concept-connectivity-configuration";
    private const string Limitations = "virtual-network-manager concept-limitations";
    private const string Scope = "virtual-network-manager concept-network-manager-scope";

    internal Func<ManagedLayout, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<ManagerCheck> All { get; } =
    [
        new("NetworkManagerAccess", CheckOutcome.Refuses, "Is Connectivity among what the manager may manage?", Scope) { Find = ManagerRules.Access },
        new("OutsideManagerScope", CheckOutcome.TellsOrRefuses,
            "Do the hub and every spoke lie in the manager's scope? Told where the scope has management groups, whose subscriptions are not read.",
            $"{Scope}; faq") { Find = ManagerRules.InScope },
        new("InvalidResourceName", CheckOutcome.Refuses, "Are the names of group and configuration legal ones?", "Microsoft.Network schema") { Find = ManagerRules.Names },
        new("NetworkGroupUnfit", CheckOutcome.Refuses, "Does the group hold VNets, and are they put in by hand?",
            "virtual-network-manager concept-network-groups") { Find = ManagerRules.GroupFits },
        new("ConfigurationUnfit", CheckOutcome.Refuses, "Is a configuration that is there a hub and spoke with this hub alone?", Configurations) { Find = ManagerRules.ConfigurationFits },
        new("ConfigurationDeletesPeerings", CheckOutcome.Refuses, "Does a configuration that is there leave existing peerings alone?", Configurations)
            { Find = ManagerRules.LeavesPeerings },
        new("ManagedTwice", CheckOutcome.Refuses, "Is no spoke peered with the hub by another configuration?", Configurations) { Find = ManagerRules.Once },
        new("ManagedSpokeLimit", CheckOutcome.Refuses, "Does the hub stay within 1,000 peerings?", Limitations) { Find = ManagerRules.SpokeLimit },
        new("ConnectedGroupLimit", CheckOutcome.Refuses, "With direct connectivity: at most 250 VNets in a connected group, and a VNet in at most two?", Limitations)
            { Find = ManagerRules.GroupLimit },
        new("ConnectedGroupOverlap", CheckOutcome.Tells, "With direct connectivity: do the spokes' address spaces not overlap? What overlaps is dropped.", Limitations)
            { Find = ManagerRules.GroupOverlap },
        new("PeeringKept", CheckOutcome.Tells, "Is there no peering by hand? One that is there stays, with its flags.", "virtual-network-manager faq") { Find = ManagerRules.Kept },
        new("OtherMembers", CheckOutcome.Tells, "Does what is committed of the configuration concern nobody else?", Configurations) { Find = ManagerRules.Others },
        new("NetworkGroupShared", CheckOutcome.Tells, "Is no other connectivity configuration for the group that the spokes join?", Configurations) { Find = ManagerRules.Shared },
        new("OtherConfigurationChanged", CheckOutcome.Tells,
            "Is every configuration of the region still as it was committed? A commit deploys it as it is now.", "virtual-network-manager concept-deployments")
            { Find = ManagerRules.Recommitted },
        new("DirectWaysRegional", CheckOutcome.Tells, "With direct connectivity: are the spokes in one region, or is it global? Without: is it not said to be global?", Configurations) { Find = ManagerRules.Regional },
    ];

    internal static CheckList<ManagedLayout> OfNew => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
