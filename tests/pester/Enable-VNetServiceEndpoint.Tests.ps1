BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Enable-VNetServiceEndpoint' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Enable-VNetServiceEndpoint -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Subnet' {
        (Get-Command Enable-VNetServiceEndpoint).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Service' {
        (Get-Command Enable-VNetServiceEndpoint).Parameters['Service'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Enable-VNetServiceEndpoint).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Enable-VNetServiceEndpoint).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Enable-VNetServiceEndpoint -Subnet a/b -Service Storage } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'takes -Subnet from the pipeline' {
        (Get-Command Enable-VNetServiceEndpoint).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'adds endpoints and keeps those that are there' {
        Connect-AzNetSession -Rehearsal
        Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault -Force | Out-Null
        $result = Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Storage -Force
        $result.Service | Should -Be 'KeyVault', 'Storage'
        $result.Enabled | Should -Be 'Storage'
        (Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Storage -Force).Changed | Should -BeFalse
    }

    It 'refuses a service that has no endpoints' {
        { Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Microsoft.AzureActiveDirectory } | Should -Throw -ErrorId 'ServiceNotKnown*'
    }

    It 'makes a plan and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        (Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service Storage -PlanOnly).CanApply | Should -BeTrue
        Get-VNetServiceEndpoint -Subnet vnet-dev/snet-dev | Should -BeNullOrEmpty
    }
}
