using System.Text;
using System.Text.Json;
using AzNetHelper.Networks;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>The module's own look at JSON, held against that of System.Text.Json.</summary>
public sealed class JsonPartProperties
{
    // Escapes in names and texts, blanks, and everything that a number may be.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Int[0, 9].Select(i => new[]
        {
            "\"\"", "\"id\"", "\"\\u0069d\"", "\"a\\\"b\"", "\"ü€\"", "\"\\ud83d\\ude00\"", "\"\\\\\"", "\"10.0.0.0/16\"", "\"True\"", "\" /\"",
        }[i]),
        Gen.String[Gen.Char[' ', '\u07ff'], 0, 8].Select(s => JsonSerializer.Serialize(s)));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => Gen.Frequency(
        (2, Text),
        (1, Gen.Int[0, 6].Select(i => new[] { "true", "false", "null", "0", "-1.50", "1e400", "9223372036854775807" }[i])),
        (depth > 4 ? 0 : 2, inner.Array[0, 4].Select(a => $"[ {string.Join(" ,\n", a)}]")),
        (depth > 4 ? 0 : 3, Gen.Select(Text, inner).Array[0, 5].Select(m => $"{{{string.Join(", ", m.Select(p => $"{p.Item1} :{p.Item2}"))} }}"))));

    [Fact]
    public void A_part_says_what_System_Text_Json_says() => Value.Sample(json =>
    {
        using var expected = JsonDocument.Parse(json);
        using var plain = JsonTape.Read(Encoding.UTF8.GetBytes(json));
        using var shared = JsonTape.Read(Encoding.UTF8.GetBytes(json), new SharedTexts());
        AssertSame(expected.RootElement, plain.Root);
        AssertSame(expected.RootElement, shared.Root);
    }, iter: 3000);

    [Fact]
    public void What_is_written_again_is_what_System_Text_Json_writes() => Value.Sample(json =>
    {
        using var expected = JsonDocument.Parse(json);
        using var tape = JsonTape.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(Written(expected.RootElement.WriteTo), Written(tape.Root.WriteValue));
    }, iter: 3000);

    [Fact]
    public void Damage_is_told_as_System_Text_Json_tells_it() => Gen.Select(Value, Gen.Int[0, 5000], Gen.Byte[1, 127]).Sample((json, at, with) =>
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[at % bytes.Length] = with;
        var expected = Fault(() => JsonDocument.Parse(bytes).Dispose());
        var told = Fault(() => JsonTape.Read(bytes).Dispose());
        Assert.Equal((expected?.LineNumber, expected?.BytePositionInLine, expected?.Message), (told?.LineNumber, told?.BytePositionInLine, told?.Message));
    }, iter: 3000);

    [Fact]
    public void Of_a_member_that_is_written_twice_the_last_counts()
    {
        using var tape = JsonTape.Read("""{"a":1,"b":[],"\u0061":"last"}"""u8.ToArray());
        Assert.Equal("last", tape.Root.Text("a"));
        Assert.Equal(["a", "b", "a"], tape.Root.Inside.Select(m => m.Name));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        using var tape = JsonTape.Read("""{"a":"\ud800"}"""u8.ToArray(), new SharedTexts());
        Assert.Throws<InvalidOperationException>(() => tape.Root.Text("a"));
        Assert.Equal("""{"a":"\ud800"}""", Encoding.UTF8.GetString(tape.Root.Json.Span));
    }

    [Fact]
    public void What_is_absent_is_an_object_without_members()
    {
        var absent = default(JsonPart).Object("a").Member("b");
        Assert.Equal(JsonValueKind.Undefined, absent.ValueKind);
        Assert.Null(absent.Text("c"));
        Assert.Null(absent.Id("c"));
        Assert.Null(absent.Prefix("c"));
        Assert.Null(absent.Number("c"));
        Assert.Empty(absent.Items("c"));
        Assert.Empty(absent.Texts("c"));
        Assert.True(absent.Flag("c", absent: true));
        Assert.True(absent.Json.IsEmpty);
    }

    private static void AssertSame(JsonElement expected, JsonPart part)
    {
        Assert.Equal(expected.ValueKind, part.ValueKind);
        Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(part.Json.Span));
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var members = expected.EnumerateObject().ToList();
                Assert.Equal(members.Select(m => m.Name), part.Inside.Select(m => m.Name));
                Assert.Equal(members.Count, part.Inside.Count());
                foreach (var (member, own) in members.Zip(part.Inside))
                {
                    AssertSame(member.Value, own);

                    // Names that the module asks for are ASCII, and never empty.
                    if (member.Name.Length > 0 && Ascii.IsValid(member.Name))
                    {
                        Assert.Equal(expected.GetProperty(member.Name).GetRawText(), Encoding.UTF8.GetString(part.Member(member.Name).Json.Span));
                        Assert.True(own.IsNamed(member.Name));
                        Assert.Equal(expected.Number(member.Name), part.Number(member.Name));
                        Assert.Equal(expected.Flag(member.Name), part.Flag(member.Name));
                        Assert.Equal(expected.Texts(member.Name), part.Texts(member.Name));
                    }
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), part.Inside.Count());
                Assert.All(expected.EnumerateArray().Zip(part.Inside), p => AssertSame(p.First, p.Second));
                break;
            default:
                Assert.Equal(expected.ToString(), part.Print());
                break;
        }
    }

    private static JsonException? Fault(Action read) => (JsonException?)Record.Exception(read);

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
