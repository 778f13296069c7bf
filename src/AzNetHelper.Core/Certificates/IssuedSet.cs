using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>A certificate that was made, and its files, which are wiped out when they are written.</summary>
internal sealed record IssuedCertificate(string Name, CertificateFacts Facts, ImmutableArray<NewFile> Files) : IDisposable
{
    /// <summary>True where it ends with its issuer, and not when it was asked to.</summary>
    public bool IsCut { get; init; }

    public ImmutableArray<string> Paths => [.. Files.Select(f => f.Path)];

    public void Dispose()
    {
        foreach (var file in Files.Where(f => f.IsOwnersOnly))
        {
            if (MemoryMarshal.TryGetArray(file.Content, out var bytes))
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
    }

    public override string ToString() => Name;
}

/// <summary>The root that signs: one that was made, or one that is there and stays its owner's.</summary>
internal sealed record IssuedRoot(X509Certificate2 Certificate, RSA Key, IssuedCertificate Issued) : IDisposable
{
    public bool IsGiven { get; init; }

    public void Dispose()
    {
        Issued.Dispose();
        if (!IsGiven)
        {
            Key.Dispose();
            Certificate.Dispose();
        }
    }

    public override string ToString() => Issued.Name;
}

/// <summary>What was made for a request, on its way to the disk.</summary>
internal sealed class IssuedSet(CertificateSetRequest request, IssuedRoot root, IReadOnlyList<IssuedCertificate> clients)
{
    // Hundreds of clients are written in a second or two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Writes the keys, the certificates, and then the list of the set.</summary>
    public (P2SCertificateSet Set, ImmutableArray<P2SClientCertificate> Made)? Write(StepWriter steps, Action<string>? written, CancellationToken stop)
    {
        // Between the reading of the list and its writing nobody else may write it. In a folder that is not there yet nobody has one.
        var file = $"{request.SetFile}.lock";
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            return WriteAlone(steps, written, stop);
        }

        using var held = FileLock.Take(file, Patience, stop);
        if (held is not null)
        {
            return WriteAlone(steps, written, stop);
        }

        steps.Fail(new("CertificateSetBusy", FailureKind.WriteError, string.Create(CultureInfo.InvariantCulture,
            $"Another command has been writing {request.SetFile} for {Patience.TotalSeconds} seconds. Nothing was written. Try again when it has ended."), request.SetFile));
        return null;
    }

    private (P2SCertificateSet Set, ImmutableArray<P2SClientCertificate> Made)? WriteAlone(StepWriter steps, Action<string>? written, CancellationToken stop)
    {
        ImmutableArray<P2SClientCertificate> made = [.. clients.Select(c => new P2SClientCertificate(c.Name, c.Facts) { Files = c.Paths })];
        // A list that comes into being from now on is somebody else's.
        var isThere = request.Set is not null && File.Exists(request.SetFile);
        var (before, failure) = Before();
        if (failure is not null)
        {
            steps.Fail(failure);
            return null;
        }

        var names = made.Select(c => CommonName.Key(c.Name)).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<P2SClientCertificate> replaced = [.. before.Clients.Where(c => names.Contains(CommonName.Key(c.Name)))];
        var set = before with { SetFile = request.SetFile, Clients = [.. before.Clients.Except(replaced), .. made] };
        FileSet.Write(
            [
                .. root.Issued.Files,
                .. request.Set is null ? request.Layout.PublicFiles(request.RootName, root.Issued.Facts) : [],
                .. clients.SelectMany(c => c.Files),
                new(request.SetFile, CertificateSetFile.Write(set, request.SetFile), IsOwnersOnly: false) { MayReplace = isThere },
            ],
            request.Overwrite, written, stop);
        Tell(steps, replaced);
        return (set, made);
    }

    // Somebody may have added clients to the set since it was read.
    private (P2SCertificateSet Set, Failure? Failure) Before()
    {
        if (request.Set is null)
        {
            if (request.Overwrite && File.Exists(request.SetFile))
            {
                return (new(new P2SRootCertificate(request.RootName, root.Issued.Facts)), SetLosses.Exists(request.SetFile));
            }

            ImmutableArray<string> files =
            [
                .. root.Issued.Paths,
                .. request.Layout.PublicFiles(request.RootName, certificate: null).Select(f => f.Path),
                .. request.RootFile is null ? [] : (string[])[request.RootFile],
            ];
            return (new(new P2SRootCertificate(request.RootName, root.Issued.Facts) { Files = files }), null);
        }

        if (request.Set.SetFile is not { } file || !File.Exists(file))
        {
            return (request.Set, null);
        }

        var (present, failure) = CertificateSetFile.Read(file);
        return present is not null && !present.Root.Certificate.Equals(root.Issued.Facts)
            ? (request.Set, new("RootIsOther", FailureKind.InvalidData, $"{file} has become the list of another root, {present.Root}. Nothing was written.", file))
            : (present ?? request.Set, failure);
    }

    private void Tell(StepWriter steps, ImmutableArray<P2SClientCertificate> replaced)
    {
        var end = root.Issued.Facts.NotAfter;
        if (clients.Any(c => c.IsCut))
        {
            steps.Notice(NoticeSeverity.Warning, "ClientValidityCut", string.Create(CultureInfo.InvariantCulture,
                $"The clients end with their root, on {end:yyyy-MM-dd}, not after {request.Terms.ClientValidityDays} days."));
        }

        var ofRoot = CertificateSetRequest.IsNone(request.PasswordOfRoot) ? Keys([root.Issued]) : [];
        var ofClients = CertificateSetRequest.IsNone(request.Password) ? Keys(clients) : [];
        if (ofRoot is [var key, ..])
        {
            steps.Notice(NoticeSeverity.Warning, "RootKeyWithoutPassword", $"The key of the root is kept without a password in {key}, readable by you alone. "
                + "Whoever gets it can be any client: keep it off line, or use -RootPassword.");
        }

        if (request.RootPassword is null && !CertificateSetRequest.IsNone(request.Password) && clients.Count > 0 && Keys([root.Issued]) is [var file, ..])
        {
            steps.Notice(NoticeSeverity.Information, "RootSharesPassword", $"The key of the root in {file} has the password of the clients' keys. "
                + "Whoever is told that password must never get this file: keep it off line, or give it another password with -RootPassword.");
        }

        if (ofClients.Length > 0)
        {
            steps.Notice(NoticeSeverity.Information, "KeysWithoutPassword", $"{ofClients.Length} keys of clients are kept without a password, readable by you alone.");
        }

        foreach (var client in replaced)
        {
            steps.Notice(NoticeSeverity.Warning, "ReplacedClientStaysValid", $"The earlier certificate of {client.Name} ({client.Thumbprint}) still connects until "
                + string.Create(CultureInfo.InvariantCulture, $"{client.NotAfter:yyyy-MM-dd}. Revoke it where that is not meant."));
        }
    }

    private static string[] Keys(IEnumerable<IssuedCertificate> certificates) =>
        [.. certificates.SelectMany(c => c.Files).Where(f => f.IsOwnersOnly).Select(f => f.Path)];
}
