using System.Collections.Immutable;

namespace AzNetHelper.Devices;

/// <summary>The configuration of a device, as text.</summary>
/// <param name="Device">The template's name.</param>
/// <param name="Files">Its files.</param>
/// <param name="NextSteps">What is left to do, a sentence each.</param>
public sealed record DeviceConfiguration(string Device, ImmutableArray<ConfigurationFile> Files, ImmutableArray<string> NextSteps);

/// <summary>A file of a configuration.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Text">Its text.</param>
/// <param name="HoldsKey">True when the shared key stands in it.</param>
/// <param name="IsOwnersOnly">True when it is its owner's alone: it holds the key, or waits for it.</param>
public sealed record ConfigurationFile(string Name, string Text, bool HoldsKey, bool IsOwnersOnly)
{
    /// <summary>Nothing of the text: it may hold the key.</summary>
    public override string ToString() => Name;
}

/// <summary>What a person says of a configuration beside the connection.</summary>
public sealed record ConfigurationOptions
{
    /// <summary>Values of settings, by name.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The shared key; null for a placeholder.</summary>
    public string? SharedKey { get; init; }
}
