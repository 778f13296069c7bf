BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-VNetToVNetConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-VNetToVNetConnection -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Gateway1' {
        (Get-Command New-VNetToVNetConnection).Parameters['Gateway1'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Gateway2' {
        (Get-Command New-VNetToVNetConnection).Parameters['Gateway2'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Gateway2 from the pipeline' {
        (Get-Command New-VNetToVNetConnection).Parameters['Gateway2'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command New-VNetToVNetConnection).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-VNetToVNetConnection).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-VNetToVNetConnection -Gateway1 a -Gateway2 b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'joins two gateways and changes nothing the second time' {
        Connect-AzNetSession -Rehearsal
        New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force | Out-Null
        $result = New-VNetToVNetConnection -Gateway1 vpngw-hub -Gateway2 vpngw-dev -EnableBgp
        $result.Status1 | Should -Be 'Connected'
        $result.Status2 | Should -Be 'Connected'
        $result.PSObject.Properties.Name | Should -Not -Contain 'SharedKey'
        (New-VNetToVNetConnection -Gateway1 vpngw-hub -Gateway2 vpngw-dev -EnableBgp).Changed | Should -BeFalse
    }

    It 'makes a plan without a key and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force | Out-Null
        $plan = New-VNetToVNetConnection -Gateway1 vpngw-hub -Gateway2 vpngw-dev -PlanOnly
        $plan.CanApply | Should -BeTrue
        $plan.Changes[0].After | Should -Match 'secret:'
    }
}
