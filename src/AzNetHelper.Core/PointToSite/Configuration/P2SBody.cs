using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>The members of a gateway that point-to-site changes, as they were read and as they are to be (arm-protocol 1.4).</summary>
internal sealed class P2SBody
{
    private const string Clients = "properties.vpnClientConfiguration";

    private readonly JsonObject? _read;
    private readonly JsonObject _clientsBefore = [];
    private readonly JsonObject _clientsAfter = [];

    private P2SBody(P2SConfigurationLayout layout) =>
        _read = layout.Topology.Document(layout.Request.Gateway) is { } document && JsonBody.Parse(document.Json) is { } read
            ? BodyRules.Compose(ResourceTypes.VirtualNetworkGateway, read, []).Body : null;

    /// <summary>Only what changes; nothing where nothing does.</summary>
    public static (JsonObject Before, JsonObject After) Differences(P2SConfigurationLayout layout) => new P2SBody(layout).Compare(layout);

    private (JsonObject Before, JsonObject After) Compare(P2SConfigurationLayout layout)
    {
        if (layout.HasPoolChange)
        {
            Set("vpnClientAddressPool", Prefixes(layout.Pool));
        }

        if (layout.HasProtocolChange && !layout.Pool.IsEmpty)
        {
            Set("vpnClientProtocols", Texts(layout.Protocols));
        }

        if (layout.HasAuthenticationChange && !layout.Pool.IsEmpty)
        {
            Set("vpnAuthenticationTypes", Texts(layout.Authentication));
        }

        if (layout.Roots.Change)
        {
            Set("vpnClientRootCertificates", Roots(layout));
        }

        if (layout.HasEntraChange)
        {
            Change("aadTenant", layout.Entra.Tenant);
            Change("aadAudience", layout.Entra.Audience);
            Change("aadIssuer", layout.Entra.Issuer);
        }

        if (layout.HasRadiusChange)
        {
            Radius(layout);
        }

        return (Properties(layout, _clientsBefore, isBefore: true), Properties(layout, _clientsAfter, isBefore: false));
    }

    private JsonObject Properties(P2SConfigurationLayout layout, JsonObject clients, bool isBefore)
    {
        var properties = new JsonObject();
        if (clients.Count > 0)
        {
            // A gateway that never had clients has no such member at all.
            properties["vpnClientConfiguration"] = isBefore && JsonBody.At(_read, Clients) is not JsonObject ? null : clients;
        }

        if (layout.HasRouteChange)
        {
            properties["customRoutes"] = isBefore ? JsonBody.At(_read, "properties.customRoutes")?.DeepClone() : Prefixes(layout.CustomRoutes);
        }

        if (layout is { Third: { } third, Gateway: { } gateway })
        {
            var there = JsonBody.At(_read, "properties.ipConfigurations") as JsonArray ?? [];
            properties["ipConfigurations"] = isBefore ? there.DeepClone()
                : new JsonArray([.. there.Select(c => c?.DeepClone()), third.ToConfiguration(gateway)]);
        }

        return properties.Count == 0 ? [] : new() { ["properties"] = properties };
    }

    // What is there stays as it is, with its name and id.
    private JsonArray Roots(P2SConfigurationLayout layout)
    {
        var removed = layout.Roots.Removed.Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = (JsonBody.At(_read, $"{Clients}.vpnClientRootCertificates") as JsonArray ?? []).OfType<JsonObject>()
            .Where(r => !removed.Contains((string?)r["name"] ?? string.Empty));
        return
        [
            .. kept.Select(r => r.DeepClone()),
            .. layout.Roots.Added.Select(r => new JsonObject
            {
                ["name"] = r.Name,
                ["properties"] = new JsonObject { ["publicCertData"] = r.Certificate.PublicCertData },
            }),
        ];
    }

    // One server stands beside the list, or in a list where there is one (arm-protocol 1.4). A secret that nobody gave is put back by its
    // server's address before the write; a slot stands for one that is given, or has to be.
    private void Radius(P2SConfigurationLayout layout)
    {
        var servers = layout.RadiusServers;
        var known = (layout.There?.RadiusServers ?? []).Select(s => s.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hasList = JsonBody.At(_read, $"{Clients}.radiusServers") is JsonArray { Count: > 0 };
        if (servers.IsEmpty)
        {
            // With the address goes its secret; a list is emptied, as gateways without servers show it.
            if (JsonBody.At(_read, $"{Clients}.radiusServerAddress") is not null)
            {
                Set("radiusServerAddress", null);
                Set("radiusServerSecret", null);
            }

            if (hasList)
            {
                Set("radiusServers", new JsonArray());
            }

            return;
        }

        if (servers is [var only] && !hasList)
        {
            Change("radiusServerAddress", only.Address);
            if (only.GivesSecret || !known.Contains(only.Address))
            {
                Set("radiusServerSecret", P2SSecrets.OfServer(layout.Request.Gateway, null));
            }

            return;
        }

        if (JsonBody.At(_read, $"{Clients}.radiusServerAddress") is not null)
        {
            Set("radiusServerAddress", null);
            Set("radiusServerSecret", null);
        }

        Set("radiusServers", new JsonArray([.. servers.Select((s, at) => (JsonNode)Server(s, at))]));

        JsonObject Server(WantedRadiusServer server, int at)
        {
            var json = new JsonObject
            {
                ["radiusServerAddress"] = server.Address,
                ["radiusServerScore"] = server.Score,
            };
            if (server.GivesSecret || !known.Contains(server.Address))
            {
                json["radiusServerSecret"] = P2SSecrets.OfServer(layout.Request.Gateway, at);
            }

            return json;
        }
    }

    private void Change(string name, string? wanted)
    {
        if (wanted is not null && !EntraSignIn.Written((string?)JsonBody.At(_read, $"{Clients}.{name}"), wanted))
        {
            Set(name, wanted);
        }
    }

    private void Set(string name, JsonNode? wanted) =>
        (_clientsBefore[name], _clientsAfter[name]) = (JsonBody.At(_read, $"{Clients}.{name}")?.DeepClone(), wanted);

    private static JsonObject Prefixes(IEnumerable<Addressing.IPPrefix> prefixes) => new() { ["addressPrefixes"] = Texts(prefixes.Select(p => p.ToString())) };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}

/// <summary>The slots of the secrets of RADIUS servers.</summary>
public static class P2SSecrets
{
    private const string Single = "/properties/vpnClientConfiguration/radiusServerSecret";
    private const string List = "/properties/vpnClientConfiguration/radiusServers/";

    /// <summary>The slot of a server: of the only one, or of one of the list.</summary>
    internal static string OfServer(ResourceId gateway, int? at) => SecretSlots.Name($"{gateway}",
        at is { } index ? string.Create(CultureInfo.InvariantCulture, $"{List}{index}/radiusServerSecret") : Single);

    /// <summary>Which server a slot is of: 0 for the only one or the first; null for a slot of something else.</summary>
    public static int? ServerOf(string slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var pointer = slot[(slot.IndexOf('#', StringComparison.Ordinal) + 1)..];
        return pointer == Single ? 0
            : pointer.StartsWith(List, StringComparison.Ordinal)
                && int.TryParse(pointer[List.Length..].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at
            : null;
    }
}
