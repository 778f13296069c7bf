using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.PointToSite.Profiles;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Whatever a connection or a client is called, it stays a name: it is no line, no section and no command of a profile.</summary>
public sealed class ProfileNameProperties
{
    private static readonly string[] s_parts =
    [
        "alice", "CON", "nul", "com1", "Zoë", "王", "مریم‌", "\U0001F600", "'", "\"", "‘", "’", "‚", "‛", "\\", "/", "..", "$(id)", "`whoami`", "#", "{", "}", "=", ";",
        "\n", "\r\n", "\u2028", "\u0085", "\0", "\u202E", "\uFEFF", "\uFFFF", "\uD800", "'@\n", "]]>", "</string>", "&", "%any", "secret = x", "[vpn]", "include /etc/*", " ",
        "\t", "-", "_", ".", new string('x', 70),
    ];

    private static readonly Gen<string> Names = Gen.Int[0, s_parts.Length - 1].Array[1, 4].Select(i => string.Concat(i.Select(n => s_parts[n])));

    private static readonly TestAuthority s_root = TestCertificates.Root("P2S Root", 2);
    private static readonly StandInGateway s_gateway = new();

    [Fact]
    public void Names_of_files_are_plain_and_stay_apart() => Gen.Select(Names, Names).Sample((one, other) =>
    {
        var (first, second) = (ProfileNames.Safe(one), ProfileNames.Safe(other));
        Assert.Matches(@"\A[A-Za-z0-9_][A-Za-z0-9_-]{0,59}\z", first);
        Assert.DoesNotMatch(@"\A(?i)(con|prn|aux|nul|com\d?|lpt\d?|conin|conout)\z", first);
        Assert.Equal(one == other, first == second);
    }, iter: 2000);

    [Fact]
    public void A_name_adds_no_line_and_no_structure()
    {
        using var client = TestCertificates.Client("alice", 3, s_root);
        var plain = Write("plain", client);
        Names.Sample(name =>
        {
            var other = Write(name, client);
            Assert.Equal(plain.Keys, other.Keys);
            foreach (var (kind, text) in other)
            {
                Assert.Equal(Shape(kind, "plain", plain[kind]), Shape(kind, name, text));
            }

            using var reader = XmlReader.Create(new StringReader(other["Apple"]), new() { DtdProcessing = DtdProcessing.Ignore });
            var names = XDocument.Load(reader).Descendants("key").Where(k => k.Value == "UserDefinedName").Select(k => k.ElementsAfterSelf().First().Value);
            Assert.Equal([ProfileText.OneLine(name)], names);
        }, iter: 60);
    }

    [Fact]
    public void A_literal_of_PowerShell_ends_where_it_should() => Names.Sample(name =>
    {
        var literal = PowerShellText.Literal(name);
        Assert.Matches("\\A'(?:[^'\u2018\u2019\u201A\u201B\\r\\n]|['\u2018\u2019\u201A\u201B]{2})*'\\z", literal);
    }, iter: 2000);

    private static SortedDictionary<string, string> Write(string name, KeyedCertificate client)
    {
        using var password = TestCertificates.Secret("pass word");
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in ClientProfiles.For(s_gateway.Package))
        {
            var (files, _, failure) = kind.Write(new(name, s_gateway.Package) { Client = client, KeyPassword = password, ClientName = name });
            Assert.Null(failure);
            Assert.All(files, f => Assert.Matches(@"\A[A-Za-z0-9_./-]+\z", f.Name));
            Assert.Equal(files.Length, files.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            texts.Add(kind.Name, Encoding.UTF8.GetString(files[0].Content.Span).TrimStart((char)0xFEFF));
        }

        return texts;
    }

    // How many lines there are, and what every line begins with that is no comment and no key. A name stands by itself: one that is "_" is
    // no part of remote_addrs.
    private static string Shape(string kind, string name, string text) => kind == "OpenVpn" ? string.Empty : string.Join('\n',
        Regex.Replace(text, $@"(?<!\w){Regex.Escape(ProfileNames.Safe(name))}(?!\w)", "NAME").Split('\n').Select(line =>
            kind == "Apple" ? Regex.Replace(line, "<(string|data)>.*", "<$1>") : Regex.Match(line, @"^\s*(#|[\w$@.-]*)").Value));
}
