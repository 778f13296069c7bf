using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>Every body of a write against Microsoft's published schema: no unknown member, no read-only one.</summary>
internal static class SentBodies
{
    private static int _checked;

    /// <summary>How many bodies have been looked at in this run.</summary>
    public static int Checked => _checked;

    public static void Check(RequestLog log)
    {
        foreach (var request in log.Writes.Where(w => !w.Body.IsEmpty && w.Method is "PUT" or "PATCH" or "POST"))
        {
            // A key has no resource id and no place in the schema of resources (arm-protocol 1.5).
            if (request.Path.EndsWith("/sharedkey", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Equal(["value"], JsonNode.Parse(request.Body.Span)!.AsObject().Select(m => m.Key));
                continue;
            }

            // Neither has what is posted to a network manager; the simulation reads it as strictly as the schema (arm-protocol 1.8).
            if (request.Path.EndsWith("/commit", StringComparison.OrdinalIgnoreCase)
                || request.Path.EndsWith("/listDeploymentStatus", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Empty(JsonNode.Parse(request.Body.Span)!.AsObject().Select(m => m.Key)
                    .Except(["targetLocations", "configurationIds", "commitType", "regions", "deploymentTypes", "skipToken"]));
                continue;
            }

            var id = ResourceId.Parse(request.Path);
            Assert.Equal(ResourceTypes.ApiVersion(id), request.ApiVersion);
            var body = JsonNode.Parse(request.Body.Span);
            Assert.Empty(Faults(id, request.ApiVersion!, request.Method, body).Select(f => $"{request}: {f}"));
            Interlocked.Increment(ref _checked);
        }
    }

#if NET10_0_OR_GREATER
    // A PATCH of these types holds tags only, which every body has.
    private static IReadOnlyList<string> Faults(ResourceId id, string version, string verb, JsonNode? body) =>
        verb == "PATCH" && body is JsonObject { Count: 1 } only && only.ContainsKey("tags") ? []
        : BicepSchema.Faults(id.Type, version, body);
#else
    // The package with the schema needs .NET 10; the same tests run there.
    private static IReadOnlyList<string> Faults(ResourceId id, string version, string verb, JsonNode? body) => [];
#endif
}
