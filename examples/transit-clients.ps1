# Gateway transit, the third of three: point-to-site clients of a hub's VPN gateway reach a spoke.
# Runs on the embedded simulation, with the networks of transit-networks.json: the hub's VPN gateway has a pool of clients, and the spoke
# that is peered with the hub does not use its gateway. Uses only commands that every PowerShell engine has.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ends = @{ Source = 'pool:vpngw-hub'; Destination = 'vnet-spoke' }

Connect-AzNetSession -Rehearsal -Snapshot "$PSScriptRoot/transit-networks.json"

'1. The clients reach the hub. Do they reach the spoke?'
Test-VNetTransitivity -Source pool:vpngw-hub -Destination vnet-hub | Out-Host
$answer = Test-VNetTransitivity @ends
$answer | Out-Host
$answer.Explain()

'2. The fix is the pair of flags that lends the gateway. Would it open anything else?'
Test-VNetTransitivity @ends -Plan $answer.Fix -Compare | Out-Host

'3. Apply it, and ask again. Clients that are connected get the new routes when they connect again.'
$answer.Fix | Invoke-VNetPlan | Out-Host
$answer = Test-VNetTransitivity @ends
$answer | Out-Host
$answer.Explain()

Disconnect-AzNetSession
