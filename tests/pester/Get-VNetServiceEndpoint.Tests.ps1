BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetServiceEndpoint' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetServiceEndpoint -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetServiceEndpoint  } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'shows the endpoints of subnets' {
        Connect-AzNetSession -Rehearsal
        Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault, Storage -Force | Out-Null
        (Get-VNetServiceEndpoint).Service | Should -Be 'KeyVault', 'Storage'
        (Get-VNetServiceEndpoint -Subnet vnet-dev -Service Storage).State | Should -Be 'Succeeded'
    }

    It 'answers from a topology without Azure' {
        Connect-AzNetSession -Rehearsal
        Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault -Force | Out-Null
        $topology = Get-VNetTopology
        Disconnect-AzNetSession
        (Get-VNetServiceEndpoint -Topology $topology).Service | Should -Be 'KeyVault'
    }

    It 'says what a region offers' {
        Connect-AzNetSession -Rehearsal
        (Get-VNetServiceEndpoint -Subnet vnet-hub -Available).Service | Should -Contain 'Storage'
    }
}
