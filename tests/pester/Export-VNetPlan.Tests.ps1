BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Export-VNetPlan' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Export-VNetPlan -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Plan from the pipeline' {
        (Get-Command Export-VNetPlan).Parameters['Plan'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Export-VNetPlan).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Export-VNetPlan).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'writes a file that can be read again, and never over another one' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'plan.json'
        $plan = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly
        $plan | Export-VNetPlan -Path $path
        (Import-VNetPlan -Path $path).Changes.Count | Should -Be $plan.Changes.Count
        { $plan | Export-VNetPlan -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
    }

    It 'writes nothing with -WhatIf' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'whatif.json'
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly | Export-VNetPlan -Path $path -WhatIf
        $path | Should -Not -Exist
    }
}
