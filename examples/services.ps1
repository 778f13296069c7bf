# Services and VNets: who gets in at which service, a storage account that only one subnet and one address get in at, a subnet for a
# database server, and which way connects what. Runs on the embedded simulation. Uses only commands that every PowerShell engine has.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Connect-AzNetSession -Rehearsal

'1. Who gets in at which service now.'
Get-VNetServiceAccess -All -WarningAction Ignore | ForEach-Object { "$($_.Service): $($_.Verdict)" }

'2. The storage account for one subnet, without a gap, and everybody else shut out: first what would be written, then for real.'
$wanted = @{ Resource = 'stcontosodata'; Subnet = 'vnet-spoke-data/snet-data'; EnsureEndpoint = $true; DenyOthers = $true; KeepIp = '198.51.100.7' }
Grant-VNetServiceAccess @wanted -WhatIf -WarningAction Ignore
$granted = Grant-VNetServiceAccess @wanted -Force -WarningAction Ignore
"$($granted.Resource) lets in: $($granted.LetsIn)"

'3. The endpoint stays while the account trusts the subnet.'
Disable-VNetServiceEndpoint -Subnet vnet-spoke-data/snet-data -Service Storage -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable refused
$refused | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }

'4. A PostgreSQL server is deployed into a subnet: what that must be, and the subnet.'
$need = Get-VNetServiceRequirement -Service PostgreSqlFlexibleServer
"delegated to $($need.DelegatedTo), at least /$($need.Least)"
$made = New-VNetServiceSubnet -Service PostgreSqlFlexibleServer -VNet vnet-dev -Force
"$($made.Subnet) $($made.Prefixes) fits: $((Test-VNetServicePlacement -Service PostgreSqlFlexibleServer -Subnet "vnet-dev/$($made.Subnet)").Fits)"

'5. Which way connects the development network with the account.'
Get-VNetConnectivityOption -Source vnet-dev -Destination stcontosodata | ForEach-Object { "$($_.Rank). $($_.Kind): $($_.Status), $($_.Path)" }
Disconnect-AzNetSession
