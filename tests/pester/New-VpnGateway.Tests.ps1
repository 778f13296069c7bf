BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-VpnGateway' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-VpnGateway -Full
        $help.Synopsis | Should -Match 'VPN gateway'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'requires <_>' -ForEach 'VNet', 'Name', 'Sku' {
        (Get-Command New-VpnGateway).Parameters[$_].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can be looked at first' {
        (Get-Command New-VpnGateway).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-VpnGateway).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-VpnGateway -VNet a -Name b -Sku Basic } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes a gateway, and nothing the second time' {
        Connect-AzNetSession -Rehearsal
        $result = New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Force
        $result.State | Should -Be 'Succeeded'
        @($result.PublicIpAddress).Count | Should -Be 1
        (New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Force).Changed | Should -BeFalse
    }

    It 'returns an operation with -NoWait' {
        Connect-AzNetSession -Rehearsal
        $operation = New-VpnGateway -VNet vnet-lab -Name vpngw-lab -Sku VpnGw1AZ -NoWait -Force
        ($operation.ToText() | Wait-AzNetOperation).Document | Should -Match 'Succeeded'
    }

    It 'makes a plan and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        (New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -PlanOnly).WriteCount | Should -Be 3
        (Get-VNetTopology).Gateways.Name | Should -Be 'vpngw-hub'
    }
}
