using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reading;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>From the parameters of a picture to what is wanted of it, checked before anything is read.</summary>
internal static class PictureInput
{
    /// <summary>What is wanted; whatever of it cannot be ends the command.</summary>
    public static PictureRequest ToPicture(this PSCmdlet cmdlet, PictureView view, string? title, object? plan, (string? Source, string? Destination) ends)
    {
        if ((ends.Source is null) != (ends.Destination is null))
        {
            throw cmdlet.RefuseArgument("EndsInPairs", "Give -Source and -Destination, or neither.", ends.Source ?? ends.Destination);
        }

        // The fix of an answer is none where nothing helps: not to be taken for a plan that changes nothing.
        if (plan is null && cmdlet.MyInvocation.BoundParameters.ContainsKey("Plan"))
        {
            cmdlet.Warn("The plan given is none ($null): this is about the networks as they are.");
        }

        return new()
        {
            View = view,
            Title = title,
            Plan = plan is string path ? cmdlet.LoadPlan(path) : (Plan?)plan,
            Ends = ends is ({ } source, { } destination) ? (source, destination) : null,
        };
    }

    /// <summary>
    /// The networks of the session for a picture; null where an end is not among them, which was told. What lies on a way is read by
    /// itself, since Resource Graph may be minutes behind.
    /// </summary>
    public static async Task<Topology?> ReadAsync(this PictureRequest request, IArm arm, TopologyScope survey, StepWriter steps, CancellationToken stop)
    {
        var scope = survey with { Depth = SurveyDepth.All };
        if (request.Ends is not { } ends)
        {
            return await TopologyReader.ReadAsync(arm, scope, steps, stop);
        }

        try
        {
            return await PairReader.ReadAsync(arm, scope, ends, request.Plan, steps, stop);
        }
        catch (EndpointException e)
        {
            steps.Fail(new(e.Id, FailureKind.ObjectNotFound, e.Message, $"{ends.Source} {ends.Destination}"));
            return null;
        }
    }

    private static Plan LoadPlan(this PSCmdlet cmdlet, string path)
    {
        try
        {
            return PlanFiles.Load(cmdlet.ResolveFile(path));
        }
        catch (TopologyFileException e)
        {
            throw cmdlet.Terminate(e.ToFailure());
        }
    }
}
