using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>The commands that plans of service endpoints come from.</summary>
internal static class EndpointOrigins
{
    public const string Enable = "Enable-VNetServiceEndpoint";
    public const string Disable = "Disable-VNetServiceEndpoint";

    public static PlanOrigin Of(EndpointRequest request)
    {
        var parameters = new JsonObject();
        if (request.AllowLoss && !request.Enables)
        {
            parameters["Force"] = true;
        }

        parameters["Service"] = new JsonArray([.. request.Identifiers.Select(i => (JsonNode)EndpointService.NameOf(i))]);
        parameters["Subnet"] = new JsonArray([.. request.Subnets.Distinct().Select(s => (JsonNode)s.ToString())]);
        return new(request.Enables ? Enable : Disable, JsonBody.Write(parameters));
    }

    /// <summary>Makes a plan anew of what made it; null when a subnet or a service means nothing, which was told.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, Steps.StepWriter steps, CancellationToken cancellationToken)
    {
        var given = new OriginParameters(origin);
        string[] subnets = [.. given.Texts("Subnet")];
        string[] services = [.. given.Texts("Service")];
        if (subnets.Length == 0 || services.Length == 0)
        {
            throw new FormatException($"-{(subnets.Length == 0 ? "Subnet" : "Service")} is missing");
        }

        var ground = await EndpointGround.ReadAsync(arm, subnets,
            new([], [.. services.Select(s => EndpointService.TryParse(s, out var known) ? known.Identifier : s)], origin.Command == Enable)
            {
                AllowLoss = given.Flag("Force") ?? false,
            }, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        return ground?.Plan();
    }
}
