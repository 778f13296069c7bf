using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Arm;

/// <summary>
/// An accepted operation as one line of JSON, so that a later session can go on waiting for it. Status URLs are signed:
/// they are kept character for character. The body of the first answer is left out, because it may hold a secret; who
/// waits reads the resource back.
/// </summary>
public static class ArmOperationText
{
    private const string Kind = "AzNetHelper.ArmOperation";

    // The default encoder would write '&' of a query as \u0026: legal, and unreadable to the person who copies the
    // line.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes an operation as one line of JSON. It grants nothing by itself, but its URLs are signed: keep it private.
    /// </summary>
    public static string ToText(ArmOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var json = new JsonObject
        {
            ["kind"] = Kind,
            ["verb"] = operation.Verb.ToString().ToUpperInvariant(),
            ["path"] = operation.Path,
            ["apiVersion"] = operation.ApiVersion,
            ["status"] = operation.Status,
            ["startedAt"] = operation.StartedAt.ToString("O", CultureInfo.InvariantCulture),
        };
        Add("statusUri", operation.StatusUri?.OriginalString);
        Add("resultUri", operation.ResultUri?.OriginalString);
        Add("retryAfter", operation.RetryAfter?.ToString("c", CultureInfo.InvariantCulture));
        return json.ToJsonString(Readable);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no operation; the message says which member is missing or
    /// wrong.</exception>
    public static ArmOperation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var json = Read(text);
        if (!string.Equals(Text("kind"), Kind, StringComparison.Ordinal))
        {
            throw new FormatException($"The text is no operation: its member 'kind' is not '{Kind}'.");
        }

        return new(
            Enum.TryParse<ArmVerb>(Text("verb"), ignoreCase: true, out var verb) && Enum.IsDefined(verb)
                ? verb
                : throw Wrong("verb"),
            Text("path") is ['/', ..] path ? path : throw Wrong("path"),
            Text("apiVersion") ?? throw Wrong("apiVersion"),
            json["status"] is JsonValue number && number.TryGetValue<int>(out var status) ? status : throw Wrong("status"))
        {
            StatusUri = Address("statusUri"),
            ResultUri = Address("resultUri"),
            RetryAfter = Text("retryAfter") is not { } wait ? null
                : TimeSpan.TryParseExact(wait, "c", CultureInfo.InvariantCulture, out var span) ? span
                : throw Wrong("retryAfter"),
            StartedAt = DateTimeOffset.TryParseExact(
                Text("startedAt"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                ? at
                : throw Wrong("startedAt"),
        };

        string? Text(string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var s) ? s : null;

        Uri? Address(string name) => Text(name) is not { } s ? null
            : Uri.TryCreate(s, UriKind.Absolute, out var uri) ? uri
            : throw Wrong(name);

        static FormatException Wrong(string name) => new($"The text is no operation: its member '{name}' is missing or wrong.");
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw new FormatException("The text is no operation: it is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The text is no operation: it is no JSON.", e);
        }
    }
}
