using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>The parameters of the command, each of its kind.</summary>
internal sealed class OriginParameters(PlanOrigin origin)
{
    private readonly JsonObject _parameters = JsonBody.Parse(origin.Parameters);

    public bool Has(string name) => _parameters[name] is not null;

    public string Need(string name) => Text(name) ?? throw new FormatException($"-{name} is missing");

    public string? Text(string name) => _parameters[name] is null ? null
        : _parameters[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text
        : throw new FormatException($"-{name} is no text");

    public bool? Flag(string name) => _parameters[name] is null ? null
        : _parameters[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag
        : throw new FormatException($"-{name} is neither true nor false");

    public long? Number(string name) => _parameters[name] is null ? null
        : long.TryParse(_parameters[name]!.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"-{name} is no number");

    public IEnumerable<string> Texts(string name) => _parameters[name] is null ? []
        : _parameters[name] is JsonArray items ? items.Select(i => i is JsonValue v && v.TryGetValue<string>(out var text)
            ? text : throw new FormatException($"-{name} is no list of texts"))
        : throw new FormatException($"-{name} is no list");
}
