using System.Collections.Immutable;
using AzNetHelper.Devices.Templates;

namespace AzNetHelper.Devices;

/// <summary>How the configuration of one kind of device is written: a data file, read and checked.</summary>
public sealed record DeviceTemplate
{
    /// <summary>The name that -Device takes, for example <c>CiscoIosXe</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The file that it was read from.</summary>
    public required string File { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Title { get; init; } = string.Empty;

    public string Vendor { get; init; } = string.Empty;

    /// <summary>How its text was checked, in words.</summary>
    public string Checked { get; init; } = string.Empty;

    /// <summary>What it can express; see <see cref="Abilities"/>.</summary>
    public ImmutableHashSet<string> Supports { get; init; } = [];

    /// <summary>What the person may adapt.</summary>
    public ImmutableArray<TemplateSetting> Settings { get; init; } = [];

    /// <summary>How the device spells Azure's values, by the field of the policy.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> Spellings { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>The most characters of <c>{{name}}</c>; devices cut or refuse longer ones.</summary>
    public int NameLimit { get; init; } = 64;

    /// <summary>The most characters of an interface's name; 0 where the device sets no limit.</summary>
    public int InterfaceLimit { get; init; }

    /// <summary>Characters that the device does not take in a key.</summary>
    public string RefusedInKeys { get; init; } = string.Empty;

    internal ImmutableDictionary<char, string> Escapes { get; init; } = ImmutableDictionary<char, string>.Empty;

    internal ImmutableArray<TemplateFile> Files { get; init; } = [];

    internal ImmutableArray<TemplateNode> Steps { get; init; } = [];

    /// <summary>The words that <c>supports</c> of a VPN device takes, and what each says.</summary>
    public static ImmutableArray<(string Word, string Meaning)> Abilities { get; } =
    [
        ("route-based", "tunnels from any to any, with routes into them"),
        ("policy-based", "tunnels for pairs of traffic selectors"),
        ("ikev1", "IKEv1"), ("ikev2", "IKEv2"), ("bgp", "routes by BGP"),
        ("no-key", "the configuration has no shared key in it"),
    ];

    /// <summary>How the device spells a value; null where it cannot.</summary>
    public string? Spell(string field, string value) =>
        Spellings.TryGetValue(field, out var table) && table.TryGetValue(value, out var spelt) ? spelt : null;

    public override string ToString() => Name;
}

/// <summary>Something about a device that Azure does not know, for example the name of an interface.</summary>
/// <param name="Name">As -Setting names it.</param>
/// <param name="Default">What is written when nothing is given.</param>
/// <param name="Meaning">What it is.</param>
public sealed record TemplateSetting(string Name, string Default, string Meaning);

/// <summary>A file of a configuration.</summary>
/// <param name="Name">Its name, with tags.</param>
/// <param name="Condition">The name that must hold for the file to be written; null for always.</param>
/// <param name="IsForKey">True for a file that is there for the key's sake, and is its owner's alone.</param>
/// <param name="HasKey">True when the key stands in it.</param>
/// <param name="Body">Its text.</param>
internal sealed record TemplateFile(
    ImmutableArray<TemplateNode> Name, string? Condition, bool IsForKey, bool HasKey, ImmutableArray<TemplateNode> Body);
