using System.Management.Automation;
using AzNetHelper.Certificates;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Adds the certificates of clients to a set for point-to-site.</summary>
[Cmdlet(VerbsCommon.New, "P2SClientCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(P2SClientCertificate))]
public sealed class NewP2SClientCertificateCommand : CertificateCommand
{
    private readonly List<string> _names = [];

    [Parameter(Position = 0)]
    [CertificateSet]
    [ValidateNotNull]
    public P2SCertificateSet? CertificateSet { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("ClientName")]
    [ClientName]
    [AllowEmptyString]
    public string[] Name { get; set; } = null!;

    protected override void ProcessRecord() => _names.AddRange(Name);

    protected override void EndProcessing()
    {
        // A pipeline that brings none means none.
        if (_names.Count == 0)
        {
            return;
        }

        if (CertificateSet is null && Root is null)
        {
            throw this.RefuseArgument("RootNeeded", "Who issues the certificates? Give a set with -CertificateSet, or the PFX of a root with -Root.", _names[0]);
        }

        var file = Root is null ? null : this.ResolveFile(Root);
        using var root = file is null
            ? OpenRoot($"the root {CertificateSet!.Root.Name}", password => RootAuthority.Read(CertificateSet, password))
            : OpenRoot(file, password => RootAuthority.Read(file, password));
        if (root is not null && Set(root, file) is { } set)
        {
            var request = new CertificateSetRequest
            {
                RootName = set.Root.Name, ClientNames = [.. _names], Set = set, Root = root, RootFile = file, Terms = Terms,
                Folder = Path is null ? System.IO.Path.GetDirectoryName(set.SetFile)! : this.ResolveNewFile(Path), Password = Password, Overwrite = Force,
            };
            Issue(request, $"Make {Count(_names.Count)} of the root {set.Root.Name}", (_, made) => made);
        }
    }

    // A root whose set was not named may have one in the folder; otherwise it gets one, for the clients to be known by.
    private P2SCertificateSet? Set(KeyedCertificate root, string? file)
    {
        if (CertificateSet is not null)
        {
            return CertificateSet;
        }

        var folder = Path is null ? System.IO.Path.GetDirectoryName(file)! : this.ResolveNewFile(Path);
        var name = NameOf(root, file!);
        var list = System.IO.Path.Combine(folder, CertificateFileName.Of(name) + CertificateSetFile.Extension);
        if (!File.Exists(list))
        {
            return new(new P2SRootCertificate(name, root.Facts) { Files = [file!] }) { SetFile = list };
        }

        var (set, failure) = CertificateSetFile.Read(list);
        if (failure is not null)
        {
            this.WriteFailure(failure);
        }

        return set;
    }
}
