using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class ErrorTests
{
    private static async Task<ArmException> Refused(int status, string? body, params (string, string)[] headers) =>
        await Fails(() => Open(new ScriptedServer((_, _) => Answer(status, body, headers))).SendAsync(Put(), Stop));

    [Fact]
    public async Task The_envelope_is_read_whole()
    {
        const string Body = """
            {"error":{"details":[{"code":"InvalidJson","message":"Could not find member 'x'.","target":"properties.x",
            "details":[{"code":"Deeper","message":"d"}]}],"message":"Cannot parse the request.","code":"InvalidRequestFormat",
            "target":"body","additionalInfo":[{"type":"PolicyViolation","info":{"policyAssignmentName":"p"}}]}}
            """;
        var error = await Refused(400, Body, ("x-ms-request-id", "r1"), ("Retry-After", "4"));
        Assert.Equal((400, "InvalidRequestFormat", "Cannot parse the request.", "body", "r1", TimeSpan.FromSeconds(4)),
            (error.Status, error.Code, error.Message, error.Target, error.RequestId, error.RetryAfter));
        Assert.Equal([new("InvalidJson", "Could not find member 'x'.", "properties.x"), new("Deeper", "d")],
            error.Details);
        Assert.Contains("policyAssignmentName", error.AdditionalInfo, StringComparison.Ordinal);
        Assert.Equal($"PUT {VNet}", error.Request);
    }

    [Theory]
    [InlineData("""{"Error":{"Code":"A","Message":"m","Details":[],"InnerError":null}}""", "A", "m")]
    [InlineData("""{"code":"A","message":"m"}""", "A", "m")]
    [InlineData("""{"odata.error":{"code":"A","message":{"lang":"en","value":"m"}}}""", "A", "m")]
    [InlineData("""{"error":{"code":"A"}}""", "A", "The service answered A without a message.")]
    [InlineData("""{"error":{"message":"m"}}""", "BadRequest", "m")]
    [InlineData("""{"error":{"code":"","message":"m","details":{}}}""", "BadRequest", "m")]
    public async Task Variants_of_the_envelope_are_read(string body, string code, string message)
    {
        var error = await Refused(400, body);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(null, "without a reason.")]
    [InlineData("", "without a reason.")]
    [InlineData("upstream connect\n   error", ": upstream connect error")]
    [InlineData("<html><head><TITLE>Request\n blocked</TITLE></head><body>long</body></html>", ": Request blocked")]
    [InlineData("<html><body>x</body></html>", "without a reason.")]
    [InlineData("{\"secret\":\"canary\"}", "without a reason.")]
    [InlineData("null", "without a reason.")]
    [InlineData("[{\"error\":1}]", "without a reason.")]
    public async Task Whatever_else_comes_is_an_error_too(string? body, string ending)
    {
        var error = await Refused(403, body);
        Assert.Equal("Forbidden", error.Code);
        Assert.EndsWith(ending, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"PUT {VNet} was answered 403 Forbidden", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_without_a_name_is_called_by_its_number() =>
        Assert.Equal("Http419", (await Refused(419, null)).Code);

    [Fact]
    public async Task Every_catalogued_error_keeps_its_code()
    {
        var seen = 0;
        foreach (var row in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "traces", "errors.jsonl"))
            .Select(l => JsonNode.Parse(l)!))
        {
            if (row["status"]?.GetValueKind() != System.Text.Json.JsonValueKind.Number || (int)row["status"]! < 400
                || row["responseBody"]?["error"]?["code"] is not { } code)
            {
                continue;
            }

            var error = await Refused((int)row["status"]!, row["responseBody"]!.ToJsonString());
            Assert.Equal((string)code!, error.Code);
            seen++;
        }

        Assert.True(seen > 10, $"{seen}");
    }
}
