# Gateway transit, the second of three: a spoke reaches another virtual network over its hub's VNet-to-VNet connection.
# Runs on the embedded simulation, with the networks of transit-networks.json: the hub's VPN gateway is connected, with BGP, with the
# gateway of a partner's network; the spoke is peered with the hub and does not use its gateway. Without BGP the partner's gateway would
# know the hub alone. Uses only commands that every PowerShell engine has.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ends = @{ Source = 'vnet-spoke'; Destination = 'vnet-partner' }

Connect-AzNetSession -Rehearsal -Snapshot "$PSScriptRoot/transit-networks.json"

'1. The hub reaches the partner. Does the spoke?'
Test-VNetTransitivity -Source vnet-hub -Destination vnet-partner | Out-Host
$answer = Test-VNetTransitivity @ends
$answer | Out-Host
$answer.Explain()

'2. The fix is the pair of flags that lends the gateway. Would it open anything else?'
Test-VNetTransitivity @ends -Plan $answer.Fix -Compare | Out-Host

'3. Apply it, and ask again.'
$answer.Fix | Invoke-VNetPlan | Out-Host
$answer = Test-VNetTransitivity @ends
$answer | Out-Host
$answer.Explain()

Disconnect-AzNetSession
