using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Devices;

/// <summary>A configuration that was written to files.</summary>
public sealed record ExportedConfiguration
{
    /// <summary>The file; the folder where there are several.</summary>
    public required string Path { get; init; }

    /// <summary>Every file that the configuration has, those that were there and were kept too.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The template's name, or the device of Azure's own script.</summary>
    public required string Device { get; init; }

    public required ResourceId Connection { get; init; }

    /// <summary>True when the shared key stands in one of the files.</summary>
    public bool HoldsKey { get; init; }

    /// <summary>The files that are their owner's alone: they hold the key, or wait for it.</summary>
    public ImmutableArray<string> KeyFiles { get; init; } = [];

    /// <summary>What is left to do, a sentence each.</summary>
    public ImmutableArray<string> NextSteps { get; init; } = [];

    public override string ToString() => Path;
}
