using System.Net.Sockets;
using global::Azure.Core;
using global::Azure.Identity;

namespace AzNetHelper.Azure;

/// <summary>
/// The SDK's default chain, without its managed identity where nothing answers at the metadata endpoint. The library
/// under
/// the SDK asks a silent or refusing endpoint six times, with 25 seconds of waits between (measured with Azure.Identity
/// 1.21.0; https://github.com/Azure/azure-sdk-for-net/issues/62761), and a person waits at the prompt. What was found
/// is
/// kept as long as the session; who connects again looks again.
/// </summary>
/// <param name="create">Makes the chain, with managed identity or without.</param>
/// <param name="endpoint">Where managed identities are asked for; null where that is not the metadata endpoint, or not
/// to be
/// looked at.</param>
internal sealed class DefaultChain(Func<bool, DefaultAzureCredential> create, MetadataEndpoint? endpoint)
    : TokenCredential
{
    private readonly Lazy<Task<bool>> _isThere = new(() => endpoint?.AnswersAsync() ?? Task.FromResult(true));
    private DefaultAzureCredential? _chain;

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext,
        CancellationToken cancellationToken)
    {
        var isThere = await _isThere.Value.WaitAsync(cancellationToken);
        try
        {
            return await (_chain ??= create(isThere)).GetTokenAsync(requestContext, cancellationToken);
        }
        catch (CredentialUnavailableException e) when (!isThere)
        {
            throw new CredentialUnavailableException(
                $"{e.Message} ManagedIdentityCredential was left out: nothing answers at {endpoint!.Address}.", e);
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The connection is asynchronous throughout.");
}

/// <summary>The instance metadata endpoint of a virtual machine.</summary>
internal sealed record MetadataEndpoint(Uri Address)
{
    // learn.microsoft.com, "Azure Instance Metadata Service": link-local, never through a proxy.
    private static readonly Uri Usual = new("http://169.254.169.254/");

    // It is on the same host; a machine under load takes its time all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Any of these and the managed identity is asked for elsewhere (App Service, Arc, Cloud Shell, Service Fabric,
    // Machine
    // Learning), or the person has chosen the links of the chain.
    private static readonly string[] Elsewhere =
        ["IDENTITY_ENDPOINT", "IMDS_ENDPOINT", "MSI_ENDPOINT", "AZURE_TOKEN_CREDENTIALS"];

    // A server of Azure Arc is known by its agent where no variable is set.
    private static readonly string[] ArcAgents =
    [
        "/opt/azcmagent/bin/himds",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
            "AzureConnectedMachineAgent", "himds.exe"),
    ];

    /// <summary>Where the default chain would ask; null where that is not a metadata endpoint.</summary>
    public static MetadataEndpoint? Expected(Func<string, string?> environment, Func<string, bool> fileExists)
    {
        if (Elsewhere.Any(name => !string.IsNullOrEmpty(environment(name))) || ArcAgents.Any(fileExists))
        {
            return null;
        }

        return environment("AZURE_POD_IDENTITY_AUTHORITY_HOST") is { Length: > 0 } pod
            ? Uri.TryCreate(pod, UriKind.Absolute, out var address) ? new(address) : null
            : new(Usual);
    }

    /// <summary>True when it takes a connection. Nothing is sent.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var socket = new TcpClient();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(Address.Host, Address.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
