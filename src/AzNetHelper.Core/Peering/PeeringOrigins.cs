using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>The commands that plans of peerings come from; <see cref="PlanMaker"/> reads them.</summary>
internal static class PeeringOrigins
{
    public const string NewHubSpokePeering = "New-HubSpokePeering";
    public const string NewVNetPeering = "New-VNetPeering";
    public const string RemoveVNetPeering = "Remove-VNetPeering";
    public const string SyncVNetPeering = "Sync-VNetPeering";
    public const string SetVNetAddressSpace = "Set-VNetAddressSpace";
    public const string RemoveHubSpokePeering = "Remove-HubSpokePeering";
    public const string RepairVNetPeering = "Repair-VNetPeering";

    public static PlanOrigin Of(HubSpokeRequest request) => Make(NewHubSpokePeering,
        ("Hub", request.Hub.ToString()),
        ("Spoke", Ids(request.Spokes)),
        ("UseHubGateway", request.UseHubGateway),
        ("AllowForwardedTraffic", request.AllowForwardedTraffic),
        ("AllowForwardedTrafficToHub", request.AllowForwardedTrafficToHub),
        ("HubPeeringNameFormat", Unless(request.HubPeeringNameFormat, PeeringNames.DefaultFormat)),
        ("SpokePeeringNameFormat", Unless(request.SpokePeeringNameFormat, PeeringNames.DefaultFormat)));

    /// <summary>Null where the command cannot say what was asked for.</summary>
    public static PlanOrigin? Of(NewPeeringRequest request)
    {
        var (local, remote) = (request.LocalHalf, request.RemoteHalf);
        var borrows = local.UseRemoteGateways is true ? true : (bool?)null;
        return local.AllowVirtualNetworkAccess is not null || remote.AllowVirtualNetworkAccess is not null
            || local.Sync is not null || remote.Sync is not null || remote.UseRemoteGateways is not null
            || remote.AllowGatewayTransit != borrows
            ? null
            : Make(NewVNetPeering,
                ("VNet", request.Local.ToString()),
                ("RemoteVNet", request.Remote.ToString()),
                ("Name", local.Name),
                ("RemoteName", remote.Name),
                ("AllowForwardedTraffic", local.AllowForwardedTraffic),
                ("RemoteAllowForwardedTraffic", remote.AllowForwardedTraffic),
                ("AllowGatewayTransit", local.AllowGatewayTransit),
                ("UseRemoteGateways", local.UseRemoteGateways));
    }

    public static PlanOrigin OfRemoval(ResourceId local, ResourceId remote) =>
        Make(RemoveVNetPeering, ("VNet", local.ToString()), ("RemoteVNet", remote.ToString()));

    /// <summary>One for the VNets that are meant as a whole, and one for each VNet whose peerings are named.</summary>
    public static IEnumerable<PlanOrigin> Of(string command, PeeringSelection selection, params (string Name, JsonNode? Value)[] more)
    {
        if (!selection.Networks.IsEmpty)
        {
            yield return Make(command, [("VNet", Ids(selection.Networks)), .. more.Select(Copy)]);
        }

        foreach (var ends in selection.Named.Concat(selection.Found).Distinct().GroupBy(e => e.VNet))
        {
            yield return Make(command,
                [("VNet", Ids([ends.Key])), ("RemoteVNet", Ids([.. ends.Select(e => e.RemoteVNet)])), .. more.Select(Copy)]);
        }

        // A node has one place.
        static (string, JsonNode?) Copy((string Name, JsonNode? Value) parameter) => (parameter.Name, parameter.Value?.DeepClone());
    }

    public static IEnumerable<PlanOrigin> Of(RepairRequest request) => Of(RepairVNetPeering, request.Selection,
        ("EndGatewayUse", request.EndGatewayUse ? true : null), ("UseLentGateway", request.UseLentGateway ? true : null));

    public static PlanOrigin Of(AddressSpaceRequest request) => Make(SetVNetAddressSpace,
        ("VNet", request.Network.ToString()),
        ("Add", Prefixes(request.Add)),
        ("Remove", Prefixes(request.Remove)),
        ("Prefix", request.Prefix is { } whole ? Prefixes(whole) : null),
        ("AllowUnsynced", request.AllowUnsynced ? true : null));

    public static PlanOrigin Of(HubSpokeRemoval request) => Make(RemoveHubSpokePeering,
        ("Hub", request.Hub.ToString()), ("Spoke", Ids(request.Spokes)), ("AllowLoss", request.AllowLoss ? true : null));

    private static JsonArray? Prefixes(ImmutableArray<IPPrefix> prefixes) =>
        prefixes.IsEmpty ? null : new([.. prefixes.Select(p => (JsonNode)p.ToString())]);

    private static PlanOrigin Make(string command, params (string Name, JsonNode? Value)[] parameters) => new(command,
        JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    private static JsonArray Ids(ImmutableArray<ResourceId> ids) => new([.. ids.Select(id => (JsonNode)id.ToString())]);

    private static string? Unless(string format, string usual) => string.Equals(format, usual, StringComparison.Ordinal) ? null : format;
}
