using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using AzNetHelper.Audit;
using AzNetHelper.Audit.Reports;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>
/// Both reports are what their formats ask for: SARIF by the rules of the specification for the members that occur, JUnit by a schema that says
/// what the common one (windyroad/JUnit-Schema) says. On the day that they were written both were also held against the published schemas.
/// </summary>
public sealed class ReportTests
{
    private static readonly ReportContext s_context = new(new(2026, 11, 26, 4, 5, 6, TimeSpan.FromHours(2)), "1.2.3");

    public static TheoryData<int> Estates => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Estates))]
    public void Sarif_follows_its_specification(int seed)
    {
        var report = TopologyAudit.Run(RandomEstate.Make(seed));
        using var stream = new MemoryStream();
        SarifReport.Write(report, s_context, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        SarifSpecification.Check(json.RootElement);

        var run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal(report.Findings.Select(f => f.RuleId), run.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("ruleId").GetString()));
        Assert.Equal(report.Findings.Select(f => f.Resource.ToString()), run.GetProperty("results").EnumerateArray()
            .Select(r => r.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString()));
        Assert.Equal(report.Unjudged.Select(u => u.Reason), run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray()
            .Select(n => n.GetProperty("message").GetProperty("text").GetString()));
        Assert.Equal("2026-11-26T02:05:06Z", run.GetProperty("invocations")[0].GetProperty("endTimeUtc").GetString());
    }

    [Theory]
    [MemberData(nameof(Estates))]
    public void JUnit_follows_the_common_schema(int seed)
    {
        var report = TopologyAudit.Run(RandomEstate.Make(seed));
        foreach (var fails in Enum.GetValues<AuditSeverity>())
        {
            var xml = JUnit(report, s_context with { FailsFrom = fails });
            var suite = xml.Root!.Element("testsuite")!;
            var cases = suite.Elements("testcase").ToArray();

            Assert.Equal(Number(suite, "tests"), cases.Length);
            Assert.Equal(Number(suite, "failures"), cases.Count(c => c.Element("failure") is not null));
            Assert.Equal(Number(suite, "skipped"), cases.Count(c => c.Element("skipped") is not null));
            Assert.Equal(report.Findings.Count(f => f.Severity >= fails), Number(suite, "failures"));
            Assert.Empty(report.Rules.Select(r => $"Test-VNetTopology.{r.Id}").Except(cases.Select(c => c.Attribute("classname")!.Value)));
            Assert.All(report.Findings.Where(f => f.Severity < fails), f => Assert.Contains(f.ToString(), suite.Element("system-out")!.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_could_not_be_judged_is_skipped_and_not_passed()
    {
        var report = TopologyAudit.Run(new AuditEstate().VNet("a", "10.0.0.0/16").Half("a", "far").Topology());
        var oneSided = JUnit(report, s_context).Descendants("testcase").Single(c => c.Attribute("classname")!.Value.EndsWith(".PeeringOneSided", StringComparison.Ordinal));
        Assert.Contains("far", oneSided.Element("skipped")!.Attribute("message")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./my networks/today.json", "my%20networks/today.json")]
    [InlineData("today.json", "today.json")]
    public void Sarif_names_the_file(string source, string uri)
    {
        using var stream = new MemoryStream();
        SarifReport.Write(TopologyAudit.Run(RandomEstate.Make(2)), s_context with { Source = source }, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        SarifSpecification.Check(json.RootElement);
        Assert.All(json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), r => Assert.Equal(uri,
            r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()));
    }

    [Fact]
    public void A_fingerprint_is_that_of_the_rule_and_the_resource()
    {
        string[] Prints(Topology topology)
        {
            using var stream = new MemoryStream();
            SarifReport.Write(TopologyAudit.Run(topology), s_context, stream);
            using var json = JsonDocument.Parse(stream.ToArray());
            return [.. json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Select(r => r.GetProperty("partialFingerprints").GetProperty("ruleAndResource/v1").GetString()!)];
        }

        Topology Routes(int count) => new AuditEstate().VNet("a", "10.0.0.0/16")
            .Table("t", [.. Enumerable.Range(0, count).Select(i => ($"172.{16 + (i / 256)}.{i % 256}.0/24", "Internet", (string?)null))]).Topology();

        Assert.Equal(Prints(Routes(480)), Prints(Routes(500)));
        Assert.Equal(32, Assert.Single(Prints(Routes(480))).Length);
    }

    [Fact]
    public void Characters_that_XML_does_not_know_do_not_break_the_report()
    {
        var name = "a\u0001<&\"ü";
        var report = TopologyAudit.Run(new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").With(e => e.Half("a", "b",
            h => h["peeringState"] = "Initiated", name)).Topology());
        Assert.Contains("ü", JUnit(report, s_context).Descendants("failure").Single().Value, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        SarifReport.Write(report, s_context, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        SarifSpecification.Check(json.RootElement);
    }

    [Fact]
    public void A_file_is_written_whole_or_not_at_all()
    {
        var folder = Directory.CreateTempSubdirectory("aznet");
        try
        {
            var report = TopologyAudit.Run(RandomEstate.Make(2));
            var file = Path.Combine(folder.FullName, "r.xml");
            JUnitReport.Save(report, s_context, file, overwrite: false);
            var before = File.ReadAllText(file);
            Assert.Equal("FileExists", Assert.Throws<TopologyFileException>(() => JUnitReport.Save(report, s_context, file, overwrite: false)).Id);
            Assert.Equal(before, File.ReadAllText(file));
            SarifReport.Save(report, s_context, file, overwrite: true);
            Assert.StartsWith("{", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Equal("FileNotWritten", Assert.Throws<TopologyFileException>(() =>
                SarifReport.Save(report, s_context, Path.Combine(folder.FullName, "none", "r.sarif"), overwrite: false)).Id);
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static XDocument JUnit(AuditReport report, ReportContext context)
    {
        using var stream = new MemoryStream();
        JUnitReport.Write(report, context, stream);
        Assert.NotEqual(0xEF, stream.ToArray()[0]);
        var xml = XDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var schemas = new XmlSchemaSet();
        using var schema = XmlReader.Create(new StringReader(JUnitSchema.Text));
        schemas.Add(targetNamespace: null, schema);
        xml.Validate(schemas, (_, e) => Assert.Fail(e.Message));
        return xml;
    }

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
