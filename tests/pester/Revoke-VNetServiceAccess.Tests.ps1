BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Revoke-VNetServiceAccess' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Revoke-VNetServiceAccess -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Resource, and takes -Subnet by its place' {
        (Get-Command Revoke-VNetServiceAccess).Parameters['Resource'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
        (Get-Command Revoke-VNetServiceAccess).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.Position -eq 1 }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Resource from the pipeline' {
        (Get-Command Revoke-VNetServiceAccess).Parameters['Resource'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Revoke-VNetServiceAccess).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Revoke-VNetServiceAccess).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Revoke-VNetServiceAccess -Resource a -Subnet b/c } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'takes back what a grant did' {
        Connect-AzNetSession -Rehearsal
        Grant-VNetServiceAccess -Resource kv-contoso -Subnet vnet-spoke-data/snet-data -EnsureEndpoint -Force | Out-Null
        $result = Revoke-VNetServiceAccess -Resource kv-contoso -Subnet vnet-spoke-data/snet-data -RemoveEndpoint -Force -Confirm:$false
        $result.Subnet | Should -BeNullOrEmpty
        $result.DefaultAction | Should -Be 'Deny'
    }
}
