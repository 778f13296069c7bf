# The main job, on the embedded simulation of Azure: no subscription, no sign-in, nothing is billed.
# Uses only commands that every PowerShell engine has. Out-Host gives each step its own table.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$spokes = 'vnet-spoke-data', 'vnet-spoke-web'

'1. A rehearsal: the sample estate in the embedded simulation.'
Connect-AzNetSession -Rehearsal
Get-VNetTopology | ForEach-Object VirtualNetworks | Out-Host

'2. What is peered today? A half that waits for its other side is easily overlooked.'
Get-VNetPeering | Out-Host

'3. What would a hub and two spokes need? Only reads are sent.'
New-HubSpokePeering -Hub vnet-hub -Spoke $spokes -UseHubGateway -AllowForwardedTraffic -WhatIf

''
'4. A spoke whose addresses overlap the hub is refused before anything is written.'
New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-legacy -ErrorAction SilentlyContinue -ErrorVariable refused
$refused | ForEach-Object { $_.Exception.Message }

''
'5. Do it: both halves of every pair, in the right order, read back.'
New-HubSpokePeering -Hub vnet-hub -Spoke $spokes -UseHubGateway -AllowForwardedTraffic | Out-Host

'6. Again: nothing is left to do.'
New-HubSpokePeering -Hub vnet-hub -Spoke $spokes -UseHubGateway -AllowForwardedTraffic | Out-Host

'7. What can reach what? Peering is not transitive.'
Test-VNetTransitivity -Source vnet-hub -Destination vnet-spoke-data | Out-Host
$answer = Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web
$answer.Explain()

''
'8. Would that change open the way? Ask the network as it would be, then apply it.'
Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web -Plan $answer.Fix | Out-Host
$answer.Fix | Invoke-VNetPlan | Out-Host

Disconnect-AzNetSession
