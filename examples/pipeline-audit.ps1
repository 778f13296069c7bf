# The step of azure-pipelines-audit.yml: audits every network that the connection sees, writes the reports, and fails when something
# bad enough was found. Sends only reads.
[CmdletBinding()]
param(
    # The folder of the reports: network.sarif, network.xml, and the networks themselves as network.json and, to read, network.md.
    [Parameter(Mandatory)] [string] $Folder,
    [ValidateSet('Error', 'Warning', 'Information')] [string] $FailOn = 'Error',
    # What is known and accepted: ids of rules, or id:resource. One text with commas will do.
    [string[]] $ExcludeRule = @(),
    # The module, or its folder.
    [string] $Module = 'AzNetHelper',
    # How the session is opened, for example @{ AzurePipelines = $true; TenantId = '...' }.
    [hashtable] $Connection = @{ AzurePipelines = $true }
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

Connect-AzNetSession @Connection
try {
    $networks = Get-VNetTopology
    $networks | Export-VNetTopology -Path "$Folder/network.json" -Force
    $networks | Export-VNetTopology -Path "$Folder/network.md" -Force
    if ($env:TF_BUILD) {
        # On the page of the run, beside its results.
        "##vso[task.uploadsummary]$Folder/network.md"
    }

    $audit = @{
        Topology  = $networks
        FailOn    = $FailOn
        SarifPath = "$Folder/network.sarif"
        JUnitPath = "$Folder/network.xml"
        Force     = $true
    }
    $known = @($ExcludeRule -split ',\s*' -ne '')
    if ($known) {
        $audit.ExcludeRule = $known
    }

    # Each finding is a line of the log with its remedy; then, where something is bad enough, the step fails.
    Test-VNetTopology @audit | ForEach-Object { "$_`n  Remedy: $($_.Remedy)" }
}
finally {
    Disconnect-AzNetSession
}
