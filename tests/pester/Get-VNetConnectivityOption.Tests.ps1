BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetConnectivityOption' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetConnectivityOption -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -<_>' -ForEach 'Source', 'Destination' {
        (Get-Command Get-VNetConnectivityOption).Parameters[$_].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetConnectivityOption a b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'puts a peering first for two networks, and what is not possible last' {
        Connect-AzNetSession -Rehearsal
        $options = Get-VNetConnectivityOption vnet-dev vnet-spoke-data
        $options[0].Kind | Should -Be 'Peering'
        $options[0].IsPossible | Should -BeTrue
        $options.Rank | Should -Be (1..$options.Count)
        $options[-1].Status | Should -Be 'NotPossible'
    }

    It 'names what is there already' {
        Connect-AzNetSession -Rehearsal
        (Get-VNetConnectivityOption vnet-dev vnet-test)[0].Status | Should -Be 'Already'
    }

    It 'refuses what names nothing' {
        Connect-AzNetSession -Rehearsal
        { Get-VNetConnectivityOption vnet-dev nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'EndpointNotFound*'
    }
}
