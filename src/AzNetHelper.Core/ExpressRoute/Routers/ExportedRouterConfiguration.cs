using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Devices;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>The configuration of a router at a circuit, written to files.</summary>
public sealed record ExportedRouterConfiguration
{
    /// <summary>The file; the folder where there are several.</summary>
    public required string Path { get; init; }

    /// <summary>Every file that the configuration has.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The template's name.</summary>
    public required string Device { get; init; }

    public required ResourceId Circuit { get; init; }

    /// <summary>The links that end at the router.</summary>
    public ImmutableArray<CircuitLink> Links { get; init; } = [];

    /// <summary>True when the key of the peering stands in one of the files.</summary>
    public bool HoldsKey { get; init; }

    /// <summary>The files that are their owner's alone.</summary>
    public ImmutableArray<string> KeyFiles { get; init; } = [];

    /// <summary>What is left to do, a sentence each.</summary>
    public ImmutableArray<string> NextSteps { get; init; } = [];

    /// <summary>What was written, for the person.</summary>
    public static ExportedRouterConfiguration Of(PreparedRouter prepared, string path, ImmutableArray<string> files)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var configuration = prepared.Configuration;
        return new()
        {
            Path = path,
            Files = files,
            Device = configuration.Device,
            Circuit = prepared.Design.Circuit,
            Links = [.. prepared.Design.Links.Select(l => l.Link)],
            HoldsKey = configuration.Files.Any(f => f.HoldsKey),
            KeyFiles = [.. configuration.Files.Zip(files).Where(f => f.First.IsOwnersOnly).Select(f => f.Second)],
            NextSteps = configuration.NextSteps,
        };
    }

    public override string ToString() => Path;
}
