using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>What a way to sign in needs, checked before anything is sent.</summary>
internal static class SignInCheck
{
    public const string PipelineToken = "SYSTEM_ACCESSTOKEN";
    public const string PipelineOidcUri = "SYSTEM_OIDCREQUESTURI";

    // learn.microsoft.com, "Authenticate requests across tenants": up to three auxiliary tokens.
    internal const int MostAuxiliaryTenants = 3;

    public static void Run(ArmConnection connection, Func<string, string?> environment)
    {
        if (Problem(connection, environment) is { } problem)
        {
            throw SignInErrors.Missing(connection.SignIn, problem);
        }
    }

    private static string? Problem(ArmConnection connection, Func<string, string?> environment)
    {
        var kind = connection.SignIn;
        var tenants = connection.AuxiliaryTenantIds.IsDefault ? 0 : connection.AuxiliaryTenantIds.Length;
        if (tenants > 0 && kind is SignIn.AccessToken or SignIn.ManagedIdentity)
        {
            return "it serves one tenant, and auxiliary tenants were asked for. Sign in as somebody whom all of them know: "
                + "-ServicePrincipal of an application that each tenant has, -AzurePipelines, -Interactive, -DeviceCode, -AzureCli.";
        }

        if (tenants > MostAuxiliaryTenants)
        {
            return $"Azure takes tokens of {MostAuxiliaryTenants} auxiliary tenants at most, and {tenants} were given.";
        }

        (string Name, object? Value)[] needed = kind switch
        {
            SignIn.ClientSecret =>
                [
                    ("tenant", connection.TenantId), ("client id", connection.ClientId),
                    ("client secret", connection.ClientSecret),
                ],
            SignIn.ClientCertificate =>
                [
                    ("tenant", connection.TenantId), ("client id", connection.ClientId),
                    ("certificate file", connection.CertificatePath),
                ],
            SignIn.AzurePipelines =>
                [
                    ("tenant", connection.TenantId), ("client id", connection.ClientId),
                    ("service connection id", connection.ServiceConnectionId),
                ],
            SignIn.AccessToken => [("access token", connection.AccessToken is { Length: > 0 } token ? token : null)],
            _ => [],
        };
        var missing = needed.Where(n => n.Value is null or "").Select(n => n.Name).ToArray();
        return missing.Length > 0 ? $"missing: {string.Join(", ", missing)}."
            : kind == SignIn.AzurePipelines ? PipelineProblem(environment)
            : null;
    }

    private static string? PipelineProblem(Func<string, string?> environment)
    {
        var token = environment(PipelineToken);
        // A variable that the pipeline does not know stays as it is written.
        if (string.IsNullOrEmpty(token) || token.StartsWith("$(", StringComparison.Ordinal))
        {
            return $"{PipelineToken} is not set. A job hands it over only when asked: put "
                + $"'env: {{ {PipelineToken}: $(System.AccessToken) }}' on the step.";
        }

        return string.IsNullOrEmpty(environment(PipelineOidcUri))
            ? $"{PipelineOidcUri} is not set. It exists in the jobs of Azure Pipelines only."
            : null;
    }
}
