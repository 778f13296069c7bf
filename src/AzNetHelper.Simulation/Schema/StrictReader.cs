using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>
/// Reads a body as the provider does: strictly by api-version (azure-powershell#13544, azure-cli#16205). A member that
/// the version does not know is refused with its path and place; read-only members are taken and dropped; names are
/// matched whatever their case.
/// </summary>
internal sealed class StrictReader(string apiVersion)
{
    private byte[] _bytes = [];

    public ArmError? Read(byte[] body, string type, out JsonObject document)
    {
        _bytes = body;
        document = [];
        try
        {
            // Of two members with one name the last counts, as in the service's reader.
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return NetworkErrors.NotJson.With("an object was expected.");
            }

            var refusal = ReadObject(ref reader, type, string.Empty, out document);
            return refusal ?? (reader.Read() ? NetworkErrors.NotJson.With("text follows it.") : null);
        }
        catch (JsonException e)
        {
            return NetworkErrors.NotJson.With(e.Message);
        }
    }

    private ArmError? ReadObject(ref Utf8JsonReader reader, string type, string path, out JsonObject document)
    {
        document = [];
        var members = MemberTable.Instance.Members(type);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            if (members is null || !members.TryGetValue(name, out var member) || !member.IsKnownIn(apiVersion))
            {
                var (line, position) = Place(reader.TokenStartIndex + reader.ValueSpan.Length + 2);
                return NetworkErrors.UnknownMember.With(name, ServiceType(type), memberPath, line, position);
            }

            reader.Read();
            if (member.ReadOnly)
            {
                reader.Skip();
                continue;
            }

            var refusal = ReadValue(ref reader, member, memberPath, out var value);
            if (refusal is not null)
            {
                return refusal;
            }

            document[member.Name] = value;
        }

        return null;
    }

    private ArmError? ReadValue(ref Utf8JsonReader reader, Member member, string path, out JsonNode? value)
    {
        value = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (!member.IsList)
        {
            return ReadItem(ref reader, member.ItemKind, path, out value);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Wrong(ref reader, member.Kind, path);
        }

        var list = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var refusal = ReadItem(ref reader, member.ItemKind,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{list.Count}]"),
                    out var item);
            if (refusal is not null)
            {
                return refusal;
            }

            list.Add(item);
        }

        value = list;
        return null;
    }

    private ArmError? ReadItem(ref Utf8JsonReader reader, string kind, string path, out JsonNode? item)
    {
        item = null;
        var fits = (kind, reader.TokenType) switch
        {
            (_, JsonTokenType.Null) => true,
            ("bool", JsonTokenType.True or JsonTokenType.False) => true,
            ("int", JsonTokenType.Number) => true,
            ("string", JsonTokenType.String) => true,
            ("object", JsonTokenType.StartObject) => true,
            ("any", _) => true,
            ("bool" or "int" or "string" or "object", _) => false,
            (_, JsonTokenType.StartObject) => true,
            _ => false,
        };
        if (!fits)
        {
            return Wrong(ref reader, kind, path);
        }

        if (reader.TokenType == JsonTokenType.StartObject && MemberTable.Instance.Members(kind) is not null)
        {
            var refusal = ReadObject(ref reader, kind, path, out var nested);
            item = nested;
            return refusal;
        }

        item = JsonNode.Parse(ref reader);
        return null;
    }

    private ArmError Wrong(ref Utf8JsonReader reader, string kind, string path)
    {
        var (line, position) = Place(reader.TokenStartIndex);
        return NetworkErrors.WrongKind.With(ServiceType(kind), path, line, position);
    }

    // Line from 1, position in the line, as the service counts them.
    private (int Line, int Position) Place(long offset)
    {
        var before = Encoding.UTF8.GetString(_bytes, 0, (int)Math.Min(offset, _bytes.Length));
        return (before.AsSpan().Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1));
    }

    // The schema calls it VirtualNetworkPeeringPropertiesFormat, the service's message VirtualNetworkPeeringProperties.
    private static string ServiceType(string type) =>
        type.EndsWith("Format", StringComparison.Ordinal) ? type[..^"Format".Length] : type;
}
