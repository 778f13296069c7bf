using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>A connection with its sign-in, and what can be said about who signs in.</summary>
internal sealed record ChosenSignIn(ArmConnection Connection, string Environment, string? Account);

/// <summary>
/// From what the person asked for to how the connection signs in. What is missing is said here, before anything is
/// sent. Secrets are copied, so that the person may dispose of theirs.
/// </summary>
internal sealed class SignInChoice(PSCmdlet cmdlet, ArmConnection connection, string environment)
{
    public ChosenSignIn By(SignIn signIn, string? account = null) =>
        new(connection with { SignIn = signIn }, environment, account);

    public ChosenSignIn ManagedIdentity(string? clientId) =>
        new(connection with { SignIn = SignIn.ManagedIdentity, ClientId = clientId }, environment, clientId);

    public ChosenSignIn Secret(PSCredential credential)
    {
        RequireTenant();
        return new(connection with
        {
            SignIn = SignIn.ClientSecret,
            ClientId = credential.UserName,
            ClientSecret = Kept(credential.Password),
        }, environment, credential.UserName);
    }

    public ChosenSignIn Certificate(string applicationId, string file, SecureString? password)
    {
        RequireTenant();
        return new(connection with
        {
            SignIn = SignIn.ClientCertificate,
            ClientId = applicationId,
            CertificatePath = file,
            CertificatePassword = password is null ? null : Kept(password),
        }, environment, applicationId);
    }

    /// <summary>
    /// Tasks that sign in to Azure set AZURESUBSCRIPTION_CLIENT_ID and _TENANT_ID for their service connection.
    /// </summary>
    public ChosenSignIn AzurePipelines(string serviceConnectionId, string? clientId)
    {
        if (string.IsNullOrEmpty(Variable("SYSTEM_ACCESSTOKEN")))
        {
            throw cmdlet.Terminate(new("SystemAccessTokenMissing", FailureKind.AuthenticationError,
                "-AzurePipelines renews its token through the job's own, which this step does not have. "
                + "Give the step 'env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)'.", serviceConnectionId));
        }

        var client = clientId ?? Variable("AZURESUBSCRIPTION_CLIENT_ID");
        var tenant = connection.TenantId ?? Variable("AZURESUBSCRIPTION_TENANT_ID");
        if (string.IsNullOrEmpty(client) || string.IsNullOrEmpty(tenant))
        {
            throw cmdlet.RefuseArgument("ServiceConnectionIncomplete",
                "Give -ClientId and -TenantId of the service connection: this step does not have them in "
                + "AZURESUBSCRIPTION_CLIENT_ID and AZURESUBSCRIPTION_TENANT_ID.", serviceConnectionId);
        }

        return new(connection with
        {
            SignIn = SignIn.AzurePipelines,
            ServiceConnectionId = serviceConnectionId,
            ClientId = client,
            TenantId = tenant,
        }, environment, client);
    }

    public ChosenSignIn Token(SecureString token, DateTimeOffset? expiresOn)
    {
        var end = expiresOn ?? BearerToken.ExpiresOn(token);
        if (end is null)
        {
            end = connection.Time.GetUtcNow().AddHours(1);
            cmdlet.Warn("The access token does not say when it ends: one hour from now is assumed. "
                + "State it with -AccessTokenExpiresOn.");
        }

        return end > connection.Time.GetUtcNow()
            ? new(connection with
            {
                SignIn = SignIn.AccessToken,
                AccessToken = Kept(token),
                AccessTokenExpiresOn = end,
            }, environment, Account: null)
            : throw cmdlet.Terminate(new("AccessTokenExpired", FailureKind.AuthenticationError,
                FormattableString.Invariant($"The access token ended at {end:u}. Get a new one."),
                nameof(SignIn.AccessToken)));
    }

    /// <summary>
    /// Az's sign-in where there is one in this runspace, with its cloud and tenant; else the default chain.
    /// </summary>
    public ChosenSignIn Default(bool mayTakeOver)
    {
        if (!mayTakeOver || new AzAccounts(cmdlet).Find() is not { } az)
        {
            return By(SignIn.Default);
        }

        var cloud = AzureCloud.Find(az.Environment) ?? (az is { Endpoint: { } endpoint, Audience: { } audience }
            ? new(az.Environment, endpoint, audience, az.Authority!)
            : throw cmdlet.RefuseArgument("UnknownEnvironment",
                $"Az is signed in to '{az.Environment}' and does not say where that is. Use -ArmEndpoint "
                + "and -Audience.", az.Environment));
        cmdlet.WriteDetail($"Taking over the sign-in of Az.Accounts: {az.Account}, {cloud.Name}.");
        return new(connection with
        {
            Endpoint = cloud.Endpoint,
            Audience = cloud.Audience,
            Authority = cloud.Authority,
            SignIn = SignIn.Caller,
            TenantId = connection.TenantId ?? az.TenantId,
        }, cloud.Name, az.Account);
    }

    private void RequireTenant()
    {
        if (string.IsNullOrEmpty(connection.TenantId))
        {
            throw cmdlet.RefuseArgument("TenantExpected",
                "A service principal signs in to one tenant: give -TenantId.", cmdlet.MyInvocation.MyCommand.Name);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static SecureString Kept(SecureString secret)
    {
        var copy = secret.Copy();
        copy.MakeReadOnly();
        return copy;
    }
}
