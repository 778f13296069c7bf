using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Reading;

/// <summary>Questions of Virtual Network Manager: the token of the next page comes and goes in the body (arm-protocol 1.8).</summary>
internal static class QueryPages
{
    /// <summary>Asks with a POST, page by page.</summary>
    /// <exception cref="ArmException">It was refused.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        IArm arm, string path, JsonObject question, [EnumeratorCancellation] CancellationToken stop)
    {
        var body = (JsonObject)question.DeepClone();
        while (true)
        {
            var answer = await arm.QueryAsync(path, ResourceTypes.NetworkApiVersion, JsonBody.WriteUtf8(body), stop).ConfigureAwait(false);
            yield return answer.Body;
            if (JsonSlices.Text(JsonSlices.Members(answer.Body).GetValueOrDefault("skipToken")) is not { Length: > 0 } token)
            {
                yield break;
            }

            body["skipToken"] = token;
        }
    }
}
