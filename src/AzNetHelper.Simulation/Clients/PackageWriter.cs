using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The package for clients (azure-network-rules 5.1): what is in it follows from the gateway's protocols and ways to sign in.
/// </summary>
internal sealed class PackageWriter(Cloud cloud, ResourceId id, JsonObject gateway, ServerIdentity identity, DateTimeOffset now)
{
    private readonly JsonObject _clients = ClientShape.Of(gateway)!;

    /// <summary>The prefixes that clients send through the tunnel, as <see cref="ClientRoutes"/> has them.</summary>
    private string Routes => string.Join(',', new ClientRoutes(cloud, id, gateway, now).All());

    public byte[] Write(JsonObject? parameters)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Files(parameters))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = now;
                using var file = entry.Open();
                file.Write(content);
            }
        }

        return stream.ToArray();
    }

    private IEnumerable<(string Name, byte[] Content)> Files(JsonObject? parameters)
    {
        var (ike, openVpn) = (ClientShape.Speaks(_clients, "IkeV2"), ClientShape.Speaks(_clients, "OpenVPN"));
        if (openVpn)
        {
            foreach (var file in new AzureVpnProfile(id, gateway, identity).Files())
            {
                yield return file;
            }

            if (ClientShape.Authenticates(_clients, "Certificate") || ClientShape.Authenticates(_clients, "Radius"))
            {
                yield return ("OpenVPN/vpnconfig.ovpn",
                    Encoding.ASCII.GetBytes(OpenVpnProfile.Write(identity, ClientShape.Authenticates(_clients, "Certificate"))));
            }
        }

        if (ike)
        {
            yield return ("Generic/VpnSettings.xml", Bytes(Settings(parameters)));
            yield return ("Generic/VpnServerRoot.cer", identity.Root);
            if (ClientShape.Certificate(parameters.Text("radiusServerAuthCertificate")) is { } radius)
            {
                yield return ("Generic/RadiusServerRoot.cer", [.. radius.Data]);
            }
        }

        if (ike || ClientShape.Speaks(_clients, "SSTP"))
        {
            // The installers themselves are no part of what is simulated.
            var text = Encoding.ASCII.GetBytes("The simulation has no installer.\r\n");
            yield return ("WindowsAmd64/VpnClientSetupAmd64.exe", text);
            yield return ("WindowsX86/VpnClientSetupX86.exe", text);
        }
    }

    // A client of RADIUS says in what way it signs in; one with a certificate does it by EAP-TLS.
    private XElement Settings(JsonObject? parameters) => new("VpnProfile",
        new XElement("VpnServer", identity.Server),
        new XElement("VpnType", string.Join(',', _clients.Texts("vpnClientProtocols"))),
        new XElement("CaCert", Convert.ToBase64String(identity.Root)),
        new XElement("Routes", Routes),
        new XElement("Auth", ClientShape.Authenticates(_clients, "Radius")
            && Json.Same(parameters.Text("authenticationMethod"), "EAPMSCHAPv2") ? "EAPMSCHAPv2" : "EAPTLS"),
        new XElement("TunnelType", "SplitTunnel"));

    internal static byte[] Bytes(XElement root)
    {
        using var stream = new MemoryStream();
        new XDocument(new XDeclaration("1.0", "utf-8", null), root).Save(stream);
        return stream.ToArray();
    }
}
