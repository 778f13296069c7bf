using System.Collections.Immutable;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>A profile as its writer leaves it: files and steps, or why there is none.</summary>
internal sealed record ProfileDraft(ImmutableArray<ProfileFile> Files, ImmutableArray<string> Steps, Failure? Failure = null)
{
    public static ProfileDraft Not(Failure why) => new([], [], why);
}
