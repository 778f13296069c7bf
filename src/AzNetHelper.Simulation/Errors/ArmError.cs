using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A refusal in ARM's envelope: <c>{"error":{code,message,target?,details?,additionalInfo?}}</c>.</summary>
internal sealed record ArmError(int Status, string Code, string Message)
{
    public string? Target { get; init; }

    public ImmutableArray<ArmErrorDetail> Details { get; init; } = [];

    public JsonArray? AdditionalInfo { get; init; }

    /// <summary>ARM itself refused: no <c>details</c>, x-ms-failure-cause says gateway (recorded behaviour).</summary>
    public bool ByFrontDoor { get; init; }

    /// <summary>The message stands before the code, and there are no details (recorded of Virtual Network Manager).</summary>
    public bool MessageFirst { get; init; }

    public int? RetryAfter { get; init; }

    public JsonObject ToJson() => new() { ["error"] = ToErrorObject() };

    /// <summary>The inner object, which a failed operation's status body carries too.</summary>
    public JsonObject ToErrorObject()
    {
        if (MessageFirst)
        {
            return new() { ["message"] = Message, ["code"] = Code };
        }

        var error = new JsonObject { ["code"] = Code };
        if (Target is not null)
        {
            error["target"] = Target;
        }

        error["message"] = Message;
        if (AdditionalInfo is not null)
        {
            error["additionalInfo"] = AdditionalInfo.DeepClone();
        }
        else if (!ByFrontDoor || !Details.IsEmpty)
        {
            error["details"] = new JsonArray([.. Details.Select(d => (JsonNode)ToJson(d))]);
        }

        return error;
    }

    private static JsonObject ToJson(ArmErrorDetail detail)
    {
        var entry = new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message };
        if (detail.Target is not null)
        {
            entry["target"] = detail.Target;
        }

        return entry;
    }
}
