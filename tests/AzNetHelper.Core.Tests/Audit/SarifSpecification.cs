using System.Text.Json;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>
/// SARIF 2.1.0 as far as the report uses it: which members an object may and must have, of which kind (sections 3.13 to 3.58 of the
/// specification), and what refers to what. A member that is not listed fails.
/// </summary>
internal static class SarifSpecification
{
    // Object, then its members: name, kind (an object's name, or a plain one), ! for those that must be there, [] for lists.
    private static readonly Dictionary<string, string> s_objects = new(StringComparer.Ordinal)
    {
        ["sarifLog"] = "$schema:uri version:2.1.0! runs:run[]!",
        ["run"] = "tool:tool! invocations:invocation[] results:result[] columnKind:utf16CodeUnits|unicodeCodePoints",
        ["tool"] = "driver:toolComponent!",
        ["toolComponent"] = "name:text! version:text semanticVersion:semver rules:reportingDescriptor[]",
        ["reportingDescriptor"] = "id:text! name:text shortDescription:multiformatMessageString helpUri:uri defaultConfiguration:reportingConfiguration",
        ["multiformatMessageString"] = "text:text!",
        ["reportingConfiguration"] = "level:none|note|warning|error",
        ["invocation"] = "executionSuccessful:bool! endTimeUtc:time toolExecutionNotifications:notification[]",
        ["notification"] = "message:message! level:none|note|warning|error associatedRule:reportingDescriptorReference",
        ["reportingDescriptorReference"] = "id:text index:number",
        ["result"] = "ruleId:text ruleIndex:number level:none|note|warning|error message:message! locations:location[] partialFingerprints:texts properties:texts",
        ["message"] = "text:text!",
        ["location"] = "physicalLocation:physicalLocation logicalLocations:logicalLocation[]",
        ["physicalLocation"] = "artifactLocation:artifactLocation",
        ["artifactLocation"] = "uri:reference",
        ["logicalLocation"] = "name:text fullyQualifiedName:text kind:text",
    };

    public static void Check(JsonElement log)
    {
        Object(log, "sarifLog", "$");
        foreach (var run in log.GetProperty("runs").EnumerateArray())
        {
            var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToArray();
            Assert.Equal(rules.Length, rules.Distinct(StringComparer.Ordinal).Count());
            foreach (var result in run.GetProperty("results").EnumerateArray())
            {
                Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            }

            foreach (var rule in run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray().Select(n => n.GetProperty("associatedRule")))
            {
                Assert.Equal(rule.GetProperty("id").GetString(), rules[rule.GetProperty("index").GetInt32()]);
            }
        }
    }

    private static void Object(JsonElement element, string kind, string path)
    {
        Assert.True(element.ValueKind == JsonValueKind.Object, $"{path} is no object.");
        var members = s_objects[kind].Split(' ').Select(m => m.Split(':', 2)).ToDictionary(m => m[0], m => m[1], StringComparer.Ordinal);
        foreach (var missing in members.Where(m => m.Value.EndsWith('!')).Select(m => m.Key))
        {
            Assert.True(element.TryGetProperty(missing, out _), $"{path}.{missing} is missing.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            Assert.True(seen.Add(member.Name), $"{path}.{member.Name} stands twice.");
            Assert.True(members.TryGetValue(member.Name, out var type), $"{path}.{member.Name} is not known.");
            type = type!.TrimEnd('!');
            if (type.EndsWith("[]", StringComparison.Ordinal))
            {
                Assert.Equal(JsonValueKind.Array, member.Value.ValueKind);
                foreach (var (item, i) in member.Value.EnumerateArray().Select((item, i) => (item, i)))
                {
                    Value(item, type[..^2], $"{path}.{member.Name}[{i}]");
                }
            }
            else
            {
                Value(member.Value, type, $"{path}.{member.Name}");
            }
        }
    }

    private static void Value(JsonElement value, string type, string path)
    {
        switch (type)
        {
            case "bool":
                Assert.True(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path);
                break;
            case "number":
                Assert.True(value.GetInt32() >= 0, path);
                break;
            case "texts":
                Assert.All(value.EnumerateObject(), m => Assert.Equal(JsonValueKind.String, m.Value.ValueKind));
                break;
            case "text":
                Assert.False(string.IsNullOrEmpty(value.GetString()), $"{path} is empty.");
                break;
            case "uri":
                Assert.True(Uri.TryCreate(value.GetString(), UriKind.Absolute, out _), path);
                break;
            case "reference":
                Assert.True(Uri.IsWellFormedUriString(value.GetString(), UriKind.RelativeOrAbsolute), $"{path}: {value}");
                break;
            case "semver":
                Assert.Matches(@"^\d+\.\d+\.\d+$", value.GetString());
                break;
            case "time":
                Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", value.GetString());
                break;
            case var one when s_objects.ContainsKey(one):
                Object(value, one, path);
                break;
            default:
                Assert.Contains(value.GetString(), type.Split('|'));
                break;
        }
    }
}
