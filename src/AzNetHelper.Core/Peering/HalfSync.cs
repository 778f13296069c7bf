using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>
/// The change that brings one half up to date with the prefixes of its remote VNet, for halves that are synced by themselves:
/// PUT with syncRemoteAddressSpace on the half that is stale (recorded; on the other one the call succeeds and changes
/// nothing, azure-powershell issue 24168).
/// </summary>
internal static class HalfSync
{
    public const string Query = "syncRemoteAddressSpace=true";

    /// <summary>The other half stays behind: nobody can write it from here.</summary>
    public const string OtherStaysStale = """{"properties":{"peeringState":"Connected","peeringSyncLevel":"RemoteNotInSync"}}""";

    public static Change Of(PeeringHalf half, string group, string expect) => Keep(half, group, expect) with
    {
        Kind = ChangeKind.Update,
        Key = $"{ChangeKind.Update}:{half.Id}".ToLowerInvariant(),
        Summary = $"Sync '{half.Name}' in {half.LocalVNet.Name} with the address space of {half.RemoteVNet.Name}",
        Query = Query,

        // A half that does not tell what it holds is written in any case.
        NeededWhile = half.RemoteAddressSpace is null ? "{}" : PairChanges.StaleSpace(half),
        Lanes = [half.LocalVNet, half.RemoteVNet],
    };

    /// <summary>The half as it is, to be read back at the end.</summary>
    public static Change Keep(PeeringHalf half, string group, string expect)
    {
        var flags = JsonBody.Write(HalfFlags.Of(half).ToBody(half.RemoteVNet));
        return new(half.Id, ChangeKind.NoChange, $"Keep peering '{half.Name}' in {half.LocalVNet.Name}")
        {
            Group = group, Before = flags, After = flags, Expect = expect,
        };
    }
}
