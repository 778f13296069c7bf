using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;

namespace AzNetHelper.Rendering;

/// <summary>What is wanted of a picture, in words that only the networks give a meaning.</summary>
public sealed record PictureRequest
{
    public PictureView View { get; init; }

    /// <summary>The heading; null for one that says what is there.</summary>
    public string? Title { get; init; }

    /// <summary>Marks what this plan adds, changes and removes.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Two ends whose way is shown, as <see cref="EndpointParser"/> reads them.</summary>
    public (string Source, string Destination)? Ends { get; init; }

    /// <summary>Makes the picture; null where that cannot be, which was told.</summary>
    public Picture? Of(Topology topology, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(steps);
        var projection = Plan is null ? null : PlanProjection.Of(topology, Plan);
        PlanProblem[] refusals = [.. (projection?.Refusals ?? []).Where(r => !PictureThings.IsOfOthers(r))];
        if (refusals.Length > 0)
        {
            // A picture of half of a plan would show networks that nobody wants.
            foreach (var refusal in refusals)
            {
                steps.Fail(new(refusal.CheckId, refusal.Kind, refusal.Message, refusal.Resource));
            }

            return null;
        }

        try
        {
            var parser = new EndpointParser(projection?.Topology ?? topology);
            return PictureBuilder.Of(topology, new()
            {
                View = View,
                Title = Title,
                Plan = Plan,
                Ends = Ends is { } ends ? (parser.Parse(ends.Source), parser.Parse(ends.Destination)) : null,
            }, projection);
        }
        catch (EndpointException e)
        {
            steps.Fail(new(e.Id, FailureKind.ObjectNotFound, e.Message, $"{Ends?.Source} {Ends?.Destination}"));
            return null;
        }
    }
}
