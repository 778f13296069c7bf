using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>
/// A default route that a gateway has learned reaches every VNet that uses it: their Internet traffic takes it, save where a
/// route table says otherwise.
/// </summary>
internal static class EgressCheck
{
    public static IEnumerable<Finding> Find(Scene scene)
    {
        foreach (var (user, lender, pair) in scene.GatewayStarts)
        {
            var (spoke, hub) = (user.Network.Name, lender.Network.Name);
            switch (scene.Facts.Routes.GetValueOrDefault(lender.Network.Id))
            {
                case { DefaultRoutes: { IsEmpty: false } learned }:
                    yield return new(user.Id, $"{Moves(spoke, hub)} It comes from {string.Join(" and ", learned)}. Subnets whose route table "
                        + "has a 0.0.0.0/0 of its own, or does not take gateway routes, keep their way.", pair.Group)
                    {
                        Tells = NoticeSeverity.Warning,
                    };
                    break;
                case { Unknown: { } reason }:
                    yield return new(user.Id, $"Whether the gateway of {hub} has learned a default route, which would take the Internet "
                        + $"traffic of {spoke} with it, could not be known: {reason}", pair.Group) { Tells = NoticeSeverity.Warning };
                    break;
                case null:
                    yield return new(user.Id, $"{spoke} learns the routes of the gateway of {hub}; if that has learned a default route, "
                        + $"which was not asked, the Internet traffic of {spoke} takes it too.", pair.Group) { Tells = NoticeSeverity.Information };
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The sentence that a plan's Impact says too.</summary>
    public static string Moves(string spoke, string hub) =>
        $"The Internet traffic of {spoke} moves to the gateway of {hub}, which has learned a default route.";
}
