using AzNetHelper.Arm;
using AzNetHelper.Peering.Checks;

namespace AzNetHelper.Audit.Rules;

/// <summary>Classic VNets, which Azure has retired.</summary>
internal static class ClassicRules
{
    public const string ClassicVNet = NetworkChecks.ClassicType;

    public static IEnumerable<Found> Classic(AuditScene scene)
    {
        foreach (var half in scene.Topology.VirtualNetworks.SelectMany(n => n.Peerings).Where(h => h.RemoteVNet.IsType(ClassicVNet)))
        {
            yield return new(half.Id, $"'{half.Name}' in {half.LocalVNet.Name} points at {half.RemoteVNet.Name}, a classic virtual network.",
                Remedy.Cli($"network vnet peering delete --ids '{half.Id}'"), half.LocalVNet, half.RemoteVNet);
        }

        foreach (var document in scene.Topology.Documents.Where(d => d.Id.IsType(ClassicVNet)))
        {
            yield return new(document.Id, $"{document.Id.Name} is a classic virtual network.",
                Remedy.Advice("Move what is left in it to a virtual network of Azure Resource Manager, and delete it."), document.Id);
        }
    }
}
