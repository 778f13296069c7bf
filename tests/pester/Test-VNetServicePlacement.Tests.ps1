BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Test-VNetServicePlacement' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Test-VNetServicePlacement -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Service and -Subnet' {
        (Get-Command Test-VNetServicePlacement).Parameters['Service'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
        (Get-Command Test-VNetServicePlacement).Parameters['Subnet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Test-VNetServicePlacement -Service AksNodes -Subnet a/b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'says why a service does not fit, and what helps' {
        Connect-AzNetSession -Rehearsal
        $answer = Test-VNetServicePlacement -Service SqlManagedInstance -Subnet vnet-spoke-data/snet-data
        $answer.Fits | Should -BeFalse
        $answer.Reasons.Id | Should -Contain 'DelegationMissing'
        $answer.Fix | Should -Not -BeNullOrEmpty
    }
}
