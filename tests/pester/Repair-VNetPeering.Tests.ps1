BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Repair-VNetPeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Repair-VNetPeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -VNet' {
        (Get-Command Repair-VNetPeering).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Peering' {
        (Get-Command Repair-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Peering from the pipeline' {
        (Get-Command Repair-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Repair-VNetPeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Repair-VNetPeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Repair-VNetPeering -VNet a } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes the half that is missing' {
        Connect-AzNetSession -Rehearsal
        Repair-VNetPeering -VNet vnet-test | Out-Null
        (Get-VNetPeering -VNet vnet-lab).State | Should -Be 'Connected'
    }
}
