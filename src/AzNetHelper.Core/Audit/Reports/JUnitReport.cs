using System.Globalization;
using System.Text;
using System.Xml;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Reports;

/// <summary>
/// An audit as JUnit XML, as Azure Pipelines, Jenkins and GitLab read it. A rule that found nothing is a test that passed, one
/// that could not be judged a test that was skipped, and each finding a test of its own, which fails from
/// <see cref="ReportContext.FailsFrom"/> on.
/// </summary>
public static class JUnitReport
{
    private const string Suite = "Test-VNetTopology";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="TopologyFileException">It exists, or cannot be written.</exception>
    public static void Save(AuditReport report, ReportContext context, string path, bool overwrite) =>
        TopologyFiles.WriteWhole(path, overwrite, stream => Write(report, context, stream));

    /// <summary>Writes the document.</summary>
    public static void Write(AuditReport report, ReportContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(context);
        var byRule = report.Findings.ToLookup(f => f.RuleId, StringComparer.Ordinal);
        var unjudged = report.Unjudged.ToLookup(u => u.RuleId, StringComparer.Ordinal);
        var failures = report.Findings.Count(f => f.Severity >= context.FailsFrom);
        var skipped = report.Rules.Count(r => !byRule.Contains(r.Id) && unjudged.Contains(r.Id));
        var tests = report.Findings.Length + report.Rules.Count(r => !byRule.Contains(r.Id));

        using var xml = XmlWriter.Create(stream, new() { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        Attributes(xml, ("id", "0"), ("package", "AzNetHelper"), ("name", Suite), ("hostname", "localhost"),
            ("timestamp", context.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)), ("tests", Text(tests)),
            ("failures", Text(failures)), ("errors", "0"), ("skipped", Text(skipped)), ("time", "0"));
        xml.WriteStartElement("properties");
        WriteProperty(xml, "version", context.Version);
        WriteProperty(xml, "source", context.Source ?? "live");
        xml.WriteEndElement();
        foreach (var rule in report.Rules)
        {
            foreach (var finding in byRule[rule.Id])
            {
                WriteFinding(xml, finding, context);
            }

            if (!byRule.Contains(rule.Id))
            {
                Start(xml, rule.Id, rule.Title);
                if (unjudged.Contains(rule.Id))
                {
                    xml.WriteStartElement("skipped");
                    Attributes(xml, ("message", string.Join(' ', unjudged[rule.Id].Select(u => u.Reason))));
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }
        }

        xml.WriteElementString("system-out", Clean(string.Join('\n', report.Findings.Where(f => f.Severity < context.FailsFrom)
            .Select(f => f.ToString()).Append(report.UnjudgedText ?? "Every rule was judged."))));
        xml.WriteElementString("system-err", string.Empty);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteFinding(XmlWriter xml, AuditFinding finding, ReportContext context)
    {
        Start(xml, finding.RuleId, $"{finding.Name} ({finding.Resource.ResourceGroup ?? finding.Resource.SubscriptionId})");
        if (finding.Severity >= context.FailsFrom)
        {
            xml.WriteStartElement("failure");
            Attributes(xml, ("message", finding.Message), ("type", finding.Severity.ToString()));
            xml.WriteString(Clean($"{finding.Resource}\n{finding.Message}\nRemedy: {finding.Remedy}\n{finding.Link}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Start(XmlWriter xml, string rule, string name)
    {
        xml.WriteStartElement("testcase");
        Attributes(xml, ("classname", $"{Suite}.{rule}"), ("name", name), ("time", "0"));
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        Attributes(xml, ("name", name), ("value", value));
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params IEnumerable<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, Clean(value));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A document that was written by hand may hold characters that XML does not know.
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text
        : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
