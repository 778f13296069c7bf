using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Reports;

/// <summary>
/// An audit as SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0): a result for each finding, located by the resource's id, and
/// what could not be judged as notifications.
/// </summary>
public static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="TopologyFileException">It exists, or cannot be written.</exception>
    public static void Save(AuditReport report, ReportContext context, string path, bool overwrite) =>
        TopologyFiles.WriteWhole(path, overwrite, stream => Write(report, context, stream));

    /// <summary>Writes the document.</summary>
    public static void Write(AuditReport report, ReportContext context, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(context);
        using var json = new Utf8JsonWriter(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, report, context);
        WriteInvocation(json, report, context);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in report.Findings)
        {
            WriteResult(json, report, context, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, AuditReport report, ReportContext context)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "AzNetHelper");
        json.WriteString("version", context.Version);
        json.WriteString("semanticVersion", context.Version);
        json.WriteStartArray("rules");
        foreach (var rule in report.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            json.WriteString("helpUri", rule.Link);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, AuditReport report, ReportContext context)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", value: true);
        json.WriteString("endTimeUtc", context.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var unjudged in report.Unjudged)
        {
            json.WriteStartObject();
            WriteText(json, "message", unjudged.Reason);
            json.WriteString("level", unjudged.IsMissing ? "warning" : "note");
            WriteReference(json, "associatedRule", report, unjudged.RuleId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, AuditReport report, ReportContext context, AuditFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.RuleId);
        json.WriteNumber("ruleIndex", Index(report, finding.RuleId));
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", $"{finding.Message} Remedy: {finding.Remedy}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (context.Source is not null)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Uri(context.Source));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", finding.Name);
        json.WriteString("fullyQualifiedName", finding.Resource.ToString());
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("ruleAndResource/v1", Fingerprint(finding));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("remedy", finding.Remedy);
        json.WriteString("remedyKind", finding.RemedyKind.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, string name, AuditReport report, string ruleId)
    {
        json.WriteStartObject(name);
        json.WriteString("id", ruleId);
        json.WriteNumber("index", Index(report, ruleId));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static int Index(AuditReport report, string ruleId) => report.Rules.IndexOf(report.Rules.First(r => r.Id == ruleId));

    private static string Level(AuditSeverity severity) => severity switch
    {
        AuditSeverity.Error => "error",
        AuditSeverity.Warning => "warning",
        _ => "note",
    };

    // The same finding in two runs, whatever its counts and its words.
    private static string Fingerprint(AuditFinding finding) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{finding.RuleId}\n{finding.Resource}".ToUpperInvariant())))[..32];

    // A full path is a file URI; a relative one is a relative reference, with forward slashes.
    private static string Uri(string source) => Path.IsPathFullyQualified(source) ? new Uri(source).AbsoluteUri
        : string.Join('/', source.Split('/', '\\').Where(p => p is not ("." or "")).Select(System.Uri.EscapeDataString));
}
