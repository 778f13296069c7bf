using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of root certificates and revocations (azure-network-rules 5; arm-protocol 5.4).</summary>
internal static class ClientCertificateRules
{
    private const int MostRoots = 20;
    private const int MostRevocations = 300;
    private const int ThumbprintDigits = 40;

    public static ArmError? Check(ResourceId id, JsonObject clients)
    {
        var (roots, revoked) = (clients.Objects(ClientShape.Roots).ToArray(), clients.Objects(ClientShape.Revoked).ToArray());
        return roots.Length > MostRoots ? ClientErrors.TooManyRoots.With(id, roots.Length, MostRoots)
            : revoked.Length > MostRevocations ? ClientErrors.TooManyRevocations.With(id, revoked.Length, MostRevocations)
            : Twice(id, ClientShape.Roots, roots) ?? Twice(id, ClientShape.Revoked, revoked)
                ?? roots.Select(r => CheckRoot(clients, r)).Concat(revoked.Select(CheckRevocation)).FirstOrDefault(e => e is not null);
    }

    private static ArmError? Twice(ResourceId id, string list, JsonObject[] entries) =>
        entries.GroupBy(e => e.Text("name"), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } twice
            ? ClientErrors.DuplicateName.With(id, list, twice.Key) : null;

    private static ArmError? CheckRoot(JsonObject clients, JsonObject entry)
    {
        if (entry.Object("properties").Text("publicCertData") is not { Length: > 0 })
        {
            return NetworkErrors.MissingMember.With("publicCertData", $"properties.vpnClientConfiguration.{ClientShape.Roots}.{entry.Text("name")}");
        }

        return ClientShape.Root(entry) is not { } certificate ? ClientErrors.CertificateInvalid.With(entry.Text("id"))
            : certificate.KeyAlgorithm is not "RSA" && ClientShape.Speaks(clients, "IkeV2")
                ? ClientErrors.CertificateKeyNotSupported.With(entry.Text("id"), certificate.KeyAlgorithm)
            : null;
    }

    private static ArmError? CheckRevocation(JsonObject entry) =>
        entry.Object("properties").Text("thumbprint") is { Length: ThumbprintDigits } thumbprint && thumbprint.All(char.IsAsciiHexDigit)
            ? null : ClientErrors.ThumbprintInvalid.With(entry.Object("properties").Text("thumbprint"), entry.Text("id"));
}
