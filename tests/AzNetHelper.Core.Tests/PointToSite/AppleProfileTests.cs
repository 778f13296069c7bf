using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Configuration profiles, held to what Apple publishes of their keys (tests/data/apple).</summary>
public sealed class AppleProfileTests : IDisposable
{
    private static readonly TestAuthority s_root = TestCertificates.Root("P2S Root", 2);
    private readonly KeyedCertificate _client = TestCertificates.Client("alice", 3, s_root);
    private readonly StandInGateway _gateway = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("EAPTLS", 1)]
    [InlineData("Cert", 0)]
    public void A_profile_holds_root_client_and_connection(string auth, int extended)
    {
        var profile = Profile(new() { Auth = auth }, out var gateway);
        var payloads = profile["PayloadContent"].Elements("dict").Select(Members).ToArray();
        Assert.Equal(["com.apple.security.root", "com.apple.security.pkcs12", "com.apple.vpn.managed"], payloads.Select(p => p["PayloadType"].Value));
        Assert.Equal(gateway.Authority.Certificate.RawData, Convert.FromBase64String(payloads[0]["PayloadContent"].Value));

        using var password = TestCertificates.Secret("pass word");
        var (client, failure) = PfxFile.Read(Convert.FromBase64String(payloads[1]["PayloadContent"].Value), password, "payload");
        using (client)
        {
            Assert.Null(failure);
            Assert.Equal(_client.Certificate.Thumbprint, client!.Certificate.Thumbprint);
        }

        Assert.DoesNotContain("Password", payloads[1].Keys);
        var ike = Members(payloads[2]["IKEv2"]);
        Assert.Equal((gateway.Fqdn, gateway.Fqdn, "alice", "Certificate"),
            (ike["RemoteAddress"].Value, ike["RemoteIdentifier"].Value, ike["LocalIdentifier"].Value, ike["AuthenticationMethod"].Value));
        Assert.Equal(payloads[1]["PayloadUUID"].Value, ike["PayloadCertificateUUID"].Value);
        Assert.Equal(extended, int.Parse(ike["ExtendedAuthEnabled"].Value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("EAPTLS")]
    [InlineData("Cert")]
    [InlineData("EAPMSCHAPv2")]
    public void Every_key_is_one_of_Apples(string auth)
    {
        var keys = AppleKeys.Read();
        var profile = Profile(new() { Auth = auth }, out _);
        keys.Check("Configuration", profile);
        Assert.All(profile["PayloadContent"].Elements("dict").Select(Members), p => keys.Check(p["PayloadType"].Value, p));
    }

    [Fact]
    public void Identifiers_follow_from_the_content()
    {
        string[] Ids(StandInGateway gateway, KeyedCertificate client)
        {
            using var password = TestCertificates.Secret("pass word");
            return [.. XElement(Write(gateway, client, password)).Descendants("key").Where(k => k.Value == "PayloadUUID").Select(k => k.ElementsAfterSelf().First().Value)];
        }

        var first = Ids(_gateway, _client);
        Assert.Equal(4, first.Distinct(StringComparer.Ordinal).Count());
        Assert.All(first, i => Assert.True(Guid.TryParseExact(i, "D", out _)));
        Assert.Equal(first, Ids(_gateway, _client));
        using var renewed = TestCertificates.Client("alice", 4, s_root);
        Assert.Equal([first[1]], Ids(_gateway, renewed).Intersect(first, StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_needs_a_password()
    {
        var (files, _, failure) = ClientProfiles.Apple.Write(new("gw", _gateway.Package) { Client = _client });

        Assert.Empty(files);
        Assert.Equal(("KeyPasswordMissing", FailureKind.InvalidArgument), (failure!.Id, failure.Kind));
    }

    private static ProfileFile Write(StandInGateway gateway, KeyedCertificate? client, System.Security.SecureString password)
    {
        var (files, _, failure) = ClientProfiles.Apple.Write(new("gw-alice", gateway.Package) { Client = client, KeyPassword = password });
        Assert.Null(failure);
        return Assert.Single(files);
    }

    private Dictionary<string, XElement> Profile(StandInGateway gateway, out StandInGateway used)
    {
        using var password = TestCertificates.Secret("pass word");
        used = gateway;
        return Members(XElement(Write(gateway, _client, password)));
    }

    private static XElement XElement(ProfileFile file)
    {
        using var reader = XmlReader.Create(new MemoryStream(file.Content.ToArray()), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!.Elements().Single();
    }

    private static Dictionary<string, XElement> Members(XElement dictionary)
    {
        Assert.Equal("dict", dictionary.Name.LocalName);
        var parts = dictionary.Elements().Chunk(2).ToArray();
        Assert.All(parts, p => Assert.Equal(("key", 2), (p[0].Name.LocalName, p.Length)));
        return parts.ToDictionary(p => p[0].Value, p => p[1], StringComparer.Ordinal);
    }

    private sealed record AppleKey(string Type, bool IsRequired, string Values);

    private sealed class AppleKeys(Dictionary<(string Payload, string Path), AppleKey> keys)
    {
        public static AppleKeys Read() => new(File.ReadLines(Path.Combine(TestFiles.Repository(), "tests", "data", "apple", "payloads.txt"))
            .Where(l => !l.StartsWith('#')).Select(l => l.Split('\t'))
            .ToDictionary(p => (p[0], p[1]), p => new AppleKey(p[2], p[3] == "required", p[4])));

        public void Check(string payload, Dictionary<string, XElement> members, string prefix = "")
        {
            foreach (var (name, value) in members)
            {
                var key = Find(payload, prefix + name);
                Assert.True(key is not null, $"{payload} has no key {prefix}{name}.");
                Assert.Equal(key.Type == "dictionary" ? "dict" : key.Type, value.Name.LocalName);
                Assert.True(Allows(key.Values, value.Value), $"{payload} {prefix}{name} cannot be {value.Value}.");
                if (key.Type == "dictionary")
                {
                    Check(payload, Members(value), prefix + name + "/");
                }
            }

            var required = keys.Where(k => (k.Key.Payload == payload || (prefix.Length == 0 && k.Key.Payload == "*")) && k.Value.IsRequired
                && k.Key.Path.StartsWith(prefix, StringComparison.Ordinal) && !k.Key.Path[prefix.Length..].Contains('/', StringComparison.Ordinal));
            Assert.All(required, k => Assert.Contains(k.Key.Path[prefix.Length..], members.Keys));
        }

        private AppleKey? Find(string payload, string path) => keys.GetValueOrDefault((payload, path)) ?? keys.GetValueOrDefault(("*", path));

        private static bool Allows(string values, string value) => values == "-"
            || (values.Split("..") is [var least, var most]
                ? int.Parse(value, CultureInfo.InvariantCulture) is var n && n >= int.Parse(least, CultureInfo.InvariantCulture) && n <= int.Parse(most, CultureInfo.InvariantCulture)
                : values.Split('|').Contains(value, StringComparer.Ordinal));
    }
}
