using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of the two commands that change which client certificates a gateway refuses.</summary>
/// <param name="revokes">True for the one that revokes.</param>
public abstract class RevocationCommand(bool revokes) : ChangeCommand
{
    private const string ByCertificate = "Certificate";
    private const string BySet = "CertificateSet";
    private const string ByThumbprint = "Thumbprint";
    private readonly List<RevocationTarget> _clients = [];
    private bool _failed;
    private RevocationGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string[] Gateway { get; set; } = null!;

    /// <summary>Certificates, clients of a set, files, or text.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = ByCertificate)]
    [ValidateNotNullOrEmpty]
    public object[] Certificate { get; set; } = null!;

    [Parameter(ParameterSetName = ByCertificate)]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BySet)]
    [CertificateSet]
    [ValidateNotNull]
    public P2SCertificateSet CertificateSet { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = BySet)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = ByThumbprint)]
    [ValidateNotNullOrEmpty]
    public string[] Thumbprint { get; set; } = null!;

    protected override void ProcessRecord()
    {
        foreach (var given in Given())
        {
            if (given is ({ } client, _))
            {
                _clients.Add(client);
            }
            else
            {
                _failed = true;
                this.WriteFailure(given.Failure!);
            }
        }
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        // Of several that were named all are meant: where one is not understood, nothing is written.
        if (_failed || _clients.Count == 0
            || await RevocationGround.ReadAsync(arm, Gateway, new(revokes, [.. _clients]), SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return P2SRevocationResult.From(_ground, group.Results);
    }

    private IEnumerable<(RevocationTarget? Client, Failure? Failure)> Given() => ParameterSetName switch
    {
        BySet => Name.Select(n => RevocationTarget.Of(CertificateSet, n)),
        ByThumbprint => Thumbprint.Select(OfThumbprint),
        _ => Certificate.Select(OfObject),
    };

    private static (RevocationTarget?, Failure?) OfThumbprint(string text) => RevocationTarget.Read(text) is ({ } client, _)
        ? (client, null) : (null, new("ThumbprintInvalid", FailureKind.InvalidArgument, $"{RevocationTarget.Read(text).Why}.", text));

    private (RevocationTarget?, Failure?) OfObject(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        X509Certificate2 certificate => (RevocationTarget.Of(CertificateFacts.Of(certificate)), null),
        P2SClientCertificate client => (RevocationTarget.Of(client.Certificate), null),
        P2SClientStatus status => (RevocationTarget.Of(status.Certificate), null),
        CertificateFacts facts => (RevocationTarget.Of(facts), null),
        P2SRevocation revocation => OfThumbprint($"{revocation.Name}={revocation.Thumbprint}"),
        P2SSession session => (null, new("CertificateNotUnderstood", FailureKind.InvalidArgument, $"The gateway tells of the session {session} a name alone, and "
            + "no certificate: give the client of a set with that name (-CertificateSet, -Name), its file, or its thumbprint.", session.Id)),
        FileInfo file => OfText(file.FullName),
        string { Length: > 0 } text => OfText(text),
        var other => (null, new("CertificateNotUnderstood", FailureKind.InvalidArgument, $"'{other}' is no client certificate: give a certificate, a client of a "
            + "set, or the path of a .cer, .pem or .pfx file.", other ?? string.Empty)),
    };

    // Text that is a certificate names no file.
    private (RevocationTarget?, Failure?) OfText(string text)
    {
        var path = text.Contains('\n', StringComparison.Ordinal) || text.Length > LongestPath ? text : this.ResolveNewFile(text);
        var (certificate, failure) = ClientCertificateInput.Read(File.Exists(path) ? path : text, Password);
        return certificate is null ? (null, failure) : (RevocationTarget.Of(certificate), null);
    }

    private const int LongestPath = 4096;
}
