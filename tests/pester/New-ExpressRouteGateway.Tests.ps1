BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-ExpressRouteGateway' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-ExpressRouteGateway -Full
        $help.Synopsis | Should -Match 'ExpressRoute gateway'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'requires <_>' -ForEach 'VNet', 'Name', 'Sku' {
        (Get-Command New-ExpressRouteGateway).Parameters[$_].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-ExpressRouteGateway -VNet a -Name b -Sku ErGw1Az } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes a gateway, and nothing the second time' {
        Connect-AzNetSession -Rehearsal
        $result = New-ExpressRouteGateway -VNet vnet-dev -Name ergw-dev -Sku ErGw1Az -Force
        $result.State | Should -Be 'Succeeded'
        $result.MaxCircuits | Should -Be 4
        (New-ExpressRouteGateway -VNet vnet-dev -Name ergw-dev -Sku ErGw1Az -Force).Changed | Should -BeFalse
    }
}
