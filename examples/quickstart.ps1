# The main job, on the embedded simulation of Azure: no subscription, no sign-in, nothing is billed.
# Uses only commands that every PowerShell engine has.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

'1. A rehearsal: the sample estate in the embedded simulation.'
Connect-AzNetSession -Rehearsal -PassThru

'2. What is peered today?'
Get-VNetPeering

'3. What would a hub and two spokes need? Only reads are sent.'
New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -UseHubGateway -AllowForwardedTraffic -WhatIf

'4. Do it: both halves of every pair, read back.'
New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -UseHubGateway -AllowForwardedTraffic -Force

'5. Again: nothing is left to do.'
New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -UseHubGateway -AllowForwardedTraffic -Force

'6. Does the hub reach a spoke? Do the spokes reach each other?'
Test-VNetTransitivity -Source vnet-hub -Destination vnet-spoke-data
$answer = Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web
$answer

'7. The answer in words, with the smallest change that would open the way.'
$answer.Explain()

'8. Apply that change, and ask again.'
$answer.Fix | Invoke-VNetPlan -Force
Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web

Disconnect-AzNetSession
