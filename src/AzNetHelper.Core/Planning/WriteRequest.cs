using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>What is sent for a change, made from what was read just before.</summary>
internal static class WriteRequest
{
    // What is there is written with If-Match, taken by the GET just before. For what is not there If-None-Match: *
    // would say "only if it still is not", but it is not sent: the resource provider contract asks for 412 then
    // (github.com/Azure/azure-resource-manager-rpc, resource-api-reference), yet no document and no recording shows
    // that Microsoft.Network heeds it, and a header that may be ignored, or refused, is no protection. What protects is
    // the GET just before; between it and the PUT there is a window of one request, in which a resource that another
    // one makes under the same name is overwritten with what the plan wants. README.md says so.
    public static async Task<ArmWrite> ForAsync(
        IArm arm, Change change, FoundResource found, StepWriter steps, CancellationToken cancellation)
    {
        var id = change.Resource;
        if (ManagerDeployment.Is(id))
        {
            return ManagerDeployment.Write(id, JsonBody.Parse(change.After!));
        }

        var write = new ArmWrite(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id))
        {
            IfMatch = found.ETag,
            Query = change.Query,
        };
        switch (change.Kind)
        {
            case ChangeKind.Delete:
                return write with { Verb = ArmVerb.Delete };
            case ChangeKind.Action:
                return write with
                {
                    Verb = change.ActionVerb,
                    Path = $"{id}/{change.Action}",
                    IfMatch = null,
                    Body = change.After is null ? default : JsonBody.WriteUtf8(JsonBody.Parse(change.After)),
                };
        }

        var patched = BodyRules.IsPatched(id.Type);
        if (patched && found.Body is null)
        {
            throw new ArmException(404, "ResourceNotFound", $"{id} is not there; this module changes such resources and makes none.");
        }

        var request = patched
            ? BodyRules.ComposePatch(id.Type, found.Body!, JsonBody.Parse(change.After!))
            : BodyRules.Compose(id.Type, found.Body, JsonBody.Parse(change.After!));
        write = write with { Verb = patched ? ArmVerb.Patch : ArmVerb.Put };
        if (!request.Dropped.IsEmpty)
        {
            steps.Notice(NoticeSeverity.Warning, "MemberDropped",
                $"{id} holds members that api-version {write.ApiVersion} does not have; writing it may reset them: "
                + $"{string.Join(", ", request.Dropped)}.", id);
        }

        var body = found.Body is null ? request.Body : await HiddenSecrets.RestoreAsync(arm, id, found.Body, request.Body, cancellation);
        if (HiddenSecrets.MissingIn(id, body) is { } secret)
        {
            throw HiddenSecrets.Unreadable(id, secret, cause: null);
        }

        return write with { Body = JsonBody.WriteUtf8(body) };
    }
}
