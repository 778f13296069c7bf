# ExpressRoute: a circuit ordered, provisioned and peered, its routers configured, a second gateway linked with the circuit of the office, and
# one verdict on both links. Runs on the embedded simulation; the routers' configuration is written into the folder that is given, or into the
# folder of temporary files. Uses only commands that every PowerShell engine has.
param([string] $Path = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [System.Guid]::NewGuid().ToString('N')))
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Connect-AzNetSession -Rehearsal

'1. A circuit: first what it means, then for real. Its service key is for the provider, and the provider is waited for.'
$order = @{
    Name = 'er-frankfurt'; ResourceGroupName = 'rg-hub'; Provider = 'Equinix'; PeeringLocation = 'Frankfurt'
    BandwidthInMbps = 200; Sku = 'Standard'; Family = 'Metered'
}
New-ExpressRouteCircuit @order -WhatIf
New-ExpressRouteCircuit @order -Wait -Force | ForEach-Object { "$($_.Circuit) is $($_.ProviderState), key shown: $([bool] $_.ServiceKey)" }

'2. Its private peering: two links out of one block, and who has which address.'
$key = [System.Net.NetworkCredential]::new('', 'Key4BothEnds').SecurePassword
$peering = New-ExpressRoutePrivatePeering -Circuit er-frankfurt -PeerAsn 65020 -VlanId 200 -From 192.168.20.0/29 -SharedKey $key -Force
$peering.Links | ForEach-Object { "$_" }

'3. The configuration of both routers.'
$written = Export-ExpressRouteRouterConfiguration -Circuit er-frankfurt -Device Frr -Advertise 172.21.0.0/16 -Path $Path -SharedKey $key
$written.Files | ForEach-Object { [System.IO.Path]::GetFileName($_) }

'4. Nobody has loaded it yet: the verdict says what is missing, and whose turn it is.'
(Test-ExpressRouteCircuit -Circuit er-frankfurt).Findings | ForEach-Object { "$($_.Id): $($_.Owner)" }

'5. A gateway beside the VPN gateway of the hub, linked with the circuit of the office.'
$gateway = New-ExpressRouteGateway -VNet vnet-hub -Name ergw-hub -Sku ErGw1Az -Force
$link = New-ExpressRouteConnection -Gateway ergw-hub -Circuit er-contoso -Force -WarningAction Ignore
"$($gateway.Gateway) is $($link.Status) with $($link.Circuit), which announces $($link.Announced)"

'6. Both links of that circuit.'
$verdict = Test-ExpressRouteCircuit -Circuit er-contoso
"$($verdict.Name) is $($verdict.Health): $($verdict.Links)"
Disconnect-AzNetSession
