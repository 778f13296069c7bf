using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The profiles for the Azure VPN client: one, or one for each way to sign in (azure-network-rules 5.1).</summary>
internal sealed class AzureVpnProfile(ResourceId id, JsonObject gateway, ServerIdentity identity)
{
    private static readonly XNamespace Space = "http://schemas.datacontract.org/2004/07/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly (string Kind, string Ending)[] Endings = [("Certificate", "cert"), ("Radius", "radius"), ("AAD", "aad")];

    public IEnumerable<(string Name, byte[] Content)> Files()
    {
        var clients = ClientShape.Of(gateway);
        var used = Endings.Where(e => ClientShape.Authenticates(clients, e.Kind)).ToArray();
        return used.Select(e => ($"AzureVPN/azurevpnconfig{(used.Length > 1 ? $"_{e.Ending}" : string.Empty)}.xml",
            PackageWriter.Bytes(Profile(clients!, e.Ending))));
    }

    private XElement Profile(JsonObject clients, string kind) => new(Space + "AzVpnProfile",
        new XAttribute(XNamespace.Xmlns + "i", Instance.NamespaceName),
        new XElement(Space + "any", Nothing()),
        new XElement(Space + "clientauth",
            kind is "aad" ? new XElement(Space + "aad",
                new XElement(Space + "audience", clients.Text("aadAudience")),
                new XElement(Space + "issuer", clients.Text("aadIssuer")),
                new XElement(Space + "tenant", clients.Text("aadTenant"))) : new XElement(Space + "aad", Nothing()),
            kind is "cert" ? new XElement(Space + "cert",
                new XElement(Space + "hash", Nothing()), new XElement(Space + "issuer", Nothing())) : new XElement(Space + "cert", Nothing()),
            new XElement(Space + "type", kind is "radius" ? "radius" : kind),
            new XElement(Space + "usernamepass", Nothing())),
        new XElement(Space + "clientconfig", Nothing()),
        new XElement(Space + "name", GatewayShape.Network(gateway)?.Name ?? id.Name),
        new XElement(Space + "protocolconfig",
            new XElement(Space + "sslprotocolConfig", new XElement(Space + "transportprotocol", "tcp"))),
        new XElement(Space + "serverlist", new XElement(Space + "ServerEntry",
            new XElement(Space + "displayname", Nothing()), new XElement(Space + "fqdn", identity.Server))),
        new XElement(Space + "servervalidation",
            new XElement(Space + "cert",
                new XElement(Space + "hash", Convert.ToHexString(SHA1.HashData(identity.Root))),
                new XElement(Space + "issuer", Nothing())),
            new XElement(Space + "serversecret", Convert.ToHexString(identity.SharedSecret)),
            new XElement(Space + "type", "cert")),
        new XElement(Space + "version", "1"));

    private static XAttribute Nothing() => new(Instance + "nil", "true");
}
