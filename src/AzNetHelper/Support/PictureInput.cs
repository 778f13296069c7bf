using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
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
    /// The networks of the session for a picture. What lies on a way is read by itself, since Resource Graph may be minutes behind.
    /// </summary>
    public static Task<Topology> ReadAsync(this PictureRequest request, IArm arm, TopologyScope survey, StepWriter steps, CancellationToken stop)
    {
        var scope = survey with { Depth = SurveyDepth.All };
        return request.Ends is { } ends
            ? PairReader.ReadAsync(arm, scope, ends, request.Plan, steps, stop)
            : TopologyReader.ReadAsync(arm, scope, steps, stop);
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
