using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>What an answer says went wrong, in an <see cref="ArmException"/>.</summary>
internal static class ErrorReader
{
    public const string NoAnswer = "NoAnswer";

    private const int LongestText = 300;

    /// <summary>
    /// An error answer: ARM's envelope in any casing and order, or whatever stands between us and ARM has written.
    /// </summary>
    public static ArmException FromAnswer(ArmRequest request, int status, ReadOnlyMemory<byte> body,
        Func<string, string?> header, DateTimeOffset now, SessionTenants? tenants = null)
    {
        using var document = Json(body);
        var error = document is null ? null : Envelope(document.RootElement);
        var (code, message) = (error?.Code ?? CodeOf(status), error?.Message ?? Describe(request.Name, status, body, document is not null));
        var advice = status == 401 ? tenants?.Advice(request.Uri.AbsolutePath, code, header("WWW-Authenticate")) : null;
        return new(status, code, advice is null ? message : $"{advice} Azure says: {message}")
        {
            Details = error?.Details ?? [],
            Target = error?.Target,
            AdditionalInfo = error?.AdditionalInfo,
            Request = request.Name,
            RequestId = header("x-ms-request-id"),
            RetryAfter = RetryAfter.Read(header, now),
            MayHaveTakenEffect = !request.IsRead && status is (408 or >= 500),
        };
    }

    /// <summary>The failure of an operation as its status body tells it; the answer itself was a 200.</summary>
    public static ArmException FromStatus(string operation, string state, JsonElement body, string? requestId)
    {
        var error = Envelope(body);
        var fallback = state.StartsWith("cancel", StringComparison.OrdinalIgnoreCase) ? "Canceled" : "OperationFailed";
        return new(200, error?.Code ?? fallback,
            error?.Message ?? $"{operation}: the operation ended as {state}; the service gave no reason.")
        {
            Details = error?.Details ?? [],
            Target = error?.Target,
            AdditionalInfo = error?.AdditionalInfo,
            Request = operation,
            RequestId = requestId,
        };
    }

    /// <summary>No answer. <paramref name="sent"/> is false when no connection came about.</summary>
    public static ArmException FromFault(ArmRequest request, string reason, bool sent, Exception? cause)
    {
        var lost = sent && !request.IsRead;
        return new(0, NoAnswer,
            $"{request.Name}: no answer. {reason}" + (lost ? " The write may have taken effect." : ""), cause)
        {
            Request = request.Name,
            MayHaveTakenEffect = lost,
        };
    }

    /// <summary>The body as JSON; null when it is none.</summary>
    public static JsonDocument? Json(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static Error? Envelope(JsonElement root)
    {
        var error = Member(root, "error") ?? Member(root, "odata.error") ?? root;
        var code = Text(error, "code");
        var message = Text(error, "message")
            ?? (Member(error, "message") is { } wrapped ? Text(wrapped, "value") : null);
        if (code is null && message is null)
        {
            return null;
        }

        var info = Member(error, "additionalInfo");
        return new(code, Redaction.Text(message ?? $"The service answered {code} without a message."),
            Text(error, "target"), [.. DetailsOf(error)],
            info is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } ? info.Value.GetRawText() : null);
    }

    private static IEnumerable<ArmErrorDetail> DetailsOf(JsonElement error)
    {
        if (Member(error, "details") is not { ValueKind: JsonValueKind.Array } details)
        {
            yield break;
        }

        foreach (var detail in details.EnumerateArray())
        {
            var (code, message) = (Text(detail, "code"), Text(detail, "message"));
            if (code is not null || message is not null)
            {
                yield return new(code ?? "", Redaction.Text(message ?? ""), Text(detail, "target"));
            }

            foreach (var inner in DetailsOf(detail))
            {
                yield return inner;
            }
        }
    }

    private static string CodeOf(int status) =>
        Enum.IsDefined((HttpStatusCode)status) ? ((HttpStatusCode)status).ToString() : $"Http{status}";

    // A proxy's or gateway's page: its title or first words help; JSON that is no error is not shown, it may hold
    // anything.
    private static string Describe(string request, int status, ReadOnlyMemory<byte> body, bool isJson)
    {
        var text = isJson ? "" : Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 4096)]);
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        text = end > 0 ? text[(start + 7)..end] : text.TrimStart().StartsWith('<') ? "" : text;
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = Redaction.Text(text.Length > LongestText ? text[..LongestText] + "..." : text);
        var reason = text.Length > 0 ? $": {text}" : " without a reason.";
        return $"{request} was answered {status} {CodeOf(status)}{reason}";
    }

    private sealed record Error(string? Code, string Message, string? Target, ImmutableArray<ArmErrorDetail> Details,
        string? AdditionalInfo);
}
