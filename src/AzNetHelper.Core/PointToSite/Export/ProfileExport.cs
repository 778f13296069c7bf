using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using AzNetHelper.Arm;
using AzNetHelper.Files;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite.Profiles;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>What is to be exported.</summary>
/// <param name="Connection">What the connection is called on the devices, before the client's name.</param>
/// <param name="Clients">The clients; one without a certificate where they sign in in another way.</param>
public sealed record ProfileExportRequest(string Connection, ImmutableArray<ProfileClient> Clients)
{
    /// <summary>The kinds; empty for all that the package allows.</summary>
    public ImmutableArray<ClientProfileKind> Kinds { get; init; } = [];

    /// <summary>Encrypts keys where a format allows it.</summary>
    public SecureString? KeyPassword { get; init; }

    /// <summary>Of what carries a key under a password alone (a PFX), where <see cref="KeyPassword"/> is not given; null for none.</summary>
    public SecureString? PfxPassword { get; init; }

    /// <summary>True to write profiles of clients that the gateway would refuse.</summary>
    public bool EvenIfRefused { get; init; }

    /// <summary>True to leave such clients out, each with a warning, as long as there are others: nobody named them one by one.</summary>
    public bool LeavesOutRefused { get; init; }
}

/// <summary>A profile of one kind, ready to be written.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Files">Its files, by their names below the folder of the kind.</param>
/// <param name="Steps">What is to be done with them.</param>
public sealed record PreparedKind(ClientProfileKind Kind, ImmutableArray<ProfileFile> Files, ImmutableArray<string> Steps);

/// <summary>The profiles of one client, ready to be written.</summary>
/// <param name="Result">What is told of it, with paths still relative to the folder that is written to.</param>
/// <param name="Kinds">The profiles.</param>
public sealed record PreparedProfile(ExportedClientProfile Result, ImmutableArray<PreparedKind> Kinds)
{
    /// <summary>The files with their full paths.</summary>
    public ImmutableArray<NewFile> FilesBelow(string folder) =>
    [
        .. from kind in Kinds
           from file in kind.Files
           select new NewFile(Path.Combine([folder, Result.Path, kind.Kind.Name, .. file.Name.Split('/')]), file.Content, file.HoldsKey),
    ];

    /// <summary>Forgets the keys that are in the files; they cannot be written any more then.</summary>
    public void Forget()
    {
        foreach (var file in Kinds.SelectMany(k => k.Files).Where(f => f.HoldsKey))
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(file.Content).Span);
        }
    }

    /// <summary>What is told of it once it lies below a folder.</summary>
    public ExportedClientProfile Below(string folder)
    {
        var files = FilesBelow(folder);
        return Result with
        {
            Path = Path.Combine(folder, Result.Path),
            Files = [.. files.Select(f => f.Path)],
            KeyFiles = [.. files.Where(f => f.IsOwnersOnly).Select(f => f.Path)],
        };
    }
}

/// <summary>Makes the profiles of clients out of a gateway's package.</summary>
public static class ProfileExport
{
    private const int ShortThumbprint = 8;

    /// <summary>Makes them all, or none: what is wrong is told, every client's.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="package">The gateway's package.</param>
    /// <param name="ground">The gateway and what its clients reach; null for a package from a file.</param>
    /// <param name="steps">Where failures and warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static ImmutableArray<PreparedProfile> Prepare(
        ProfileExportRequest request, ClientPackage package, ProfileGround? ground, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(steps);
        var folders = Folders(request.Clients);

        // A password makes each key worth a second's work: side by side.
        var made = request.Clients.Select((c, i) => (Client: c, Folder: folders[i])).AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(c => Prepare(c.Client, c.Folder, request, package, ground)).ToArray();
        foreach (var failure in made.SelectMany(m => m.Failures).DistinctBy(f => (f.Id, f.Message)))
        {
            steps.Fail(failure);
        }

        foreach (var left in made.SelectMany(m => m.LeftOut).DistinctBy(f => (f.Kind, f.Failure.Id)))
        {
            steps.Notice(NoticeSeverity.Warning, left.Failure.Id, $"No profile of {left.Kind} is written: {left.Failure.Message}");
        }

        if (made.All(m => m.Failures.IsEmpty))
        {
            return [.. made.Select(m => m.Profile!)];
        }

        // The keys of the others are not needed any more.
        foreach (var other in made.Select(m => m.Profile).OfType<PreparedProfile>())
        {
            other.Forget();
        }

        return [];
    }

    /// <summary>What would be written, by the gateway's configuration alone: it is not asked for its package, which is no question.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="steps">Where failures go.</param>
    public static ImmutableArray<ExportedClientProfile> Foresee(ProfileExportRequest request, VirtualNetworkGateway gateway, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(steps);
        var offered = ClientProfiles.OfferedBy(gateway.Clients ?? new());
        ClientProfileKind[] missing = [.. request.Kinds.Where(k => !offered.Contains(k))];
        foreach (var kind in missing)
        {
            steps.Fail(new("ProfileNotInPackage", FailureKind.InvalidOperation, $"{gateway.Name} offers nothing for {kind.Name} ({kind.Platform}), by its protocols and "
                + $"its kinds of sign-in. It has {(offered.IsEmpty ? "nothing for any client" : string.Join(", ", offered))}; Set-P2SConfiguration changes that.", gateway.Id));
        }

        var folders = Folders(request.Clients);
        var kinds = request.Kinds.IsEmpty ? offered : request.Kinds;
        return missing.Length > 0 ? [] :
        [
            .. request.Clients.Zip(folders, (client, folder) => new ExportedClientProfile
            {
                Client = client.Name, Connection = NameOf(request, client), Path = folder, Formats = [.. kinds.Select(k => k.Name)],
            }),
        ];
    }

    private static string NameOf(ProfileExportRequest request, ProfileClient client) =>
        client.Certificate is null ? request.Connection : $"{request.Connection}-{client.Name}";

    /// <summary>Looks whether the gateway would let the clients in.</summary>
    /// <returns>The request with the clients that are to have a profile; null where nothing is to be written.</returns>
    public static ProfileExportRequest? Accepted(ProfileExportRequest request, VirtualNetworkGateway? gateway, DateTimeOffset now, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        if (gateway?.Clients is { SignIns: [var only] } && request.Clients.Any(c => c.Certificate is null)
            && only.Equals(P2SRules.Certificate, StringComparison.OrdinalIgnoreCase))
        {
            steps.Fail(new("ClientRequired", FailureKind.InvalidArgument, $"Clients of {gateway.Name} sign in with a certificate. "
                + "Give the client's with -Client (its PFX file, or what New-P2SCertificateSet returned), or -All with -CertificateSet.", gateway.Id));
            return null;
        }

        var judged = request.Clients.Select(c => (Client: c, Problems: ClientAcceptance.Problems(c, gateway, now))).ToArray();
        ImmutableArray<ProfileClient> welcome = [.. judged.Where(j => j.Problems.IsEmpty).Select(j => j.Client)];
        var leavesOut = request.LeavesOutRefused && !welcome.IsEmpty;
        foreach (var problem in judged.SelectMany(j => j.Problems))
        {
            if (request.EvenIfRefused)
            {
                steps.Notice(NoticeSeverity.Warning, problem.Id, problem.Message);
            }
            else if (leavesOut)
            {
                steps.Notice(NoticeSeverity.Warning, problem.Id, $"{problem.Message} It is left out; -IncludeRefused writes its profile all the same.");
            }
            else
            {
                steps.Fail(problem with { Message = $"{problem.Message} Nothing was written; -IncludeRefused writes the profile all the same." });
            }
        }

        return request.EvenIfRefused || welcome.Length == request.Clients.Length ? request : leavesOut ? request with { Clients = welcome } : null;
    }

    private static Made Prepare(ProfileClient client, string folder, ProfileExportRequest request, ClientPackage package, ProfileGround? ground)
    {
        var name = NameOf(request, client);
        var writing = new ClientProfileRequest(name, package)
        {
            Client = client.Certificate, ClientName = client.Name, UserName = client.UserName, KeyPassword = request.KeyPassword,
        };
        var kinds = ImmutableArray.CreateBuilder<PreparedKind>();
        var failures = ImmutableArray.CreateBuilder<(ClientProfileKind Kind, Failure Failure)>();
        foreach (var kind in request.Kinds.IsEmpty ? ClientProfiles.For(package) : request.Kinds)
        {
            var (files, todo, failure) = kind.Write(writing);
            if (failure?.Id == "KeyPasswordMissing" && request.PfxPassword is { Length: > 0 } password)
            {
                (files, todo, failure) = kind.Write(writing with { KeyPassword = password });
            }

            if (failure is not null)
            {
                failures.Add((kind, failure));
                continue;
            }

            kinds.Add(new(kind, files, todo));
        }

        // What was asked for must be there; of what the package happens to allow, one that can be used will do.
        return !request.Kinds.IsEmpty && failures.Count > 0 || kinds.Count == 0
            ? new(null, [.. failures.Select(f => f.Failure)], [])
            : new(new(Result(client, name, folder, [.. kinds], package, ground), kinds.ToImmutable()), [], failures.ToImmutable());
    }

    private static ExportedClientProfile Result(
        ProfileClient client, string name, string folder, PreparedKind[] kinds, ClientPackage package, ProfileGround? ground)
    {
        var reaches = ground?.Reaches ?? [];
        var root = client.Certificate is { } own && ground?.Gateway.Clients is { } clients ? ClientAcceptance.RootOf(own, clients, ground.ReadAt)?.Certificate : null;
        var until = client.Certificate?.Facts.NotAfter;
        return new()
        {
            Client = client.Name,
            Thumbprint = client.Certificate?.Certificate.Thumbprint,
            Gateway = ground?.Gateway.Id,
            Connection = name,
            Path = folder,
            Formats = [.. kinds.Select(k => k.Kind.Name)],
            NextSteps = [.. kinds.SelectMany(k => k.Steps.Select(s => $"{k.Kind}: {s}"))],
            Reaches = reaches,
            Caveats = ProfileCaveats.Of(package, [.. kinds.Select(k => k.Kind.Name)], reaches),
            ValidUntil = root is not null && root.NotAfter < until ? root.NotAfter : until,
        };
    }

    // A folder a client; two of one name (an old certificate and its renewal) are told apart by their thumbprints.
    private static string[] Folders(ImmutableArray<ProfileClient> clients)
    {
        var names = clients.Select(c => ProfileNames.Safe(c.Name)).ToArray();
        var several = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()).Select(g => g.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. names.Zip(clients, (n, c) => several.Contains(n) && c.Certificate is { } own ? $"{n}-{own.Certificate.Thumbprint[..ShortThumbprint]}" : n)];
    }

    private sealed record Made(
        PreparedProfile? Profile, ImmutableArray<Failure> Failures, ImmutableArray<(ClientProfileKind Kind, Failure Failure)> LeftOut);
}
