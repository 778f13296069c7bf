using System.Management.Automation;
using AzNetHelper.Certificates;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Makes a root certificate and the certificates of clients for point-to-site.</summary>
[Cmdlet(VerbsCommon.New, "P2SCertificateSet", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(P2SCertificateSet))]
public sealed class NewP2SCertificateSetCommand : CertificateCommand
{
    private const string NewSet = "NewRoot";
    private const string ExistingSet = "ExistingRoot";
    private readonly List<string> _names = [];

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NewSet)]
    [AllowEmptyString]
    public string RootName { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = ExistingSet)]
    [ValidateNotNullOrEmpty]
    public string ExistingRoot { get; set; } = null!;

    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ClientName]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[] ClientName { get; set; } = [];

    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(1, CertificateTerms.MostDays)]
    public int RootValidityDays { get; set; } = new CertificateTerms().RootValidityDays;

    protected override void ProcessRecord() => _names.AddRange(ClientName);

    protected override void EndProcessing()
    {
        var request = new CertificateSetRequest
        {
            RootName = RootName, ClientNames = [.. _names], Folder = this.ResolveNewFile(Path ?? "."), Password = Password,
            RootPassword = RootPassword, Overwrite = Force, Terms = Terms with { RootValidityDays = RootValidityDays },
        };
        if (ParameterSetName == NewSet)
        {
            Make(request, $"Make the root certificate {RootName}");
            return;
        }

        var file = this.ResolveFile(ExistingRoot);
        using var root = OpenRoot(file, password => RootAuthority.Read(file, password));
        if (root is not null)
        {
            var name = NameOf(root, file);
            var found = (request with { RootName = name, Root = root, RootFile = file }).Continued();
            Make(found, found.Set is null ? $"Make a certificate set of the root {name}" : $"Continue the certificate set of the root {name}");
        }
    }

    private void Make(CertificateSetRequest request, string action) =>
        Issue(request, request.ClientNames.IsEmpty ? action : $"{action} and {Count(request.ClientNames.Length)}", (set, _) => [set]);
}
