using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// The text of a journal: UTF-8, one JSON object a line, each with when it was written. docs/plans.md describes it.
/// </summary>
internal static class JournalLines
{
    /// <summary>The first line.</summary>
    public const string Header = """{"format":"AzNetHelper journal","version":"1.0"}""";

    // Readable: the URLs in it are looked at by people.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JournalRecord record, DateTimeOffset at)
    {
        var json = record switch
        {
            RunRecord run => new JsonObject { ["entry"] = "run", ["title"] = run.Title, ["plan"] = run.Plan, ["torn"] = run.Torn },
            SendingRecord sending => new JsonObject
            {
                ["entry"] = "sending",
                ["write"] = sending.Write,
                ["kind"] = sending.Kind.ToString(),
                ["resource"] = sending.Resource.ToString(),
                ["isNew"] = sending.IsNew,
                ["content"] = sending.Content,
            },
            AcceptedRecord accepted => new JsonObject
            {
                ["entry"] = "accepted",
                ["write"] = accepted.Write,
                ["operation"] = JsonNode.Parse(accepted.Operation.ToText()),
            },
            EndedRecord ended => new JsonObject { ["entry"] = "ended", ["write"] = ended.Write, ["end"] = ended.End.ToString() },
            ClosedRecord closed => new JsonObject
            {
                ["entry"] = "closed",
                ["succeeded"] = closed.Succeeded,
                ["account"] = new JsonArray([.. closed.Account.Select(f => new JsonObject
                {
                    ["resource"] = f.Resource.ToString(),
                    ["kind"] = f.Kind.ToString(),
                    ["outcome"] = f.Outcome.ToString(),
                })]),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(record), record, message: null),
        };
        json["at"] = at.ToString("O", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(json.ToJsonString(Readable) + "\n");
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static JournalRecord Read(ReadOnlySpan<byte> line)
    {
        var json = Parse(line) ?? throw new FormatException("it is no JSON object");
        return Text("entry") switch
        {
            "run" => new RunRecord(Text("title"), Text("plan"), Number("torn")),
            "sending" => new SendingRecord(Number("write"), Name<ChangeKind>("kind"), Resource(json),
                Flag("isNew"), Text("content")),
            "accepted" => new AcceptedRecord(Number("write"), ArmOperationText.Parse(
                json["operation"]?.ToJsonString(Readable) ?? throw Wrong("operation"))),
            "ended" => new EndedRecord(Number("write"), Name<WriteEnd>("end")),
            "closed" => new ClosedRecord(Flag("succeeded"), [.. Fates()]),
            var other => throw new FormatException($"its entry '{other}' is not known"),
        };

        string Text(string name) => TextOf(json, name);

        int Number(string name) =>
            json[name] is JsonValue v && v.TryGetValue<int>(out var n) && n >= 0 ? n : throw Wrong(name);

        bool Flag(string name) => json[name] is JsonValue v && v.TryGetValue<bool>(out var b) ? b : throw Wrong(name);

        T Name<T>(string name)
            where T : struct, Enum => NameOf<T>(json, name);

        IEnumerable<Fate> Fates() => (json["account"] as JsonArray ?? throw Wrong("account")).Select(f => f is JsonObject fate
            ? new Fate(Resource(fate), NameOf<ChangeKind>(fate, "kind"), NameOf<ChangeOutcome>(fate, "outcome"))
            : throw Wrong("account"));
    }

    /// <summary>The object that the line holds; null when it holds none, whole.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            // Counted, because members that stand twice are noticed no sooner.
            return JsonNode.Parse(line) is JsonObject { Count: > 0 } json ? json : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static ResourceId Resource(JsonObject json) =>
        ResourceId.TryParse(TextOf(json, "resource"), out var id) ? id : throw Wrong("resource");

    private static string TextOf(JsonObject json, string name) =>
        json[name] is JsonValue v && v.TryGetValue<string>(out var s) ? s : throw Wrong(name);

    private static T NameOf<T>(JsonObject json, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(TextOf(json, name), out var value) && Enum.IsDefined(value) ? value : throw Wrong(name);

    private static FormatException Wrong(string name) => new($"its member '{name}' is missing or wrong");
}
