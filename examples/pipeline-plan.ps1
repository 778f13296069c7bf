# The first stage of azure-pipelines.yml: makes the plan, shows what it would do, and saves it for the reviewers and for the
# last stage. Sends only reads.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Hub,
    [Parameter(Mandatory)] [string[]] $Spoke,
    # Where the plan is saved.
    [Parameter(Mandatory)] [string] $Path,
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
    $plan = New-HubSpokePeering -Hub $Hub -Spoke ($Spoke -split ',\s*') -UseHubGateway -PlanOnly
    $plan | Out-Host
    if (-not $plan.CanApply) {
        throw "The plan has $($plan.Problems.Count) problems. First: $($plan.Problems[0].Message)"
    }

    $plan | Export-VNetPlan -Path $Path -Force
    $plan | Invoke-VNetPlan -WhatIf

    # The stages behind this one are left out when there is nothing to write.
    "##vso[task.setvariable variable=writes;isOutput=true]$($plan.WriteCount)"
}
finally {
    Disconnect-AzNetSession
}
