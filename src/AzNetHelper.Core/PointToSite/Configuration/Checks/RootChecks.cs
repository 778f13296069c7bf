using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Rules about root certificates (azure-network-rules 5).</summary>
internal static class RootChecks
{
    private const int MostNamed = 5;

    public static IEnumerable<Finding> Unfit(P2SConfigurationLayout layout) =>
        from root in layout.Roots.Added
        let why = RootCertificateRules.Problem(root.Certificate, Now(layout))
        where why is not null
        select layout.Wrong(why);

    public static IEnumerable<Finding> Doubtful(P2SConfigurationLayout layout) =>
        layout.Roots.Added.SelectMany(r => RootCertificateRules.Doubts(r.Certificate)).Select(layout.Warns);

    public static IEnumerable<Finding> Notes(P2SConfigurationLayout layout) =>
        layout.Roots.Given.SelectMany(r => r.Notes).Distinct(StringComparer.Ordinal).Select(layout.Informs);

    public static IEnumerable<Finding> Name(P2SConfigurationLayout layout)
    {
        foreach (var root in layout.Roots.Added)
        {
            if (!NetworkName.IsValid(root.Name))
            {
                yield return layout.Wrong($"'{root.Name}' is no name for a root: up to {NetworkName.MaxLength} letters, digits, '_', '.' and '-', a letter or digit "
                    + "first, a letter, digit or '_' last.");
            }
            else if (layout.Roots.Kept.FirstOrDefault(k => Same(k.Name, root.Name)) is { } taken)
            {
                yield return layout.Wrong($"The name {root.Name} is that of another root of {layout.Request.Gateway.Name} ({taken.Certificate?.Thumbprint ?? "unreadable"}). Give another "
                    + "name, or remove that one.");
            }
        }

        foreach (var twice in layout.Roots.Added.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()))
        {
            yield return layout.Wrong($"Two roots are to have the name {twice.Key}: give them names of their own.");
        }
    }

    public static IEnumerable<Finding> There(P2SConfigurationLayout layout) =>
        from root in layout.Request.AddedRoots.Concat(layout.Request.RenewedRoots)
        let there = layout.Roots.Kept.FirstOrDefault(k => k.Certificate is { } c && c.Thumbprint == root.Certificate.Thumbprint)
        where there is not null
        select layout.Informs($"{layout.Request.Gateway.Name} trusts {root.Certificate.Subject} already, as {there.Name}.");

    public static IEnumerable<Finding> NotThere(P2SConfigurationLayout layout) => layout.Roots.Unknown.Select(u => layout.Warns(
        $"{layout.Request.Gateway.Name} has no root '{u}'; it has {(layout.Roots.There.IsEmpty ? "none" : string.Join(", ", layout.Roots.There.Select(r => r.Name)))}."));

    public static IEnumerable<Finding> TooMany(P2SConfigurationLayout layout) =>
        layout.Roots is { Change: true, Count: > P2SRules.MostRoots and var count }
            ? [layout.Wrong(string.Create(CultureInfo.InvariantCulture, $"A gateway takes {P2SRules.MostRoots} root certificates, and these would be {count}. Remove some with -RemoveRoot."))]
            : [];

    public static IEnumerable<Finding> Needed(P2SConfigurationLayout layout) =>
        layout.Roots.Count == 0 && P2SConfigurationLayout.Has(layout.Authentication, P2SRules.Certificate) && (layout.Roots.Change || layout.HasAuthenticationChange)
            ? [layout.Wrong(layout.Roots.Removed.IsEmpty ? "Sign-in by certificate needs a root: give -RootCertificate."
                : $"{string.Join(", ", layout.Roots.Removed.Select(r => r.Name))} would be removed, and no root is left: no client could sign in. Add another one in the same command (-AddRoot).")]
            : [];

    public static IEnumerable<Finding> InUse(P2SConfigurationLayout layout) =>
        layout.Request.AllowLoss ? [] :
            from root in layout.Roots.Removed
            let clients = Clients(layout, root).ToArray()
            where clients.Length > 0
            select layout.Refused(string.Create(CultureInfo.InvariantCulture,
                $"{clients.Length} {(clients.Length == 1 ? "client depends" : "clients depend")} on {root.Name}, valid until {Day(clients.Max(c => c.NotAfter))} at the latest: {Named(clients)}. Give them "
                + $"certificates of another root first, or remove it all the same with -Force."));

    public static IEnumerable<Finding> ClientsUnknown(P2SConfigurationLayout layout) =>
        from root in layout.Roots.Removed
        where root.Certificate is null || !layout.Request.KnownSets.Any(s => s.Root.Thumbprint == root.Certificate.Thumbprint)
        where root.Certificate is not { } certificate || certificate.NotAfter >= Now(layout)
        select layout.Warns($"No set is known for {root.Name}, so who depends on it is not known. With -CertificateSet <folder of the set> it is checked.");

    // The old one is the one that the new one takes over from: all that were there, since a gateway does not tell.
    public static IEnumerable<Finding> Overlap(P2SConfigurationLayout layout)
    {
        if (layout.Request.RenewedRoots.IsEmpty)
        {
            yield break;
        }

        var renewed = layout.Request.RenewedRoots.Select(r => r.Certificate.Thumbprint).ToHashSet(StringComparer.Ordinal);
        foreach (var old in layout.Roots.Kept.Where(k => k.Certificate is not { } c || !renewed.Contains(c.Thumbprint)))
        {
            var clients = Clients(layout, old).ToArray();
            var until = old.Certificate is { } certificate ? $"until {Day(certificate.NotAfter)}, when the root expires" : "until it is removed";
            yield return layout.Informs($"{old.Name} stays, and its clients go on {until}"
                + (clients.Length == 0 ? string.Empty : $": {Named(clients)}, the last until {Day(Earlier(clients.Max(c => c.NotAfter), old.Certificate?.NotAfter))}")
                + $". When all have certificates of the new root: Set-P2SConfiguration '{layout.Request.Gateway}' -RemoveRoot '{old.Name}'");
        }
    }

    private static IEnumerable<P2SClientCertificate> Clients(P2SConfigurationLayout layout, ClientRoot root)
    {
        var revoked = (layout.There?.Revoked ?? []).Select(r => Thumbprint.Read(r.Thumbprint).Thumbprint?.Value ?? r.Thumbprint)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return layout.Request.KnownSets.Where(s => root.Certificate is { } c && s.Root.Thumbprint == c.Thumbprint).SelectMany(s => s.Clients)
            .Where(c => c.NotAfter >= Now(layout) && !revoked.Contains(c.Thumbprint)).DistinctBy(c => c.Thumbprint, StringComparer.Ordinal);
    }

    private static string Named(P2SClientCertificate[] clients) => string.Join(", ", clients.Take(MostNamed).Select(c => c.Name))
        + (clients.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {clients.Length - MostNamed} more") : string.Empty);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other is { } end && end < one ? end : one;

    private static DateTimeOffset Now(P2SConfigurationLayout layout) => layout.Topology.ReadAt ?? DateTimeOffset.MinValue;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
