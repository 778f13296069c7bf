using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;
using global::Azure.Identity;

namespace AzNetHelper.Azure;

/// <summary>From the way to sign in to the SDK's credential for it. Nothing is sent here.</summary>
internal sealed class Credentials(ArmConnection connection, CurrentCaller current, Func<string, string?> environment,
    Belongings belongings, HttpPipelineTransport? transport = null)
{
    // The SDK knows these; any other authority has no public discovery document to be checked against.
    private static readonly string[] PublicAuthorities =
    [
        "login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
    ];

    private bool IsCustomAuthority => connection.Authority is { } authority
        && !PublicAuthorities.Contains(authority.Host, StringComparer.OrdinalIgnoreCase);

    public TokenCredential Create() => connection.SignIn switch
    {
        // With a handler there is no network, so no metadata endpoint to look for.
        SignIn.Default => new DefaultChain(Default,
            connection.Handler is null ? MetadataEndpoint.Expected(environment, File.Exists) : null),
        SignIn.ManagedIdentity => new ManagedIdentityCredential(With(new ManagedIdentityCredentialOptions(Identity()))),
        SignIn.ClientSecret => new ClientSecretCredential(connection.TenantId, connection.ClientId,
            Plain(connection.ClientSecret!), With(new ClientSecretCredentialOptions
            {
                DisableInstanceDiscovery = IsCustomAuthority,
            }, o => o.AdditionallyAllowedTenants)),
        SignIn.ClientCertificate => new ClientCertificateCredential(connection.TenantId, connection.ClientId,
            Certificate(), With(new ClientCertificateCredentialOptions
            {
                // Lets an application that trusts subject and issuer accept a renewed certificate.
                SendCertificateChain = true,
                DisableInstanceDiscovery = IsCustomAuthority,
            }, o => o.AdditionallyAllowedTenants)),
        SignIn.AzurePipelines => new AzurePipelinesCredential(connection.TenantId, connection.ClientId,
            connection.ServiceConnectionId, environment(SignInCheck.PipelineToken),
            With(new AzurePipelinesCredentialOptions
            {
                DisableInstanceDiscovery = IsCustomAuthority,
            }, o => o.AdditionallyAllowedTenants)),
        SignIn.AzureCli => new AzureCliCredential(With(new AzureCliCredentialOptions
        {
            TenantId = connection.TenantId,
            // The CLI takes its time on a busy agent; the SDK's 13 seconds are too few.
            ProcessTimeout = TimeSpan.FromSeconds(60),
        }, o => o.AdditionallyAllowedTenants)),
        SignIn.Interactive => new InteractiveBrowserCredential(Interactive()),
        SignIn.DeviceCode => new DeviceCodeCredential(DeviceCode()),
        SignIn.AccessToken => new BroughtToken(connection),
        SignIn.Caller => new CallerToken(current),
        _ => throw new ArgumentOutOfRangeException(nameof(connection), connection.SignIn, "Unknown way to sign in."),
    };

    private DefaultAzureCredential Default(bool withManagedIdentity) => new(With(new DefaultAzureCredentialOptions
    {
        TenantId = connection.TenantId,
        ManagedIdentityClientId = connection.ClientId,
        WorkloadIdentityClientId = connection.ClientId,
        // A window that opens unasked would hang a runbook.
        ExcludeInteractiveBrowserCredential = true,
        ExcludeManagedIdentityCredential = !withManagedIdentity,
        DisableInstanceDiscovery = IsCustomAuthority,
    }, o => o.AdditionallyAllowedTenants));

    private ManagedIdentityId Identity() => connection.ClientId is { } id
        ? ManagedIdentityId.FromUserAssignedClientId(id)
        : ManagedIdentityId.SystemAssigned;

    private InteractiveBrowserCredentialOptions Interactive()
    {
        var options = With(new InteractiveBrowserCredentialOptions
        {
            TenantId = connection.TenantId,
            DisableInstanceDiscovery = IsCustomAuthority,
        }, o => o.AdditionallyAllowedTenants);
        if (connection.ClientId is { } id)
        {
            options.ClientId = id;
        }

        return options;
    }

    private DeviceCodeCredentialOptions DeviceCode()
    {
        var options = With(new DeviceCodeCredentialOptions
        {
            TenantId = connection.TenantId,
            DisableInstanceDiscovery = IsCustomAuthority,
            DeviceCodeCallback = (code, cancellationToken) => current.Scope?.Caller.Tell is { } tell
                ? tell(code.Message, cancellationToken)
                : throw SignInErrors.Missing(SignIn.DeviceCode, "nobody is there to be shown the code."),
        }, o => o.AdditionallyAllowedTenants);
        if (connection.ClientId is { } id)
        {
            options.ClientId = id;
        }

        return options;
    }

    private T With<T>(T options, Func<T, IList<string>>? tenants = null) where T : TokenCredentialOptions
    {
        if (connection.Authority is { } authority)
        {
            options.AuthorityHost = authority;
        }

        // With a handler there is no network, and an authority of one's own is behind the root of one's own.
        if (transport is not null && (connection.Handler is not null || IsCustomAuthority))
        {
            options.Transport = transport;
        }

        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        foreach (var tenant in connection.AuxiliaryTenantIds.IsDefault ? [] : connection.AuxiliaryTenantIds)
        {
            tenants?.Invoke(options).Add(tenant);
        }

        return options;
    }

    private X509Certificate2 Certificate()
    {
        var path = connection.CertificatePath!;
        try
        {
            if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
            {
                // No key is left behind on disk; macOS knows no such keys.
                var storage = OperatingSystem.IsMacOS()
                    ? X509KeyStorageFlags.DefaultKeySet
                    : X509KeyStorageFlags.EphemeralKeySet;
                return belongings.Add(new X509Certificate2(path, connection.CertificatePassword, storage));
            }

            return belongings.Add(connection.CertificatePassword is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(path, Plain(password))
                : X509Certificate2.CreateFromPemFile(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw SignInErrors.Missing(SignIn.ClientCertificate, $"{path} cannot be used. {e.Message} "
                + "It must be a PFX, or a PEM with certificate and private key, and the password must be right.");
        }
    }

    internal static string Plain(SecureString secret)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(memory) ?? "";
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }
}
