using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>
/// Writes a plan as a document that people read and Git compares: indented, members in one order, the documents inside it
/// as JSON and not as text, what is empty left out, secrets replaced by their slots.
/// <code>{"format":"AzNetHelper plan","version":"1.0","madeBy":"0.1.0","title":"...","changes":[...]}</code>
/// </summary>
internal sealed class PlanWriter
{
    public const string Format = "AzNetHelper plan";

    /// <summary>Versions with another major number mean something else by the same members.</summary>
    public const string Major = "1";

    public const string Version = Major + ".0";

    public const int MostChanges = 20_000;

    // A secret in a parameter has no resource that it belongs to.
    private const string OriginSlots = ExtraDocument.TypePrefix + "origin";

    private readonly Utf8JsonWriter _json;

    private PlanWriter(Utf8JsonWriter json) => _json = json;

    /// <summary>The version of this module.</summary>
    public static string ModuleVersion { get; } =
        typeof(Plan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static byte[] Write(Plan plan)
    {
        using var bytes = new MemoryStream();
        using (var lines = new LineFeedStream(bytes))
        using (var json = CanonicalJson.Writer(lines))
        {
            new PlanWriter(json).Plan(plan);
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private void Plan(Plan plan)
    {
        _json.WriteStartObject();
        _json.WriteString("format", Format);
        _json.WriteString("version", Version);
        _json.WriteString("madeBy", plan.MadeBy ?? ModuleVersion);
        if (plan.CreatedAt != default)
        {
            _json.WriteString("createdAt", plan.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }

        Text("cloud", plan.Cloud);
        Text("tenantId", plan.TenantId);
        if (plan.SecondTenant is { } second)
        {
            _json.WriteStartObject("secondTenant");
            Text("tenantId", second.TenantId);
            Texts("subscriptionIds", second.SubscriptionIds);
            _json.WriteEndObject();
        }

        _json.WriteString("title", plan.Title);
        Each("origins", plan.Origins, origin =>
        {
            _json.WriteString("command", origin.Command);
            Document("parameters", origin.Parameters, OriginSlots);
        });
        Each("restsOn", plan.RestsOn, ground =>
        {
            _json.WriteString("resource", ground.Resource.ToString());
            Document("content", ground.Content, ground.Resource.ToString());
        });
        _json.WriteStartArray("changes");
        foreach (var change in plan.Changes)
        {
            Change(change);
        }

        _json.WriteEndArray();
        Each("problems", plan.Problems, problem =>
        {
            _json.WriteString("checkId", problem.CheckId);
            _json.WriteString("resource", problem.Resource.ToString());
            Text("group", problem.Group);
            _json.WriteString("kind", problem.Kind.ToString());
            _json.WriteString("message", problem.Message);
        });
        Each("notices", plan.Notices, notice =>
        {
            _json.WriteString("id", notice.Id);
            _json.WriteString("severity", notice.Severity.ToString());
            Text("resource", notice.Resource?.ToString());
            _json.WriteString("message", notice.Message);
        });
        _json.WriteEndObject();
    }

    private void Change(Change change)
    {
        var id = change.Resource.ToString();
        _json.WriteStartObject();
        _json.WriteString("key", change.Key);
        _json.WriteString("kind", change.Kind.ToString());
        _json.WriteString("resource", id);
        _json.WriteString("summary", change.Summary);
        Text("group", change.Group);
        if (change.Impact != ImpactStatement.None)
        {
            _json.WriteStartObject("impact");
            _json.WriteString("kind", change.Impact.Kind.ToString());
            Text("statement", change.Impact.Statement);
            _json.WriteEndObject();
        }

        Document("before", change.Before, id);
        Document("after", change.After, id);
        Document("expect", change.Expect, id);
        Document("neededWhile", change.NeededWhile, id);
        Document("onlyWhile", change.OnlyWhile, id);
        Document("passedWhen", change.PassedWhen, id);
        Document("awaits", change.Awaits, id);
        Document("takenBackBy", change.TakenBackBy, id);
        Texts("emptyGroups", change.EmptyGroups.Select(g => g.ToString()));
        Text("query", change.Query);
        Text("action", change.Action);
        Text("actionVerb", change.Kind == ChangeKind.Action && change.ActionVerb != ArmVerb.Post ? change.ActionVerb.ToString() : null);
        Texts("dependsOn", change.DependsOn);
        Texts("lanes", change.Lanes.Select(l => l.ToString()));
        _json.WriteEndObject();
    }

    private void Text(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _json.WriteString(name, text);
        }
    }

    private void Texts(string name, IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        if (all.Length > 0)
        {
            _json.WriteStartArray(name);
            Array.ForEach(all, _json.WriteStringValue);
            _json.WriteEndArray();
        }
    }

    private void Document(string name, string? json, string resource)
    {
        if (json is not null)
        {
            using var document = CanonicalJson.Parse(Encoding.UTF8.GetBytes(json));
            _json.WritePropertyName(name);
            CanonicalJson.Write(_json, document.RootElement, resource);
        }
    }

    private void Each<T>(string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (var item in items)
        {
            _json.WriteStartObject();
            write(item);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
