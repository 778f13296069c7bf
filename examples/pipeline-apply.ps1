# The last stage of azure-pipelines.yml: applies the plan that was reviewed, and nothing else. When what it rests on has
# changed since, it is refused as a whole before the first write.
[CmdletBinding()]
param(
    # The plan that pipeline-plan.ps1 saved.
    [Parameter(Mandatory)] [string] $Path,
    # The file of the journal. A retry of the stage on the same agent goes on from it.
    [Parameter(Mandatory)] [string] $Journal,
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
    # The approval of the pipeline stands for the questions: -Force.
    $failed = @()
    Invoke-VNetPlan -LiteralPath $Path -Journal $Journal -Force -ErrorAction Continue -ErrorVariable failed | Out-Host
    if ($failed) {
        throw "The plan was not applied as a whole ($($failed.Count) errors). Run the stage again to finish it. First: $($failed[0])"
    }

    # Read once more, as anybody would find it now.
    if (-not (Compare-VNetTopology -Plan (Import-VNetPlan -LiteralPath $Path) -Quiet)) {
        throw 'The networks are not as the plan wants them.'
    }

    'The networks are as the plan wants them.'
}
finally {
    Disconnect-AzNetSession
}
