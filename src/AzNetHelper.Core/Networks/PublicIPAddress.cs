using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A public IP address.</summary>
public sealed record PublicIPAddress(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public IPAddress? Address { get; init; }

    /// <summary><c>Basic</c>, <c>Standard</c> or <c>StandardV2</c>.</summary>
    public string? Sku { get; init; }

    public ImmutableArray<string> Zones { get; init; } = [];

    public override string ToString() => Id.ToString();
}
