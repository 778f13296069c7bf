BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-ExpressRouteConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-ExpressRouteConnection -Full
        $help.Synopsis | Should -Match 'circuit'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'requires <_>' -ForEach 'Gateway', 'Circuit' {
        (Get-Command New-ExpressRouteConnection).Parameters[$_].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-ExpressRouteConnection -Gateway a -Circuit b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'connects a gateway with a circuit, and nothing the second time' {
        Connect-AzNetSession -Rehearsal
        $null = New-ExpressRouteGateway vnet-hub ergw-hub -Sku ErGw1Az -Force
        (New-ExpressRouteConnection ergw-hub er-contoso -Force).Status | Should -Be 'Connected'
        (New-ExpressRouteConnection ergw-hub er-contoso -Force).Changed | Should -BeFalse
    }
}
