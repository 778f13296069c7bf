BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Test-VNetAddressSpace' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Test-VNetAddressSpace -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Test-VNetAddressSpace).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Test-VNetAddressSpace } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'tells that a spoke lies in the addresses of the hub' {
        Connect-AzNetSession -Rehearsal
        $finding = Test-VNetAddressSpace
        $finding.Id | Should -Be 'AddressReuse'
        $finding.Severity | Should -Be 'Information'
        $finding.Resources.Name | Should -Be @('vnet-hub', 'vnet-spoke-legacy')
        Test-VNetAddressSpace -Quiet | Should -BeTrue
    }

    It 'tells what candidates clash with' {
        Connect-AzNetSession -Rehearsal
        (Test-VNetAddressSpace -Prefix 10.2.0.0/15).Resources.Name | Should -Be @('vnet-spoke-data', 'vnet-spoke-web')
        Test-VNetAddressSpace -Prefix 10.2.0.0/15 -Quiet | Should -BeFalse
        Test-VNetAddressSpace -Prefix 10.200.0.0/16 | Should -BeNullOrEmpty
    }
}
