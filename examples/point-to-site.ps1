# Point-to-site, from nothing to profiles that are ready to use: certificates, the gateway's configuration, a profile for each client,
# a client that is lost. Runs on the embedded simulation. Uses only commands that every PowerShell engine has.
param(
    # Where the certificates and profiles go. They hold keys.
    [string] $Path = [IO.Path]::Combine([IO.Path]::GetTempPath(), "p2s-$([Guid]::NewGuid().ToString('N'))")
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# For one's own network: Read-Host -AsSecureString, or a secret store.
$password = [Net.NetworkCredential]::new('', [Guid]::NewGuid().ToString()).SecurePassword

Connect-AzNetSession -Rehearsal

'1. A root and two clients. Only the root''s public line will leave this machine.'
$set = New-P2SCertificateSet -RootName 'Contoso VPN root' -ClientName alice, bob -Path "$Path/certificates" -Password $password -InformationAction Ignore
$set.Clients | Out-Host

'2. What the gateway would be told, and then the same for real.'
$wanted = @{ Gateway = 'vpngw-hub'; AddressPool = '172.16.201.0/24'; RootCertificate = $set; Protocol = 'OpenVPN', 'IkeV2' }
Set-P2SConfiguration @wanted -WhatIf
Set-P2SConfiguration @wanted | Out-Host

'3. A profile for everybody: OpenVPN, strongSwan, Windows, macOS and iOS, NetworkManager.'
$profiles = Export-P2SClientProfile -Gateway vpngw-hub -CertificateSet $set -All -Path "$Path/profiles" -Password $password
$profiles | ForEach-Object { "$($_.Client): $($_.Formats -join ', '); reaches $($_.Reachable -join ', ')" }

'4. Bob has lost his laptop.'
Revoke-P2SClientCertificate -Gateway vpngw-hub -CertificateSet $set -Name bob -Confirm:$false | Out-Host
(Get-P2SConfiguration -Gateway vpngw-hub -CertificateSet $set).Clients | ForEach-Object { "$($_.Name): $($_.State)" }

"Everything is in $Path."
Disconnect-AzNetSession
