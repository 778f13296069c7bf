using System.Collections.Immutable;
using System.Security;

namespace AzNetHelper.Arm;

/// <summary>
/// Opens connections. The module's own implementation is in AzNetHelper.Azure, which is loaded by name into a private
/// load context on first use.
/// </summary>
public interface IArmConnector
{
    /// <summary>
    /// Opens a connection; nothing is sent before the first call. The secrets become its own: where it can be disposed
    /// of, they are cleared then, and a later call is refused (<c>SessionClosed</c>).
    /// </summary>
    IArm Connect(ArmConnection connection);
}

/// <summary>How a session signs in.</summary>
public enum SignIn
{
    /// <summary>Azure.Identity's default chain.</summary>
    Default,
    ManagedIdentity,
    ClientSecret,
    ClientCertificate,
    AzurePipelines,
    AzureCli,
    Interactive,
    DeviceCode,

    /// <summary>A token that the user brought: it cannot be renewed.</summary>
    AccessToken,

    /// <summary>The token comes from <see cref="ArmCaller.Token"/> (an Az session of the same runspace).</summary>
    Caller,
}

/// <summary>Everything that a connection needs. Secrets stay SecureString until the request that needs them.</summary>
public sealed record ArmConnection(Uri Endpoint, string Audience)
{
    /// <summary>How to sign in.</summary>
    public SignIn SignIn { get; init; }

    /// <summary>The sign-in authority, for example <c>https://login.microsoftonline.com/</c>.</summary>
    public Uri? Authority { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Tenants of remote VNets: their tokens go into x-ms-authorization-auxiliary.</summary>
    public ImmutableArray<string> AuxiliaryTenantIds { get; init; } = [];

    public string? ClientId { get; init; }

    public SecureString? ClientSecret { get; init; }

    /// <summary>A PFX or PEM file with certificate and key.</summary>
    public string? CertificatePath { get; init; }

    public SecureString? CertificatePassword { get; init; }

    /// <summary>The service connection of an Azure Pipelines job.</summary>
    public string? ServiceConnectionId { get; init; }

    public SecureString? AccessToken { get; init; }

    public DateTimeOffset? AccessTokenExpiresOn { get; init; }

    /// <summary>
    /// A PEM file with the one root that the endpoint's certificate must chain to; null for the system's.
    /// </summary>
    public string? TrustedRootPath { get; init; }

    /// <summary>Where requests go instead of the network: the embedded simulation. Null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The seed of the jitter between retries; null for a random one.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>Goes into the user agent, for example <c>AzNetHelper/0.1.0</c>.</summary>
    public string UserAgent { get; init; } = "AzNetHelper";

    public override string ToString() => $"{Endpoint} ({SignIn})";
}
