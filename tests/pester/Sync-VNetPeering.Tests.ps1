BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Sync-VNetPeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Sync-VNetPeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -VNet' {
        (Get-Command Sync-VNetPeering).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Peering' {
        (Get-Command Sync-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Peering from the pipeline' {
        (Get-Command Sync-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Sync-VNetPeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Sync-VNetPeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Sync-VNetPeering -VNet a } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'writes nothing when all is in sync' {
        Connect-AzNetSession -Rehearsal
        (Sync-VNetPeering -VNet vnet-dev).Changed | Should -Be $false
    }
}
