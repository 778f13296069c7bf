using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reachability;

namespace AzNetHelper.PointToSite;

/// <summary>The profiles of one client, written to files. No key is in it: keys are in the files that it names.</summary>
public sealed record ExportedClientProfile
{
    /// <summary>Who connects.</summary>
    public required string Client { get; init; }

    /// <summary>Of its certificate; null for clients that sign in by Entra ID or RADIUS.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The gateway; null for a package from a file.</summary>
    public ResourceId? Gateway { get; init; }

    /// <summary>The name that the connection has on the device.</summary>
    public required string Connection { get; init; }

    /// <summary>The folder of this client.</summary>
    public required string Path { get; init; }

    /// <summary>The kinds of profile, each in a folder of its name.</summary>
    public ImmutableArray<string> Formats { get; init; } = [];

    /// <summary>Every file.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The files that hold a key or a password, and are their owner's alone.</summary>
    public ImmutableArray<string> KeyFiles { get; init; } = [];

    /// <summary>What is left to do on the device, with the format before it.</summary>
    public ImmutableArray<string> NextSteps { get; init; } = [];

    /// <summary>What the client reaches once it is connected, by routing; empty for a package from a file.</summary>
    public ImmutableArray<ClientReach> Reaches { get; init; } = [];

    /// <summary>The names of what it reaches.</summary>
    public ImmutableArray<string> Reachable => [.. Reaches.Where(r => r.Verdict == Verdict.Reachable).Select(r => r.Name)];

    /// <summary>What it does not reach, or not all of, and why.</summary>
    public ImmutableArray<string> NotReachable => [.. Reaches.Where(r => r.Verdict != Verdict.Reachable).Select(r => r.ToString())];

    /// <summary>What else to know.</summary>
    public ImmutableArray<string> Caveats { get; init; } = [];

    /// <summary>Until when the client's certificate and its root are valid; null without a certificate.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    public override string ToString() => Path;
}
