BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Disable-VNetServiceEndpoint' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Disable-VNetServiceEndpoint -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Subnet' {
        (Get-Command Disable-VNetServiceEndpoint).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Service' {
        (Get-Command Disable-VNetServiceEndpoint).Parameters['Service'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Disable-VNetServiceEndpoint).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Disable-VNetServiceEndpoint).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Disable-VNetServiceEndpoint -Subnet a/b -Service Storage } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'takes an endpoint away and leaves the others' {
        Connect-AzNetSession -Rehearsal
        Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault, Storage -Force | Out-Null
        (Disable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Storage -Force).Disabled | Should -Be 'Storage'
        (Get-VNetServiceEndpoint -Subnet vnet-dev/snet-dev).Service | Should -Be 'KeyVault'
    }

    It 'writes nothing where the endpoint is not there' {
        Connect-AzNetSession -Rehearsal
        (Disable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Microsoft.AzureActiveDirectory -Force).Changed | Should -BeFalse
    }
}
