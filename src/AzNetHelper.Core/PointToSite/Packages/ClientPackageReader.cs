using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>How the clients sign in that a package is for.</summary>
/// <param name="ByCertificate">True where they have certificates.</param>
public sealed record PackageQuestion(bool ByCertificate)
{
    /// <summary>What the certificate of the RADIUS server goes back to that the clients show theirs to; null where the gateway itself looks at it.</summary>
    public CertificateFacts? RadiusRoot { get; init; }
}

/// <summary>
/// Has a gateway generate its client package, and downloads it. <c>generatevpnprofile</c> is what the portal, PowerShell and the
/// Azure CLI call; <c>generatevpnclientpackage</c> is its predecessor for SSTP, which the CLI calls legacy. The answer is 202 with the literal
/// null and a Location, later the signed address of the package, valid for an hour (recorded-behaviour 1.6 and 4.6).
/// </summary>
public static class ClientPackageReader
{
    /// <summary>The action that it takes.</summary>
    public const string Right = ResourceTypes.VirtualNetworkGateway + "/generatevpnprofile/action";

    // The first address, and a new one for each that was refused: one that has expired, or was given out before the file was there.
    private const int MostAddresses = 3;

    // Seen: under a minute. What has not ended after this has been lost; whoever waits can end it before.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>Reads the package of a gateway.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="question">How the clients sign in.</param>
    /// <param name="steps">Where progress goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The package, or why there is none.</returns>
    /// <exception cref="ArmException">Azure refused, or did not answer.</exception>
    public static async Task<(ClientPackage? Package, Failure? Failure)> ReadAsync(
        IArm arm, VirtualNetworkGateway gateway, PackageQuestion question, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(steps);
        using var patience = new CancellationTokenSource(Patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var activity = $"Client package of {gateway.Name}";
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                steps.Progress(activity, attempt == 1 ? "the gateway generates it" : "the address was refused; the gateway generates it again", 0, 0);
                var (address, failure) = await AddressAsync(arm, gateway, question, both.Token).ConfigureAwait(false);
                if (address is null)
                {
                    return (null, failure);
                }

                try
                {
                    var packed = await arm.DownloadAsync(address, PackageLimits.Default.PackedBytes, both.Token).ConfigureAwait(false);
                    return PackageContent.Read(packed.Body, $"The package of {gateway.Name}");
                }
                catch (ArmException e) when (e.Status is 403 or 404 && attempt < MostAddresses)
                {
                    steps.Notice(NoticeSeverity.Detail, "PackageAddressRefused", $"{e.Message} The gateway is asked again.", gateway.Id);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new("ClientPackageTimeout", FailureKind.OperationTimeout,
                $"{gateway.Name} did not generate its client package in {Patience.TotalHours:F0} hours. Run the command again later.", gateway.Id));
        }
        finally
        {
            steps.ProgressEnded(activity);
        }
    }

    /// <summary>Why a gateway has no client package; null for one that has.</summary>
    public static Failure? Obstacle(VirtualNetworkGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return gateway.Kind != GatewayKind.Vpn ? new("NoVpnGateway", FailureKind.InvalidArgument,
                $"{gateway.Id} is no VPN gateway, so no client connects to it. Name a VPN gateway.", gateway.Id)
            : gateway.Clients is not { Pool.IsEmpty: false } ? new("PointToSiteNotConfigured", FailureKind.InvalidOperation,
                $"{gateway.Name} has no client pool, so it has no client package. Configure point-to-site first: "
                + $"Set-P2SConfiguration -Gateway '{gateway.Id}' -AddressPool <prefix> -RootCertificate <set>.", gateway.Id)
            : gateway.Clients.Protocols is { IsEmpty: false } protocols && protocols.All(p => p.Equals("SSTP", StringComparison.OrdinalIgnoreCase))
                ? new("ProtocolNotExported", FailureKind.InvalidOperation, $"{gateway.Name} speaks SSTP alone, which its own installer for Windows configures. "
                    + $"Add a protocol first: Set-P2SConfiguration -Gateway '{gateway.Id}' -Protocol OpenVPN, IkeV2.", gateway.Id)
            : null;
    }

    private static async Task<(Uri? Address, Failure? Failure)> AddressAsync(
        IArm arm, VirtualNetworkGateway gateway, PackageQuestion question, CancellationToken stop)
    {
        // Who has no certificate signs in at the RADIUS server by a name, where there is one. The root of that server goes with the question
        // where it is shown certificates (Microsoft.Network, VpnClientParameters).
        var byName = !question.ByCertificate && gateway.Clients is { } c && c.SignsInBy(P2SRules.Radius);
        var body = new JsonObject { ["processorArchitecture"] = "Amd64", ["authenticationMethod"] = byName ? "EAPMSCHAPv2" : "EAPTLS" };
        if (question.RadiusRoot is { } root)
        {
            body["radiusServerAuthCertificate"] = root.PublicCertData;
        }

        var operation = await arm.SendAsync(new(ArmVerb.Post, $"{gateway.Id}/generatevpnprofile", ResourceTypes.ApiVersion(gateway.Id))
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body),
        }, stop).ConfigureAwait(false);
        var answer = await arm.WaitAsync(operation, stop).ConfigureAwait(false);
        return Address(answer.Body) is { } address ? (address, null) : (null, new("ClientPackageNotGenerated", FailureKind.ResourceUnavailable,
            $"{gateway.Name} gave no address of its client package. Check its configuration of point-to-site, then run the command again.", gateway.Id));
    }

    /// <summary>The address in an answer: a JSON string, which some versions quote twice; null where there is none.</summary>
    internal static Uri? Address(ReadOnlyMemory<byte> answer)
    {
        var text = System.Text.Encoding.UTF8.GetString(answer.Span).Trim();
        for (var quotes = 0; quotes < 3 && text.StartsWith('"'); quotes++)
        {
            try
            {
                text = JsonSerializer.Deserialize<string>(text)!.Trim();
            }
            catch (JsonException)
            {
                return null;
            }
        }

        // The signature must arrive as it was written.
        return Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address)
            && address.Scheme is "https" ? address : null;
    }
}
