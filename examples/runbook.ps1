# A runbook of Azure Automation: peers a hub with its spokes, as the Automation account's managed identity. It asks nothing,
# and may be started again whenever it was ended: it finishes what is missing, and with a journal that outlives the job it
# first waits for what is still under way. docs/automation.md says how to set it up.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Hub,
    [Parameter(Mandatory)] [string[]] $Spoke,
    [switch] $UseHubGateway,
    # https://<account>.blob.core.windows.net/<container>/<name>; on a hybrid worker also a file. What it lies in has to be there.
    [string] $Journal,
    # More for Connect-AzNetSession: @{ ClientId = '...' } for a user-assigned identity, @{ Environment = 'AzureChinaCloud' } ...
    [hashtable] $Connection = @{}
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module AzNetHelper

$wish = @{ Hub = $Hub; Spoke = $Spoke; Force = $true }
if ($UseHubGateway) { $wish.UseHubGateway = $true }
if ($Journal) { $wish.Journal = $Journal }

Connect-AzNetSession -Identity @Connection
try {
    # Every result and every error reaches the job's streams; then the job fails, if anything has.
    $failed = @()
    New-HubSpokePeering @wish -ErrorAction Continue -ErrorVariable failed
    if ($failed) {
        throw "Not everything was done ($($failed.Count) errors). Start the runbook again to finish it. First: $($failed[0])"
    }
}
finally {
    Disconnect-AzNetSession
}
