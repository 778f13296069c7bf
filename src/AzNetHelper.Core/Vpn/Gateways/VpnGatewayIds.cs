using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>From the names that people type to the ids of what may not exist yet.</summary>
internal static class VpnGatewayIds
{
    /// <summary>The request by ids; null when a name cannot be part of one, which is told as a failure.</summary>
    public static VpnGatewayRequest? Of(ResourceId network, VpnGatewayNames names, StepWriter steps)
    {
        var group = names.ResourceGroup ?? network.ResourceGroup!;
        if (!ResourceId.IsSegment(names.Name) || !ResourceId.IsSegment(group))
        {
            return Refuse(ResourceId.IsSegment(names.Name) ? group : names.Name);
        }

        var gateway = ResourceId.ForResource(network.SubscriptionId, group, ResourceTypes.VirtualNetworkGateway, names.Name);
        var addresses = ImmutableArray.CreateBuilder<ResourceId>();
        foreach (var text in names.PublicAddresses)
        {
            if (Address(text, gateway) is not { } address)
            {
                return Refuse(text);
            }

            addresses.Add(address);
        }

        return new(network, gateway, names.Settings) { PublicAddresses = addresses.ToImmutable() };

        VpnGatewayRequest? Refuse(string text)
        {
            steps.Fail(new("InvalidResourceName", FailureKind.InvalidArgument,
                $"'{text}' is no name of a resource. Give a name, for a public address also group/name or an id.", text));
            return null;
        }
    }

    private static ResourceId? Address(string text, ResourceId gateway)
    {
        if (ResourceId.TryParse(text, out var id))
        {
            return id.IsType(ResourceTypes.PublicIPAddress) ? id : null;
        }

        return text.Split('/') switch
        {
            [var name] when ResourceId.IsSegment(name) => In(gateway.ResourceGroup!, name),
            [var group, var name] when ResourceId.IsSegment(group) && ResourceId.IsSegment(name) => In(group, name),
            _ => null,
        };

        ResourceId In(string group, string name) =>
            ResourceId.ForResource(gateway.SubscriptionId, group, ResourceTypes.PublicIPAddress, name);
    }
}
