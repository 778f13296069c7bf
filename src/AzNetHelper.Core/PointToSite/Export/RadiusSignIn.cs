using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>Clients that a RADIUS server lets in: what of that can be looked at before their profiles are written.</summary>
public static class RadiusSignIn
{
    /// <summary>Looks whether a RADIUS server is what the gateway asks.</summary>
    /// <param name="request">The clients.</param>
    /// <param name="gateway">The gateway; null where it is not known.</param>
    /// <param name="byCertificate">True where the clients are to show their certificates to the RADIUS server.</param>
    /// <param name="steps">Where the failure goes, or the warning that nobody has looked at the certificates.</param>
    /// <returns>False where nothing is to be written.</returns>
    public static bool Fits(ProfileExportRequest request, VirtualNetworkGateway? gateway, bool byCertificate, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        var byName = request.Clients.Any(c => c.UserName is not null);
        if ((!byCertificate && !byName) || gateway?.Clients is not { } clients)
        {
            return true;
        }

        if (!clients.SignsInBy(P2SRules.Radius))
        {
            steps.Fail(new("RadiusSignInOff", FailureKind.InvalidArgument, $"{gateway.Name} asks no RADIUS server who may sign in. Leave "
                + (byName ? "-UserName" : "-RadiusRootCertificate") + " out, or add the sign-in with Set-P2SConfiguration -AuthenticationType.", gateway.Id));
            return false;
        }

        if (!byCertificate)
        {
            return true;
        }

        if (request.Clients.Any(c => c.Certificate is null))
        {
            steps.Fail(new("ClientRequired", FailureKind.InvalidArgument, "-RadiusRootCertificate is about clients that show a certificate to the RADIUS "
                + "server, and none is given. Give them with -Client, or leave it out where they sign in by a name.", gateway.Id));
            return false;
        }

        steps.Notice(NoticeSeverity.Warning, "RadiusServerDecides",
            $"The RADIUS server of {gateway.Name} decides who signs in: of the clients' certificates only dates and uses were looked at here. It must "
            + "trust what they go back to.", gateway.Id);
        return true;
    }
}
