using System.Collections.Immutable;

namespace AzNetHelper.Devices.Templates;

/// <summary>What a family of templates speaks of: the configurations of VPN devices, or those of routers at a circuit.</summary>
public sealed record TemplateLanguage
{
    /// <summary>Every name outside of lists.</summary>
    public required ImmutableArray<Word> Words { get; init; }

    /// <summary>The words that <c>supports</c> takes, and what each says.</summary>
    public required ImmutableArray<(string Word, string Meaning)> Abilities { get; init; }

    /// <summary>The fields that <c>spell</c> takes; none where a device has nothing to spell.</summary>
    public ImmutableArray<string> SpelledFields { get; init; } = [];

    /// <summary>The settings that every template has.</summary>
    public ImmutableArray<string> RequiredSettings { get; init; } = [];

    /// <summary>VPN devices.</summary>
    public static TemplateLanguage Tunnels { get; } = new()
    {
        Words = Vocabulary.Root,
        Abilities = DeviceTemplate.Abilities,
        SpelledFields = ["IkeEncryption", "IkeIntegrity", "IkePrf", "DhGroup", "IpsecEncryption", "IpsecIntegrity"],
    };
}
