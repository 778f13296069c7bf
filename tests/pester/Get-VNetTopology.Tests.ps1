BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetTopology } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'reads the networks of the session' {
        Connect-AzNetSession -Rehearsal
        $topology = Get-VNetTopology
        $topology.VirtualNetworks.Name | Should -Contain 'vnet-hub'
        ($topology | Out-String) | Should -Match 'VNets'
    }

    It 'asks circuits what on-premises announces where that is wanted' {
        Connect-AzNetSession -Rehearsal
        (Get-VNetTopology).ExpressRoutePrefixes.Count | Should -Be 0
        "$((Get-VNetTopology -IncludeCircuitRoute).ExpressRoutePrefixes.Values)" | Should -Be '172.20.0.0/16'
    }
}
