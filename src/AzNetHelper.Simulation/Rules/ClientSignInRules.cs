using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Which protocols and ways to sign in go together, and what each needs (azure-network-rules 5).</summary>
internal static class ClientSignInRules
{
    private static readonly string[] Protocols = ["IkeV2", "SSTP", "OpenVPN"];
    private static readonly string[] Kinds = ["Certificate", "Radius", "AAD"];
    private static readonly string[] AadFields = ["aadTenant", "aadAudience", "aadIssuer"];

    // With each choice of protocols, the ways to sign in: names joined in the order of Protocols and Kinds.
    private static readonly Dictionary<string, string[]> Together = new(StringComparer.Ordinal)
    {
        ["OpenVPN"] = ["Certificate", "Radius", "AAD", "Certificate,Radius", "Certificate,AAD", "Radius,AAD", "Certificate,Radius,AAD"],
        ["SSTP"] = ["Certificate", "Radius"],
        ["IkeV2"] = ["Certificate", "Radius"],
        ["IkeV2,SSTP"] = ["Certificate", "Radius"],
        ["IkeV2,OpenVPN"] = ["Certificate", "Radius", "Certificate,AAD", "Radius,AAD"],
    };

    public static ArmError? Check(ResourceId id, JsonObject clients)
    {
        var protocols = clients.Texts("vpnClientProtocols").ToArray();
        var kinds = clients.Texts("vpnAuthenticationTypes").ToArray();
        if (Unknown(protocols, Protocols) is { } protocol)
        {
            return ClientErrors.UnknownValue.With(protocol, "vpnClientProtocols", id, string.Join(", ", Protocols));
        }

        if (Unknown(kinds, Kinds) is { } kind)
        {
            return ClientErrors.UnknownValue.With(kind, "vpnAuthenticationTypes", id, string.Join(", ", Kinds));
        }

        var (spoken, used) = (Join(Protocols, protocols), Join(Kinds, kinds));
        if (!Together.TryGetValue(spoken, out var fitting))
        {
            return ClientErrors.ProtocolsNotTogether.With(id, spoken);
        }

        // A gateway without any is taken: it was recorded with a pool alone.
        if (used.Length > 0 && !fitting.Contains(used, StringComparer.Ordinal))
        {
            return ClientErrors.AuthenticationNotSupported.With(id, used, spoken);
        }

        return ClientShape.Authenticates(clients, "AAD") && AadFields.FirstOrDefault(f => clients.Text(f) is not { Length: > 0 }) is { } field
                ? ClientErrors.AadIncomplete.With(id, field)
            : ClientShape.Authenticates(clients, "Radius") && !ClientShape.RadiusServers(clients).Any() ? ClientErrors.RadiusMissing.With(id)
            : null;
    }

    private static string? Unknown(string[] given, string[] known) =>
        given.FirstOrDefault(g => !known.Contains(g, StringComparer.OrdinalIgnoreCase));

    private static string Join(string[] known, string[] given) =>
        string.Join(',', known.Where(k => given.Contains(k, StringComparer.OrdinalIgnoreCase)));
}
