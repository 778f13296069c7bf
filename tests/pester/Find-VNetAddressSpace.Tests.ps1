BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Find-VNetAddressSpace' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Find-VNetAddressSpace -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -PrefixLength' {
        (Get-Command Find-VNetAddressSpace).Parameters['PrefixLength'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -VNet for a subnet' {
        (Get-Command Find-VNetAddressSpace).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Find-VNetAddressSpace).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Find-VNetAddressSpace -PrefixLength 24 } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'finds ranges that clash with nothing' {
        Connect-AzNetSession -Rehearsal
        $found = Find-VNetAddressSpace -PrefixLength 16, 24 -Supernet 10.0.0.0/8
        $found.PrefixLength | Should -Be @(16, 24)
        Test-VNetAddressSpace -Prefix $found.Prefix | Should -BeNullOrEmpty
    }

    It 'finds room for a subnet with the size that it needs' {
        Connect-AzNetSession -Rehearsal
        $found = Find-VNetAddressSpace -VNet vnet-spoke-app -SubnetName GatewaySubnet
        $found.PrefixLength | Should -Be 27
        $found.UsableAddresses | Should -Be 27
    }

    It 'says how large the largest free block is where there is no room' {
        Connect-AzNetSession -Rehearsal
        { Find-VNetAddressSpace -PrefixLength 9 -Count 3 -Supernet 10.0.0.0/8 -ErrorAction Stop } | Should -Throw -ErrorId 'NoFreeAddressSpace*'
    }
}
