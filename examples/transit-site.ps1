# Gateway transit, the first of three: a spoke reaches the on-premises site behind its hub's VPN gateway.
# Runs on the embedded simulation, with the networks of transit-networks.json: a hub with a VPN gateway and a site-to-site
# connection, and a spoke that is peered with it and does not use its gateway. Uses only commands that every PowerShell engine has.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ends = @{ Source = 'vnet-spoke'; Destination = 'site:datacenter' }

Connect-AzNetSession -Rehearsal -Snapshot "$PSScriptRoot/transit-networks.json"

'1. Does the spoke reach the data centre?'
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
