using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// From what a person gives for clients to their certificates with keys: sets and clients of sets, files, names in a set, and
/// certificates of the platform. It is read on the pipeline thread, because a password may have to be asked for.
/// </summary>
internal sealed class ClientInput(PSCmdlet cmdlet, P2SCertificateSet? set, SecureString? password) : IDisposable
{
    private readonly List<ProfileClient> _clients = [];
    private readonly HashSet<string> _thumbprints = new(StringComparer.OrdinalIgnoreCase);

    // One that a person was asked for serves for every file: a set has one.
    private SecureString? _asked;

    /// <summary>Those that could be read, each once.</summary>
    public IReadOnlyList<ProfileClient> Clients => _clients;

    /// <summary>The password that opened them: given, or asked for; null where none was needed.</summary>
    public SecureString? Password => password ?? _asked;

    /// <summary>Why others could not.</summary>
    public List<Failure> Failures { get; } = [];

    public void Dispose()
    {
        _asked?.Dispose();
        _clients.ForEach(c => c.Dispose());
    }

    /// <summary>Reads what was given, one after another.</summary>
    public void Add(object? given)
    {
        switch (given is PSObject wrapped ? wrapped.BaseObject : given)
        {
            case P2SCertificateSet whole:
                AddAll(whole);
                break;
            case P2SClientCertificate client:
                Add(client);
                break;
            case X509Certificate2 certificate:
                Keep(PlatformCertificate.Apart(certificate), null);
                break;
            case FileSystemInfo entry:
                AddFile(entry.FullName);
                break;
            case string text when InSet(text) is { } client:
                Add(client);
                break;
            case string { Length: > 0 } path:
                foreach (var file in Files(path))
                {
                    AddFile(file);
                }

                break;
            case IEnumerable many and not string:
                foreach (var one in many)
                {
                    Add(one);
                }

                break;
            case var other:
                Failures.Add(new("ClientNotUnderstood", FailureKind.InvalidArgument, $"'{other}' is no client: give the client's PFX or PEM file, "
                    + "what New-P2SCertificateSet returned, or a certificate with its key.", other ?? "null"));
                break;
        }
    }

    /// <summary>Reads every client of a set.</summary>
    public void AddAll(P2SCertificateSet whole)
    {
        if (whole.Clients.IsEmpty)
        {
            Failures.Add(new("CertificateSetWithoutClients", FailureKind.InvalidArgument,
                $"The set of {whole.Root.Name} has no clients. Make some with New-P2SClientCertificate.", whole.Root.Name));
        }

        foreach (var client in whole.Clients)
        {
            Add(client);
        }
    }

    private IEnumerable<string> Files(string path) =>
        WildcardPattern.ContainsWildcardCharacters(path) ? cmdlet.ResolveEach(path) : [cmdlet.ResolveNewFile(path)];

    private P2SClientCertificate? InSet(string text)
    {
        P2SClientCertificate[] found = [.. (set?.Clients ?? []).Where(c => c.Name.Equals(text, StringComparison.OrdinalIgnoreCase)
            || c.Thumbprint.Equals(text, StringComparison.OrdinalIgnoreCase))];
        return found.Length < 2 ? found.FirstOrDefault() : throw cmdlet.RefuseArgument("ClientAmbiguous",
            $"The set of {set!.Root.Name} has {found.Length} clients '{text}': {string.Join(", ", found.Select(c => c.Thumbprint))}. Give the thumbprint.", text);
    }

    private void Add(P2SClientCertificate client)
    {
        string[] there = [.. client.Files.Where(File.Exists)];
        if ((there.FirstOrDefault(f => f.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
            ?? there.FirstOrDefault(f => f.EndsWith(".key.pem", StringComparison.OrdinalIgnoreCase))) is not { } file)
        {
            Failures.Add(new("ClientFileNotFound", FailureKind.ObjectNotFound, $"The key of {client.Name} is in none of its files that are there "
                + $"({(client.Files.IsEmpty ? "it was not written" : string.Join(", ", client.Files))}). Give its PFX file with -Client.", client.Thumbprint));
            return;
        }

        var (certificate, failure) = Read(file);
        if (certificate is not null && !certificate.Certificate.Thumbprint.Equals(client.Thumbprint, StringComparison.OrdinalIgnoreCase))
        {
            failure = new("ClientFileOfAnother", FailureKind.InvalidData,
                $"{file} holds {certificate.Certificate.Thumbprint}, and the set says that it is {client.Name} ({client.Thumbprint}).", file);
            certificate.Dispose();
            certificate = null;
        }

        Keep((certificate, failure), client.Name);
    }

    private void AddFile(string file) => Keep(Read(file), null);

    private (KeyedCertificate? Certificate, Failure? Failure) Read(string file)
    {
        var read = KeyedCertificateFile.Read(file, Password);
        if (read.Failure is not { } failure || password is not null || !KeyedCertificateFile.OfPassword.Contains(failure.Id, StringComparer.Ordinal))
        {
            return read;
        }

        _asked?.Dispose();
        _asked = cmdlet.AskPassword(file, "Password");
        return KeyedCertificateFile.Read(file, _asked);
    }

    private void Keep((KeyedCertificate? Certificate, Failure? Failure) read, string? name)
    {
        if (read.Certificate is not { } certificate)
        {
            Failures.Add(read.Failure!);
        }
        else if (certificate.Facts.IsAuthority)
        {
            // Whatever -Force says: the key of a root in a client's profile is everybody's key.
            Failures.Add(new("ClientIsAuthority", FailureKind.InvalidArgument, $"{certificate} issues certificates: it is a root, and no client. "
                + "Its key stays where it is. Give a client that it has issued.", certificate.Certificate.Thumbprint));
            certificate.Dispose();
        }
        else if (_thumbprints.Add(certificate.Certificate.Thumbprint))
        {
            var client = ProfileClient.Of(certificate);
            _clients.Add(name is null ? client : client with { Name = name });
        }
        else
        {
            certificate.Dispose();
        }
    }
}
