BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Grant-VNetServiceAccess' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Grant-VNetServiceAccess -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Resource and -Subnet' {
        (Get-Command Grant-VNetServiceAccess).Parameters['Resource'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
        (Get-Command Grant-VNetServiceAccess).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Resource from the pipeline' {
        (Get-Command Grant-VNetServiceAccess).Parameters['Resource'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Grant-VNetServiceAccess).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Grant-VNetServiceAccess).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Grant-VNetServiceAccess -Resource a -Subnet b/c } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'lets a subnet in and changes nothing the second time' {
        Connect-AzNetSession -Rehearsal
        $result = Grant-VNetServiceAccess -Resource stcontosodata -Subnet vnet-spoke-data/snet-data -EnsureEndpoint -Force
        $result.Subnet.Name | Should -Be 'snet-data'
        $result.Undo | Should -BeLike 'Revoke-VNetServiceAccess*'
        (Grant-VNetServiceAccess -Resource stcontosodata -Subnet vnet-spoke-data/snet-data -EnsureEndpoint -Force).Changed | Should -BeFalse
    }
}
