BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Set-VNetAddressSpace' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Set-VNetAddressSpace -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -VNet' {
        (Get-Command Set-VNetAddressSpace).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Set-VNetAddressSpace).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Set-VNetAddressSpace).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Set-VNetAddressSpace -VNet a -Add 10.0.0.0/8 } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'syncs what points at the virtual network' {
        Connect-AzNetSession -Rehearsal
        $result = Set-VNetAddressSpace -VNet vnet-dev -Add 10.30.0.0/16
        $result.IsInSync | Should -Be $true
        $result.AddressSpace | Should -Contain '10.30.0.0/16'
        (Get-VNetPeering -VNet vnet-dev).IsInSync | Should -Be $true
    }
}
