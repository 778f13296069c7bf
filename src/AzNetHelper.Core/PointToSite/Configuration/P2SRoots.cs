using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>The root certificates of a gateway as they are to be: which come, which go, which stay.</summary>
internal sealed class P2SRoots
{
    public P2SRoots(P2SConfigurationRequest request, ImmutableArray<ClientRoot> there)
    {
        There = there;
        Given = [.. request.Roots ?? [], .. request.AddedRoots, .. request.RenewedRoots];
        var wanted = request.Roots is null ? null : Given.Select(g => g.Certificate.PublicCertData).ToHashSet(StringComparer.Ordinal);
        Removed = [.. there.Where(r => (wanted is not null && !wanted.Contains(Bare(r))) || request.RemovedRoots.Any(t => Means(t, r)))];
        Unknown = [.. request.RemovedRoots.Where(t => !there.Any(r => Means(t, r)))];
        Kept = [.. there.Except(Removed)];

        // What is there already stays under its own name: a root is its certificate.
        var has = Kept.Select(Bare).ToHashSet(StringComparer.Ordinal);
        var names = Kept.Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = ImmutableArray.CreateBuilder<GivenRoot>();
        foreach (var root in Given.Where(g => has.Add(g.Certificate.PublicCertData)))
        {
            added.Add(root.IsNamed || names.Add(root.Name) ? root : root with { Name = Other(root, names) });
            names.Add(added[^1].Name);
        }

        Added = added.ToImmutable();
    }

    public ImmutableArray<ClientRoot> There { get; }

    /// <summary>Every root that was given, also one that is there.</summary>
    public ImmutableArray<GivenRoot> Given { get; }

    public ImmutableArray<GivenRoot> Added { get; }

    public ImmutableArray<ClientRoot> Kept { get; }

    public ImmutableArray<ClientRoot> Removed { get; }

    /// <summary>What is to be removed and is not there.</summary>
    public ImmutableArray<string> Unknown { get; }

    public int Count => Kept.Length + Added.Length;

    public bool Change => !Added.IsEmpty || !Removed.IsEmpty;

    private static bool Means(string text, ClientRoot root) => string.Equals(text, root.Name, StringComparison.OrdinalIgnoreCase)
        || (root.Certificate is { } certificate && Thumbprint.Read(text).Thumbprint is { } thumbprint && thumbprint.Is(certificate.Thumbprint));

    // The service answers what it was sent; others may have sent it with line breaks.
    private static string Bare(ClientRoot root) => root.Certificate?.PublicCertData ?? root.PublicCertData;

    private static string Other(GivenRoot root, HashSet<string> names)
    {
        var end = $"-{root.Certificate.Thumbprint[..8]}";
        var most = NetworkName.MaxLength - end.Length;
        var name = (root.Name.Length > most ? root.Name[..most] : root.Name) + end;
        names.Add(name);
        return name;
    }
}
