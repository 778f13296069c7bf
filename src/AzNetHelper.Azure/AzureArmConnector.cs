using System.Security;
using AzNetHelper.Arm;
using global::Azure.Core;

namespace AzNetHelper.Azure;

/// <summary>Opens connections through the Azure SDK's pipeline. Loaded by name.</summary>
public sealed class AzureArmConnector : IArmConnector
{
    private readonly Func<string, string?> environment;
    private readonly Func<ArmConnection, CurrentCaller, TokenCredential>? credential;

    public AzureArmConnector()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal AzureArmConnector(Func<string, string?> environment,
        Func<ArmConnection, CurrentCaller, TokenCredential>? credential = null)
    {
        this.environment = environment;
        this.credential = credential;
    }

    /// <inheritdoc/>
    /// <exception cref="ArmException">What the way to sign in needs is missing (<c>SignInFailed</c>), the endpoint is
    /// not HTTPS (<c>EndpointNotHttps</c>) or the trusted root cannot be read
    /// (<c>TrustedRootUnreadable</c>).</exception>
    public IArm Connect(ArmConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!connection.Endpoint.IsAbsoluteUri || connection.Endpoint.Scheme is not "https")
        {
            throw new ArmException(0, "EndpointNotHttps",
                $"The endpoint {connection.Endpoint} is not an https address; a token is not sent there.");
        }

        SignInCheck.Run(connection, environment);
        var current = new CurrentCaller();
        var belongings = new Belongings();
        SecureString?[] secrets = [connection.ClientSecret, connection.CertificatePassword, connection.AccessToken];
        foreach (var secret in secrets.OfType<SecureString>())
        {
            belongings.Add(secret);
        }

        var transport = ArmTransport.For(connection, belongings);
        var tenants = new SessionTenants(connection);
        var tokens = belongings.Add(new SessionTokens(connection, tenants,
            () => credential?.Invoke(connection, current)
                ?? new Credentials(connection, current, environment, belongings, transport).Create(),
            current, belongings));
        var pipeline = ArmPipeline.Build(connection, transport, tokens, tenants, current);
        var rules = new RetryRules(connection.JitterSeed);
        var sender = new ArmSender(pipeline, rules, tenants, current, connection.Time);
        var download = new SignedDownload(ArmPipeline.BuildWithoutToken(connection, transport), rules, current, connection.Time);
        return new ArmClient(sender, download, new ArmUrls(connection.Endpoint), tokens, tenants,
            new TokenIdentity(connection, tokens, current), new CallScope(new ArmCaller()))
        {
            Belongings = belongings,
        };
    }
}
