BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Invoke-VNetPlan' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Invoke-VNetPlan -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Plan' {
        (Get-Command Invoke-VNetPlan).Parameters['Plan'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Plan from the pipeline' {
        (Get-Command Invoke-VNetPlan).Parameters['Plan'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can keep a journal and take back what failed' {
        (Get-Command Invoke-VNetPlan).Parameters.Keys | Should -Contain 'Journal'
        (Get-Command Invoke-VNetPlan).Parameters.Keys | Should -Contain 'UndoOnFailure'
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Invoke-VNetPlan).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Invoke-VNetPlan).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'applies a plan' {
        Connect-AzNetSession -Rehearsal
        $results = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly | Invoke-VNetPlan
        $results.Outcome | Select-Object -Unique | Should -Be 'Done'
    }

    It 'applies a saved plan, and refuses it when the networks have changed' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'plan.json'
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly | Export-VNetPlan -Path $path
        (Invoke-VNetPlan -Path $path).Outcome | Select-Object -Unique | Should -Be 'Done'
        (Invoke-VNetPlan -Path $path).Outcome | Select-Object -Unique | Should -Be 'Unchanged'
        $null = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -AllowForwardedTraffic
        { Invoke-VNetPlan -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'PlanDrifted*'
        (Invoke-VNetPlan -Path $path -Replan -Force).Outcome | Select-Object -Unique | Should -Be 'Unchanged'
    }
}
