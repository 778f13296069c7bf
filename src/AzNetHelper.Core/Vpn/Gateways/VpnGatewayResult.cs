using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What became of a VPN gateway that was wanted, as read back at the end.</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="VNetId">The VNet that it sits in.</param>
public sealed record VpnGatewayResult(ResourceId GatewayId, ResourceId VNetId)
{
    public string Gateway => GatewayId.Name;

    public string VNet => VNetId.Name;

    /// <summary>The SKU; null while there is no gateway.</summary>
    public string? Sku { get; init; }

    /// <summary>1 or 2; null where it is not told.</summary>
    public int? Generation { get; init; }

    /// <summary>How its last write went; null while there is no gateway.</summary>
    public ProvisioningState? State { get; init; }

    /// <summary>The public addresses, one an instance, where they are known.</summary>
    public ImmutableArray<IPAddress> PublicIpAddress { get; init; } = [];

    /// <summary>The ids of the public addresses.</summary>
    public ImmutableArray<ResourceId> PublicIpAddressId { get; init; } = [];

    /// <summary>The zones of its addresses; empty for a regional gateway.</summary>
    public ImmutableArray<string> Zones { get; init; } = [];

    public bool ActiveActive { get; init; }

    public bool EnableBgp { get; init; }

    /// <summary>The ASN; null while there is no gateway.</summary>
    public long? Asn { get; init; }

    /// <summary>Where it speaks BGP: its addresses in GatewaySubnet, then the link-local ones that it was given.</summary>
    public ImmutableArray<IPAddress> BgpAddress { get; init; } = [];

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a gateway is asked for.</summary>
    public ResourceId Id => GatewayId;

    /// <summary>The result of a whole run of a plan of <see cref="VpnGatewayPlanner"/>.</summary>
    public static VpnGatewayResult From(VpnGatewayGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var after = AfterRun.Of(ground.Topology, results);
        var gateway = after.Gateways.FirstOrDefault(g => g.Id == ground.Request.Gateway);
        var addresses = (gateway?.Addresses ?? []).Select(a => a.PublicAddress).OfType<ResourceId>().ToImmutableArray();
        var known = addresses.Select(id => after.PublicIPAddresses.FirstOrDefault(a => a.Id == id)).OfType<PublicIPAddress>().ToArray();
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(ground.Request.Gateway, ground.Request.Network)
        {
            Sku = gateway?.Sku,
            Generation = gateway?.Generation,
            State = gateway?.ProvisioningState,

            // Of an address that may not be read the gateway tells the number.
            PublicIpAddress = [.. (gateway?.Addresses ?? []).SelectMany(a => known.FirstOrDefault(k => k.Id == a.PublicAddress)?.Address is { } number
                ? [number] : a.TunnelAddresses)],
            PublicIpAddressId = addresses,
            Zones = [.. known.SelectMany(a => a.Zones).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            ActiveActive = gateway?.ActiveActive ?? false,
            EnableBgp = gateway?.EnableBgp ?? false,
            Asn = gateway?.Asn,
            BgpAddress = [.. (gateway?.Addresses ?? []).SelectMany(a => a.BgpAddresses), .. (gateway?.Addresses ?? []).SelectMany(a => a.CustomBgpAddresses)],
            Changed = results.Any(Wrote),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),

            // What is skipped tells less than why.
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Gateway} in {VNet}: {Sku} {State}" : $"{Gateway}: {Error.Message}";

    internal static bool Wrote(ChangeResult result) => result.Change.Writes
        && (result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown or ChangeOutcome.UnderWay);
}
