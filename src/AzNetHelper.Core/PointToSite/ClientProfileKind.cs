using System.Collections.Immutable;
using AzNetHelper.PointToSite.Profiles;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>A kind of client that a profile can be written for.</summary>
public sealed record ClientProfileKind
{
    private readonly Func<ClientPackage, bool> _fits;
    private readonly Func<ClientProfileRequest, ProfileDraft> _write;

    internal ClientProfileKind(
        string name, string platform, string meaning, Func<ClientPackage, bool> fits, Func<ClientProfileRequest, ProfileDraft> write)
    {
        (Name, Platform, Meaning) = (name, platform, meaning);
        (_fits, _write) = (fits, write);
    }

    /// <summary>What it is called in commands and results.</summary>
    public string Name { get; }

    /// <summary>Where such clients run, for people.</summary>
    public string Platform { get; }

    /// <summary>What a profile of it is, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>True where the package holds what such a client needs.</summary>
    public bool IsIn(ClientPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return _fits(package);
    }

    /// <summary>Writes a profile: its files, what to do with them on the device, or why there is none.</summary>
    public (ImmutableArray<ProfileFile> Files, ImmutableArray<string> Steps, Failure? Failure) Write(ClientProfileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var draft = _fits(request.Package) ? _write(request) : ProfileDraft.Not(new("ProfileNotInPackage", FailureKind.InvalidOperation,
            $"The gateway's package has nothing for {Name} ({Platform}). {Offered(request.Package)}", request.Name));
        return (draft.Files, draft.Steps, draft.Failure);
    }

    public bool Equals(ClientProfileKind? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public override string ToString() => Name;

    private static string Offered(ClientPackage package) => ClientProfiles.For(package) is { IsEmpty: false } kinds
        ? $"It has {string.Join(", ", kinds)}; for another one, change the gateway's protocols with Set-P2SConfiguration."
        : "It has nothing for any client: set the gateway's protocols with Set-P2SConfiguration.";
}
