using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>What the first answer to a write says about how to see it through.</summary>
internal static class OperationStart
{
    public static ArmOperation From(ArmWrite write, ArmAnswer answer, ArmUrls urls, DateTimeOffset now)
    {
        var status = urls.FromService(answer.StatusUrl);
        // A Location beside 200 or 201 names the resource, or repeats a result that the body already is; only a 202 is
        // unfinished by itself (recorded behaviour: DELETE and POST 202 carry it, PUT never does).
        var result = answer.Status == 202 || status is not null ? urls.FromService(answer.Location) : null;
        if (answer.Status == 204)
        {
            (status, result) = (null, null);
        }
        else if (status is null && result is null && write.Verb != ArmVerb.Post && IsUnfinished(write, answer))
        {
            // No header, but not done: the resource itself says how it goes.
            status = urls.For(write.Path, write.ApiVersion);
        }

        return new(write.Verb, write.Path, write.ApiVersion, answer.Status)
        {
            StatusUri = status,
            ResultUri = result,
            RetryAfter = answer.RetryAfter,
            Remaining = answer.Remaining,
            StartedAt = now,
            Body = answer.Body,
        };
    }

    private static bool IsUnfinished(ArmWrite write, ArmAnswer answer)
    {
        if (answer.Status == 202)
        {
            return true;
        }

        // A static member of a network group says Updating for ever (recorded-behaviour 7.2): its answer is the end.
        if (ResourceId.TryParse(write.Path, out var id) && id.IsType(ResourceTypes.StaticMember))
        {
            return false;
        }

        using var document = ErrorReader.Json(answer.Body);
        return document is not null && OperationState.OfResource(document.RootElement).Phase == OperationPhase.Running;
    }
}
