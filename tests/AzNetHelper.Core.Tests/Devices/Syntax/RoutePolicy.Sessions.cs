using System.Globalization;
using AzNetHelper.Addressing;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>What a device does at each of its sessions.</summary>
internal sealed partial class RoutePolicy
{
    private readonly Dictionary<(string Neighbor, bool IsInwards), string> _uses = [];

    // What is said once and holds for the entries that follow.
    private int? _preference;
    private string _prepended = string.Empty;

    /// <summary>How many prefixes a session takes, by its neighbour, and whether more of them end it.</summary>
    public Dictionary<string, (int Prefixes, bool Ends)> Most { get; } = new(StringComparer.Ordinal);

    /// <summary>What a session makes of a prefix; null where it does not pass.</summary>
    public Choice? At(string neighbor, bool inwards, IPPrefix prefix) =>
        _uses.TryGetValue((neighbor, inwards), out var map) && Decisive(map, prefix) is { Permits: true } choice ? choice : null;

    private void Use(string neighbor, string map, bool inwards)
    {
        _uses[(neighbor, inwards)] = map;
        (inwards ? Inwards : Outwards).Add(map);
    }

    private void Starts(int? preference, string prepended) => (_preference, _prepended) = (preference, prepended);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
