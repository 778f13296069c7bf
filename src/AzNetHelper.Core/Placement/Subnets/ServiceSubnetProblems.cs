using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Placement;

/// <summary>
/// Why a subnet cannot be made for a service, or one that is there will not do. Whether the service fits is asked of the subnet
/// as it would be, by the same checks that Test-VNetServicePlacement runs.
/// </summary>
internal sealed class ServiceSubnetProblems
{
    private readonly Topology _topology;
    private readonly ServiceSubnetRequest _request;
    private readonly ServiceSubnetLayout _layout;
    private readonly ImmutableArray<PlacementReason> _reasons;

    public ServiceSubnetProblems(Topology topology, ServiceSubnetRequest request, ServiceSubnetLayout layout, PlacementRequest placement)
    {
        (_topology, _request, _layout) = (topology, request, layout);
        var subnet = layout.There ?? (layout.Made is { } made ? Planned(made) : null);
        _reasons = subnet is null ? []
            : PlacementCatalogue.Run(new(topology, layout.Network, subnet, placement with { IsKept = layout.There is not null }));
        All =
        [
            .. Names(), .. Delegation(), .. Room(), .. Attachments(), .. Differences(),
            .. _reasons.Where(r => r.Blocks).Select(Refusal),
        ];
        Notices = [.. _reasons.Where(r => !r.Blocks).Select(Told), .. Outbound()];
    }

    public ImmutableArray<PlanProblem> All { get; }

    public ImmutableArray<PlanNotice> Notices { get; }

    public static PlanProblem NoNetwork(Topology topology, ResourceId network) => topology.GapOf(network) is { } gap
        ? new("VNetNotRead", $"{network.Name} could not be read ({gap.Code}): {gap.Message}", network) { Kind = FailureKind.PermissionDenied }
        : new("VNetNotFound", $"There is no virtual network {network}.", network) { Kind = FailureKind.ObjectNotFound };

    private Subnet Planned(IPPrefix prefix) => new(_request.Subnet)
    {
        Prefixes = [prefix],
        Delegations = _request.DelegatedTo is { } to ? [to] : [],
        NetworkSecurityGroup = _request.NetworkSecurityGroup,
        RouteTable = _request.RouteTable,
        NatGateway = _request.NatGateway,
        DefaultOutboundAccess = _request.DefaultOutboundAccess ?? false,
    };

    private PlanProblem Refusal(PlacementReason reason)
    {
        var help = _layout.There is null
            ? reason.Parameter is { } parameter ? $" Give another -{parameter}, or leave it out." : string.Empty
            : reason.Fix is { } fix ? $" {fix}" : string.Empty;
        help = reason.Id is "SecurityGroupMissing" or "RouteTableMissing" && _layout.There is null ? $" Give one with -{reason.Parameter}." : help;
        return new(reason.Id, reason.Message + help, _request.Subnet) { Kind = FailureKind.InvalidArgument };
    }

    private PlanNotice Told(PlacementReason reason) => new(reason.Id,
        reason.Id is "LowConfidence" or "NoOutbound" or "SmallerThanAdvised" or "SubnetInUse" or "ServiceRetires" or "RouteTableUnread"
            ? NoticeSeverity.Warning : NoticeSeverity.Information,
        reason.Message, _request.Subnet);

    private IEnumerable<PlanProblem> Names()
    {
        if (!NetworkName.IsValid(_request.Name!))
        {
            yield return new("InvalidResourceName", $"'{_request.Name}' is no name that Azure takes: up to {NetworkName.MaxLength} letters, digits, "
                + "'_', '.' and '-', a letter or digit first, a letter, digit or '_' last.", _request.Network) { Kind = FailureKind.InvalidArgument };
        }
    }

    private IEnumerable<PlanProblem> Delegation()
    {
        if (_request is { Delegation: { } given, DelegatedTo: null, Service: var service })
        {
            yield return Problem("DelegationInvalid", service.DelegatedTo.IsEmpty
                ? $"The subnet of {service.Service} is delegated to nobody: leave -Delegation out."
                : $"The subnet of {service.Service} is delegated to {string.Join(" or ", service.DelegatedTo)}, not to {given}. Give that, or leave -Delegation out.",
                FailureKind.InvalidArgument);
        }
    }

    private IEnumerable<PlanProblem> Room()
    {
        var (network, space) = (_layout.Network, string.Join(", ", _layout.Network.AddressSpace));
        if (_layout is { There: null, NoRoom: { } why })
        {
            yield return Problem("NoFreeAddressSpace", $"{network.Name} ({space}) has no room for {_request.Service.Service}, and no range is free "
                + $"that its address space could be extended by. {why}", FailureKind.ResourceUnavailable);
        }
        else if (_layout is { There: null, Lacking: { } lacking } && !_request.ExtendAddressSpace)
        {
            yield return Problem(_request.Prefix is null ? "NoFreeAddressSpace" : "PrefixOutside", _request.Prefix is null
                ? $"{network.Name} ({space}) has no room for a /{lacking.Length}. With -ExtendAddressSpace {lacking} is added to its address space."
                : $"{lacking} is not in the address space of {network.Name} ({space}). With -ExtendAddressSpace it is added.", FailureKind.ResourceUnavailable);
        }

        if (_layout.There is null && _request.Prefix is { } given)
        {
            if (network.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Overlaps(given))) is { } taken)
            {
                yield return Problem("PrefixTaken", $"{given} overlaps with the subnet {taken.Name} ({string.Join(", ", taken.Prefixes)}).",
                    FailureKind.ResourceExists);
            }

            if (!given.IsIPv6 && given.Length is < AddressRules.WidestSubnet or > AddressRules.NarrowestSubnet)
            {
                yield return Problem("PrefixLengthInvalid",
                    $"A subnet is a /{AddressRules.WidestSubnet} to a /{AddressRules.NarrowestSubnet}, not {given}.", FailureKind.InvalidArgument);
            }
        }
    }

    // Security groups, tables and NAT gateways are attached to subnets of their own region and subscription (virtual-networks-faq).
    private IEnumerable<PlanProblem> Attachments()
    {
        foreach (var id in _layout.There is null ? _request.Attachments : [])
        {
            if (_topology.Document(id) is not { } document)
            {
                // What may not be read, Azure decides on.
                if (_topology.GapOf(id) is null)
                {
                    yield return Problem("AttachmentNotFound", $"There is no {id.Type} {id.ResourceGroup}/{id.Name} in {id.SubscriptionId}.",
                        FailureKind.ObjectNotFound);
                }

                continue;
            }

            using var json = JsonDocument.Parse(document.Json);
            var region = json.RootElement.Text("location") ?? string.Empty;
            if (!RegionZones.IsRegion(region, _layout.Network.Location) || !id.SubscriptionId.Equals(_request.Network.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            {
                yield return Problem("AttachmentElsewhere", $"{id.Name} is in {region}, subscription {id.SubscriptionId}; a subnet of {_layout.Network.Name} "
                    + $"takes what is in {_layout.Network.Location}, subscription {_request.Network.SubscriptionId}.", FailureKind.InvalidArgument);
            }
        }
    }

    private IEnumerable<PlanProblem> Differences()
    {
        if (_layout.There is not { } there)
        {
            yield break;
        }

        string[] differences =
        [
            .. _request.Prefix is { } prefix && !there.Prefixes.Contains(prefix) ? [$"its prefix is {string.Join(", ", there.Prefixes)}, not {prefix}"] : Array.Empty<string>(),
            .. _request is { Delegation: not null, DelegatedTo: { } to } && !there.Delegations.Contains(to, StringComparer.OrdinalIgnoreCase)
                ? [$"it is delegated to {(there.Delegations is [var other, ..] ? other : "nobody")}, not {to}"] : Array.Empty<string>(),
            .. Differs("security group", there.NetworkSecurityGroup, _request.NetworkSecurityGroup),
            .. Differs("route table", there.RouteTable, _request.RouteTable),
            .. Differs("NAT gateway", there.NatGateway, _request.NatGateway),
            .. _request.DefaultOutboundAccess is { } access && access != (there.DefaultOutboundAccess ?? true)
                ? [$"default outbound access is {(access ? "off" : "on")}"] : Array.Empty<string>(),
        ];
        if (differences.Length > 0)
        {
            yield return Problem("SubnetDiffers", $"{_layout.Network.Name} has a subnet {there.Name} already, and {string.Join("; ", differences)}. "
                + "This command changes no subnet that is there: leave these parameters out to keep it, or give another -Name.", FailureKind.ResourceExists);
        }
    }

    private static string[] Differs(string what, ResourceId? there, ResourceId? wanted) =>
        wanted is null || wanted == there ? [] : [$"its {what} is {there?.Name ?? "none"}, not {wanted.Name}"];

    private IEnumerable<PlanNotice> Outbound() => _layout is { There: null } && _request.DefaultOutboundAccess is null && _request.NatGateway is null
        ? [new("DefaultOutboundOff", NoticeSeverity.Information, $"Default outbound access of {_request.Name} is off: what is in it gets to the internet "
            + "by a NAT gateway, a route or an address of its own only. -DefaultOutboundAccess $true leaves it on.", _request.Subnet)]
        : [];

    private PlanProblem Problem(string id, string message, FailureKind kind) => new(id, message, _request.Subnet) { Kind = kind };
}
