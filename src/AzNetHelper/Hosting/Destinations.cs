using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>Where a session's requests go: a cloud of Azure, or an endpoint of one's own.</summary>
internal static class Destinations
{
    public static (ArmConnection Connection, string Environment) Destination(
        this PSCmdlet cmdlet, string? environment, Uri? endpoint, string? audience)
    {
        if (endpoint is null)
        {
            if (audience is not null)
            {
                throw cmdlet.RefuseArgument(
                    "ArmEndpointExpected", "-Audience goes with -ArmEndpoint.", cmdlet.MyInvocation.MyCommand.Name);
            }

            var cloud = AzureCloud.Find(environment ?? AzureCloud.Public)!;
            return (new(cloud.Endpoint, cloud.Audience) { Authority = cloud.Authority }, cloud.Name);
        }

        if (environment is not null)
        {
            throw cmdlet.RefuseArgument("OneDestination", "Give either -Environment or -ArmEndpoint.", endpoint);
        }

        return endpoint is { IsAbsoluteUri: true, Scheme: "https" }
            ? (new(endpoint, audience ?? endpoint.GetLeftPart(UriPartial.Authority)), endpoint.Authority)
            : throw cmdlet.RefuseArgument(
                "HttpsExpected", $"-ArmEndpoint is an https address; '{endpoint}' is not.", endpoint);
    }
}
