using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

/// <summary>What the service answers while an operation runs, and when it has ended.</summary>
internal static class OperationAnswers
{
    public static readonly Func<HttpResponseMessage> InProgress = () => Answer(200, """{"status":"InProgress"}""");
    public static readonly Func<HttpResponseMessage> Succeeded = () => Answer(200, """{"status":"Succeeded"}""");

    public static Func<HttpResponseMessage> Accepted(params (string, string)[] headers) =>
        () => Answer(201, """{"properties":{"provisioningState":"Updating"}}""", headers);

    public static Func<HttpResponseMessage> Resource(string state) =>
        () => Answer(200, $$$"""{"properties":{"provisioningState":"{{{state}}}"}}""", ("ETag", "W/\"2\""));
}
