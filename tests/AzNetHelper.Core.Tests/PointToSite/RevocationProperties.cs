using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Over random lists and wishes: what is asked for is there, what was there and is not meant stays, in its place.</summary>
public sealed class RevocationProperties
{
    private static readonly Gen<string> GenThumbprint = Gen.Int[0, 12].Select(i => $"{i:x40}");

    private static readonly Gen<string> GenName = Gen.OneOf(Gen.Const("alice"), Gen.Const("Alice"), Gen.Const("a-2"), Gen.Const("client-00000000"), Gen.String[1, 90]);

    // Notations that mean the same.
    private static readonly Func<string, string>[] s_notations =
    [
        s => s, s => s.ToUpperInvariant(), s => string.Join(':', s.Chunk(2).Select(c => new string(c))), s => $"\u200e{s}", s => $"0x{s}",
        s => $"sha1 Fingerprint={s}",
    ];

    private static readonly Gen<string> GenNotation = Gen.Select(GenThumbprint, Gen.Int[0, s_notations.Length - 1]).Select((t, n) => s_notations[n](t));

    private static readonly Gen<(string Name, string Thumbprint)[]> GenThere =
        Gen.Select(GenNotation, Gen.Int[0, 3]).Array[0, 8].Select(rows => rows.Select((r, i) => ($"{(r.Item2 == 0 ? "alice" : "x")}-{i}", r.Item1)).ToArray());

    private static readonly Gen<RevocationTarget[]> GenClients = Gen.Select(GenNotation, GenName, Gen.Bool).Select((t, n, named) =>
        RevocationTarget.Parse(t, null) with { Name = named ? n : null }).Array[1, 5];

    [Fact]
    public void Revoking_adds_what_is_missing_and_restoring_takes_it_away_again() => Gen.Select(GenThere, GenClients).Sample((there, clients) =>
    {
        var document = ClientGateway.Document(revoked: there);
        var wanted = clients.Select(c => c.Thumbprint.Value).ToHashSet();
        var had = there.Select(t => Thumbprint.Parse(t.Thumbprint, null).Value).ToArray();

        var revoke = RevocationPlanner.Create(ClientGateway.Ground(document, true, clients)).Changes.Single();
        var (before, after) = (List(revoke.Before!), List(revoke.After!));
        Assert.Equal(there.Select(t => t.Name), before.Select(e => e.Name));
        Assert.Equal(before, after[..before.Length]);
        Assert.Equal(had.Concat(wanted.Except(had)).Order(), after.Select(e => e.Thumbprint).Order());
        Assert.Equal(after.Length, after.Select(e => e.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(after.Skip(before.Length), e => Assert.True(NetworkName.IsValid(e.Name), e.Name));
        Assert.Equal(wanted.IsSubsetOf(had) ? ChangeKind.NoChange : ChangeKind.Update, revoke.Kind);

        // Applied, it is as wanted, and the other command takes all of it back.
        var applied = ClientGateway.Document(revoked: after.Select(e => (e.Name, e.Thumbprint)));
        Assert.Equal(ChangeKind.NoChange, RevocationPlanner.Create(ClientGateway.Ground(applied, true, clients)).Changes.Single().Kind);
        var restored = List(RevocationPlanner.Create(ClientGateway.Ground(applied, false, clients)).Changes.Single().After!);
        Assert.Equal(before.Where(e => !wanted.Contains(e.Thumbprint)), restored);
    }, iter: 2000);

    [Fact]
    public void A_plan_is_told_so_that_it_is_made_again() => GenClients.Sample(clients =>
    {
        foreach (var client in clients)
        {
            var kept = client.Name is { } name && !NetworkName.IsValid(name) ? client with { Name = null } : client;
            Assert.Equal(kept, RevocationTarget.Parse(kept.ToString(), null));
        }
    });

    private static (string Name, string Thumbprint)[] List(string body) =>
    [
        .. ((JsonArray)JsonBody.At(JsonBody.Parse(body), "properties.vpnClientConfiguration.vpnClientRevokedCertificates")!)
            .Select(e => ((string)e!["name"]!, Thumbprint.Parse((string)e["properties"]!["thumbprint"]!, null).Value)),
    ];
}
