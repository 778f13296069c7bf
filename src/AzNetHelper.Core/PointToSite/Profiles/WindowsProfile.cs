using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// A script that makes the connection in the client that Windows has built in (IKEv2), with the files that it installs. It uses the
/// modules VpnClient and PKI, which every Windows has (learn.microsoft.com, "VpnClient", "PKI").
/// </summary>
internal static class WindowsProfile
{
    public static ProfileDraft Write(ClientProfileRequest request)
    {
        var (profile, why) = IkeProfile.Of(request);
        if (profile is null)
        {
            return ProfileDraft.Not(why!);
        }

        var name = profile.FileName;
        var files = ImmutableArray.CreateBuilder<ProfileFile>();
        var roots = profile.Settings.ServerRoots
            .Select((root, i) => Installed(files, ProfileNames.Numbered($"{name}-server", i, ".cer"), root)).ToArray();
        var issuers = Array.Empty<InstalledCertificate>();
        if (profile.Client is { } client)
        {
            // Windows 10 of 2018 and later opens AES.
            var (pfx, missing) = ClientPfx.Write(request, PfxEncryption.Aes256, "Windows");
            if (pfx is null)
            {
                return ProfileDraft.Not(missing!);
            }

            files.Add(new($"{name}.pfx", pfx, HoldsKey: true));
            issuers =
            [
                .. (profile.IsByRadius ? profile.Settings.RadiusRoots : [])
                    .Select((root, i) => Installed(files, ProfileNames.Numbered($"{name}-radius", i, ".cer"), root)),
                .. client.Issuers.Select((issuer, i) => Installed(files, ProfileNames.Numbered($"{name}-issuer", i, ".cer"), issuer.RawData)),
            ];
        }

        files.Insert(0, new($"{name}.ps1", PowerShellText.Script(Script(profile, roots, issuers)), HoldsKey: false));
        return new(files.ToImmutable(), Steps(profile));
    }

    private static InstalledCertificate Installed(ImmutableArray<ProfileFile>.Builder files, string file, ReadOnlyMemory<byte> der)
    {
        using var certificate = new X509Certificate2(der.Span);
        files.Add(new($"{file}", der, HoldsKey: false));
        return new(file, certificate.Thumbprint, certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
    }

    private static ImmutableArray<string> Steps(IkeProfile profile) =>
    [
        "Copy the folder to the device.",
        $"Run there, as {(profile.SignIn == IkeSignIn.Certificate ? "administrator" : "the person who connects")}: "
        + $"powershell -ExecutionPolicy Bypass -File .\\{profile.FileName}.ps1",
        .. profile.Client is null ? (ImmutableArray<string>)[$"Windows asks for {(profile.UserName is { } user ? $"the password of {user}"
            : "the name and the password of whoever signs in")} when it connects."]
            : ["It asks for the password of the key; Windows asks once whether the client's own root is to be trusted."],
        $"Connect: rasphone -d {PowerShellText.Literal(profile.Request.Name)}, or in the settings of the network.",
        "Run the script of a new package after a VNet was peered with the gateway's: Windows keeps the routes that it was given.",
    ];

    private static string Script(IkeProfile profile, InstalledCertificate[] roots, InstalledCertificate[] issuers)
    {
        var (name, machine) = (profile.FileName, profile.SignIn == IkeSignIn.Certificate);
        var (text, scope) = (new StringBuilder(), machine ? "LocalMachine" : "CurrentUser");
        text.Append($$"""
            # {{profile.Title}}
            # Makes the connection of the client that Windows has built in. It may run again: what is there is brought to the same state.
            #   powershell -ExecutionPolicy Bypass -File .\{{name}}.ps1

            [CmdletBinding(SupportsShouldProcess)]
            param(
                # The password of the PFX; it is asked for when it is left out.
                [securestring] $Password,

                # The name of the connection.
                [ValidateNotNullOrEmpty()] [string] $Name = {{PowerShellText.Literal(profile.Request.Name)}}
            )

            Set-StrictMode -Version 2
            $ErrorActionPreference = 'Stop'

            $server = {{PowerShellText.Literal(profile.Settings.Server)}}
            $routes = @({{string.Join(", ", profile.Settings.Routes.Select(r => $"'{r}'"))}})
            $user = [Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()
            $administrator = $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)

            """);
        text.Append(machine ? """
            if (-not $administrator) { throw 'The certificate belongs to the machine here. Run this as administrator.' }

            """ : string.Empty);
        foreach (var root in roots)
        {
            text.Append($$"""

                # What the gateway's certificate goes back to. Windows knows most public roots by itself, and loads them when they are needed.
                if (-not (Get-ChildItem Cert:\LocalMachine\Root, Cert:\LocalMachine\AuthRoot | Where-Object Thumbprint -eq '{{root.Thumbprint}}')) {
                    if (-not $administrator) {
                        Write-Warning ('The root of the gateway is not in the store of this machine. Should the connection fail with error 13801, ' +
                            'run this once as administrator.')
                    }
                    elseif ($PSCmdlet.ShouldProcess('Cert:\LocalMachine\Root', 'Import {{root.File}}')) {
                        $null = Import-Certificate -FilePath (Join-Path $PSScriptRoot '{{root.File}}') -CertStoreLocation Cert:\LocalMachine\Root
                    }
                }

                """);
        }

        if (profile.Client is { } client)
        {
            text.Append($$"""

                # The client's certificate. Its key cannot be exported again.
                if (-not (Get-ChildItem Cert:\{{scope}}\My | Where-Object { $_.Thumbprint -eq '{{client.Certificate.Thumbprint}}' -and $_.HasPrivateKey })) {
                    if ($PSCmdlet.ShouldProcess('Cert:\{{scope}}\My', 'Import {{name}}.pfx')) {
                        if (-not $Password) { $Password = Read-Host -Prompt 'Password of {{name}}.pfx' -AsSecureString }
                        $null = Import-PfxCertificate -FilePath (Join-Path $PSScriptRoot '{{name}}.pfx') `
                            -CertStoreLocation Cert:\{{scope}}\My -Password $Password
                    }
                }

                """);
            foreach (var issuer in issuers)
            {
                var store = $"Cert:\\{scope}\\{(issuer.IsRoot ? "Root" : "CA")}";
                text.Append($$"""
                    if (-not (Get-ChildItem {{store}} | Where-Object Thumbprint -eq '{{issuer.Thumbprint}}') -and
                        $PSCmdlet.ShouldProcess('{{store}}', 'Import {{issuer.File}}')) {
                        $null = Import-Certificate -FilePath (Join-Path $PSScriptRoot '{{issuer.File}}') -CertStoreLocation {{store}}
                    }

                    """);
            }
        }

        Connection(text, profile, machine);
        return text.ToString();
    }

    private static void Connection(StringBuilder text, IkeProfile profile, bool machine)
    {
        var all = machine ? " -AllUserConnection" : string.Empty;
        text.Append($$"""

            $connection = Get-VpnConnection -Name $Name{{all}} -ErrorAction SilentlyContinue
            if ($connection -and $connection.ServerAddress -ne $server) {
                throw "There is a connection '$Name' to $($connection.ServerAddress). Remove it, or give another -Name."
            }

            $settings = @{
                Name = $Name
                ServerAddress = $server
                TunnelType = 'Ikev2'
                EncryptionLevel = 'Required'
                AuthenticationMethod = '{{(machine ? "MachineCertificate" : "Eap")}}'
                Force = $true
            }

            """);
        if (profile.SignIn == IkeSignIn.EapTls)
        {
            var client = profile.Client!;
            var eap = WindowsEap.Configuration(profile.EapNames, profile.EapRoots,
                [.. client.Issuers.Select(i => i.RawData)]);
            text.Append($"$settings.EapConfigXmlStream = [xml] @'\n{eap}\n'@\n");
        }

        // The strongest of what the gateway takes, instead of Windows' own first offer.
        text.Append($$"""

            if ($PSCmdlet.ShouldProcess($Name, 'Make the VPN connection')) {
                if ($connection) { Set-VpnConnection @settings{{all}} -SplitTunneling ${{(profile.Settings.Routes.IsEmpty ? "false" : "true")}} }
                else { Add-VpnConnection @settings{{all}}{{(profile.Settings.Routes.IsEmpty ? string.Empty : " -SplitTunneling")}} }

                Set-VpnConnectionIPsecConfiguration -ConnectionName $Name{{all}} -EncryptionMethod AES256 -IntegrityCheckMethod SHA384 -DHGroup ECP384 `
                    -CipherTransformConstants GCMAES256 -AuthenticationTransformConstants GCMAES256 -PfsGroup None -Force

                # What the gateway's package says is behind it, and nothing else. A new connection may have no list of routes at all.
                $present = @((Get-VpnConnection -Name $Name{{all}}).Routes | Where-Object { $_ } | ForEach-Object { $_.DestinationPrefix })
                foreach ($route in $routes) {
                    if ($present -notcontains $route) { Add-VpnConnectionRoute -ConnectionName $Name{{all}} -DestinationPrefix $route }
                }
                foreach ($route in $present) {
                    if ($routes -notcontains $route) { Remove-VpnConnectionRoute -ConnectionName $Name{{all}} -DestinationPrefix $route }
                }
            }

            """);
    }

    private sealed record InstalledCertificate(string File, string Thumbprint, bool IsRoot);
}
