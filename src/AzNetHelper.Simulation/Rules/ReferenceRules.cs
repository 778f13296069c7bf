using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>References from one resource to another.</summary>
internal static class ReferenceRules
{
    /// <summary>
    /// A reference to a type that the simulation holds must lead to a resource of the same region; one that stood there
    /// before is left alone, because a loaded snapshot may hold only a part of the estate. Other types (network
    /// security groups, NAT gateways) are taken on trust.
    /// Without a location the other resource may be in any region.
    /// </summary>
    public static ArmError? Check(
        Cloud cloud, ResourceId from, string? location, ResourceKind expected, string path, string? reference,
            string? before)
    {
        if (reference is null || Json.Same(reference, before))
        {
            return null;
        }

        if (!ResourceId.TryParse(reference, out var id))
        {
            return FrontDoorErrors.LinkedInvalidPropertyId.With(reference, path);
        }

        if (!id.IsType(expected.Type))
        {
            return NetworkErrors.WrongReference.With(reference, expected.ShortType, path);
        }

        return cloud.Estate.Find(id) is null
            || (location is not null && !Json.Same(cloud.Estate.Find(Cloud.Top(id))!.Text("location"), location))
            ? NetworkErrors.InvalidReference.With(id, from)
            : null;
    }
}
