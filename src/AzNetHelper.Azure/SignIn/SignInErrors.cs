using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// Why a sign-in failed, in words that say what to do. The SDK's exceptions stay on this side of the port.
/// </summary>
internal static class SignInErrors
{
    public const string Code = "SignInFailed";

    public static ArmException From(SignIn kind, Exception error, string? tenant = null)
    {
        var reason = error is OperationCanceledException
            ? "It took too long or was cancelled."
            : Redaction.Text(error.Message);
        return new(0, Code, $"Sign-in ({kind}){(tenant is null ? string.Empty : $" to the tenant {tenant}")} failed. {reason} {Hint(kind)}");
    }

    public static ArmException Missing(SignIn kind, string what) =>
        new(0, Code, $"Sign-in ({kind}) is not possible: {what}");

    private static string Hint(SignIn kind) => kind switch
    {
        SignIn.Default => "Run Connect-AzNetSession with the way to sign in that applies here: -Identity, "
            + "-ServicePrincipal, -AzurePipelines, -AzureCli, -Interactive, -DeviceCode or -AccessToken.",
        SignIn.ManagedIdentity =>
            "Check that this machine, automation account or agent has a managed identity, and its client id.",
        SignIn.ClientSecret => "Check tenant, client id and secret, and that the secret has not expired.",
        SignIn.ClientCertificate =>
            "Check tenant and client id, and that the certificate is registered for the application.",
        SignIn.AzurePipelines =>
            "Check the service connection's id, tenant and client id, and that it uses workload identity.",
        SignIn.AzureCli => "Run 'az login' in this environment first.",
        SignIn.Caller => "Run Connect-AzAccount, then Connect-AzNetSession again.",
        _ => "Run Connect-AzNetSession again.",
    };
}
