using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>
/// Makes the keys and certificates of a request on all processors, and writes them as one: nothing is on disk before the last key
/// is made, and then all of it or nothing.
/// </summary>
public sealed class CertificateIssuing(CertificateSetRequest request, DateTimeOffset now, StepWriter steps)
{
    private const string Activity = "Making certificates";

    /// <summary>Told of every file that is on the disk, by its temporary name and by its own.</summary>
    internal Action<string>? FileWritten { get; init; }

    /// <summary>Makes a key of so many bits.</summary>
    internal Func<int, RSA> NewKey { get; init; } = RSA.Create;

    private readonly object _signing = new();
    private int _done;

    /// <summary>Runs to the end. What went wrong is told by the steps.</summary>
    /// <param name="stop">Ends it; nothing is left behind then.</param>
    /// <returns>The set, and the clients that were made for it; null where nothing was written.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<(P2SCertificateSet Set, ImmutableArray<P2SClientCertificate> Made)?> RunAsync(CancellationToken stop)
    {
        var clients = new IssuedCertificate[request.ClientNames.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop };
        var root = Task.Run(Root, CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, clients.Length), options, async (i, _) =>
                clients[i] = await ClientAsync(request.ClientNames[i], root).ConfigureAwait(false)).ConfigureAwait(false);
            return new IssuedSet(request, await root.ConfigureAwait(false), clients).Write(steps, FileWritten, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            steps.Fail(new("FileNotWritten", FailureKind.WriteError,
                $"The certificates cannot be written to {request.Folder}: {EarlierFileException.Told(e)}", request.Folder) { Cause = e });
            return null;
        }
        finally
        {
            steps.ProgressEnded(Activity);
            await Task.WhenAny(root).ConfigureAwait(false);
            if (root.IsCompletedSuccessfully)
            {
                (await root.ConfigureAwait(false)).Dispose();
            }

            foreach (var client in clients)
            {
                client?.Dispose();
            }
        }
    }

    private IssuedRoot Root()
    {
        if (request.Root is { } given)
        {
            return new(given.Certificate, (RSA)given.Key, new(request.RootName, given.Facts, [])) { IsGiven = true };
        }

        var key = NewKey(request.Terms.KeySize);
        var validity = CertificateValidity.Of(now, request.Terms.RootValidityDays);
        var certificate = CertificateMaker.Root(request.RootName, key, validity, CertificateMaker.Serial());
        var issued = Issued(request.RootName, certificate, key, issuer: null);
        return new(certificate, key, issued);
    }

    private async Task<IssuedCertificate> ClientAsync(string name, Task<IssuedRoot> rootTask)
    {
        using var key = NewKey(request.Terms.KeySize);

        // A key is made when it is first asked for: that must not wait for the root.
        _ = key.ExportRSAPublicKey();
        var root = await rootTask.ConfigureAwait(false);
        var validity = CertificateValidity.Of(now, request.Terms.ClientValidityDays).Within(root.Issued.Facts);
        X509Certificate2 certificate;
        lock (_signing)
        {
            // No platform promises that one key signs on several threads; a signature takes a hundredth of a new key's time.
            certificate = CertificateMaker.Client(name, key, root.Certificate, root.Key, validity, CertificateMaker.Serial());
        }

        using (certificate)
        {
            return Issued(name, certificate, key, root.Certificate) with { IsCut = validity.IsCut };
        }
    }

    private IssuedCertificate Issued(string name, X509Certificate2 certificate, RSA key, X509Certificate2? issuer)
    {
        var contents = new CertificateContents(name, certificate, key, issuer, issuer is null ? request.PasswordOfRoot : request.Password, request.Terms.PfxEncryption);
        var issued = new IssuedCertificate(name, CertificateFacts.Of(certificate), [.. request.Layout.Files(name, contents, isRoot: issuer is null)]);
        var total = request.ClientNames.Length + (request.Root is null ? 1 : 0);
        var done = Interlocked.Increment(ref _done);
        steps.Progress(Activity, $"{done} of {total}", done, total);
        return issued;
    }
}
