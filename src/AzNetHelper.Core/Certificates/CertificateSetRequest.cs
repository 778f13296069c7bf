using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>A set that is to be made, or clients that are to be added to one.</summary>
public sealed record CertificateSetRequest
{
    /// <summary>The common name of the root, and what its files are called by.</summary>
    public required string RootName { get; init; }

    public required ImmutableArray<string> ClientNames { get; init; }

    /// <summary>The full path of the folder for the files.</summary>
    public required string Folder { get; init; }

    public CertificateTerms Terms { get; init; } = new();

    /// <summary>A root that is there, which stays the caller's; null to make one.</summary>
    public KeyedCertificate? Root { get; init; }

    /// <summary>The file with the key of <see cref="Root"/>, which the set will name.</summary>
    public string? RootFile { get; init; }

    /// <summary>The set that gets the clients; null for a new one.</summary>
    public P2SCertificateSet? Set { get; init; }

    /// <summary>For every key; a PFX has to have one.</summary>
    public SecureString? Password { get; init; }

    /// <summary>For the key of a root that is made, where it is another one than <see cref="Password"/>.</summary>
    public SecureString? RootPassword { get; init; }

    /// <summary>True to replace files, and clients of the set, that are there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True where there is no PFX without a password, and none was given.</summary>
    public bool LacksPassword => Terms.Formats.Contains(CertificateFormat.Pfx)
        && ((!ClientNames.IsEmpty && IsNone(Password)) || (Root is null && IsNone(PasswordOfRoot)));

    /// <summary>The list of the set.</summary>
    public string SetFile => Set?.SetFile ?? Layout.SetFile(RootName);

    internal SecureString? PasswordOfRoot => RootPassword ?? Password;

    internal static bool IsNone(SecureString? password) => password is null || password.Length == 0;

    internal CertificateLayout Layout => new(Folder, Terms.Formats);

    /// <summary>The same; where the folder has a list of the root that is there, to add the clients to that.</summary>
    public CertificateSetRequest Continued() =>
        Set is null && Root is not null && File.Exists(SetFile) && CertificateSetFile.Read(SetFile).Set is { } set && set.Root.Certificate.Equals(Root.Facts)
            ? this with { Set = set } : this;

    /// <summary>Everything that is in the way, told before a key is made; nothing where it can begin.</summary>
    /// <param name="now">The time.</param>
    public ImmutableArray<Failure> Problems(DateTimeOffset now)
    {
        ImmutableArray<Failure> wrong = [.. Terms.Problems(), .. NameProblems(), .. RootProblems(now)];
        return wrong.IsEmpty ? InTheWay() : wrong;
    }

    // Hundreds of clients would be hundreds of files that are there already.
    private ImmutableArray<Failure> InTheWay()
    {
        NewFile[] planned = [.. PlannedFiles()];
        ImmutableArray<Failure> losses = [.. SetLosses.Of(this, planned)];
        if (!losses.IsEmpty)
        {
            return losses;
        }

        var obstacles = FileSet.Obstacles(planned, Overwrite);
        return [.. obstacles.GroupBy(o => o.Id, StringComparer.Ordinal).Select(g => g.Count() == 1 ? g.First() : g.First() with
        {
            Message = $"{g.First().Message} The same is true of {g.Count() - 1} other files.",
        })];
    }

    private IEnumerable<Failure> NameProblems()
    {
        var rootKey = CommonName.Problem(RootName) is null ? CommonName.Key(RootName) : null;
        if (Set is null && CommonName.Problem(RootName) is { } problem)
        {
            yield return Invalid("RootNameInvalid", $"'{RootName}' cannot be the name of a root: {problem}.", RootName);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var there = Set?.Clients.Select(c => CommonName.Key(c.Name)).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var name in ClientNames)
        {
            if (CommonName.Problem(name) is { } wrong)
            {
                yield return Invalid("ClientNameInvalid", $"'{name}' cannot be the name of a client: {wrong}.", name);
                continue;
            }

            var key = CommonName.Key(name);
            if (!seen.Add(key))
            {
                yield return Invalid("ClientNameTwice", $"The client {name} was given twice. Names differ by more than their case.", name);
            }
            else if (string.Equals(key, rootKey, StringComparison.Ordinal))
            {
                yield return Invalid("ClientNameIsRoot", $"The client {name} has the name of its root. Use another one.", name);
            }
            else if (there.Contains(key) && !Overwrite)
            {
                yield return new("ClientExists", FailureKind.ResourceExists, $"The set of {RootName} has a client {name} already. Nothing was written. "
                    + "Use another name, or -Force to give it a new certificate.", name);
            }
        }
    }

    private IEnumerable<Failure> RootProblems(DateTimeOffset now)
    {
        if (Root is null)
        {
            yield break;
        }

        if (RootAuthority.Problem(Root, RootFile ?? RootName, now) is { } problem)
        {
            yield return problem;
        }

        if (Set is not null && !Set.Root.Certificate.Equals(Root.Facts))
        {
            yield return new("RootIsOther", FailureKind.InvalidData, $"The root {Root} is not that of the set {Set.SetFile ?? Set.ToString()}: "
                + $"{Set.Root}. Nothing was written.", Root.ToString());
        }
    }

    // Their names are enough to see what is in the way.
    private IEnumerable<NewFile> PlannedFiles()
    {
        foreach (var file in ClientNames.SelectMany(n => Layout.Files(n, contents: null, isRoot: false)))
        {
            yield return file;
        }

        if (Set is not null)
        {
            yield break;
        }

        foreach (var file in Layout.PublicFiles(RootName, certificate: null).Concat(Root is null ? Layout.Files(RootName, contents: null, isRoot: true) : []))
        {
            yield return file;
        }

        yield return new(SetFile, default, IsOwnersOnly: false);
    }

    private static Failure Invalid(string id, string message, string name) =>
        new(id, FailureKind.InvalidArgument, message + " Nothing was written.", name ?? string.Empty);
}
