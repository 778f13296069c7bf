BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Export-ExpressRouteRouterConfiguration' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Export-ExpressRouteRouterConfiguration -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Circuit, -Path and -Device' {
        foreach ($name in 'Circuit', 'Path', 'Device') {
            (Get-Command Export-ExpressRouteRouterConfiguration).Parameters[$name].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
                Should -Not -BeNullOrEmpty
        }
    }

    It 'has -WhatIf, -Confirm and -Force' {
        $names = (Get-Command Export-ExpressRouteRouterConfiguration).Parameters.Keys
        foreach ($name in 'WhatIf', 'Confirm', 'Force') { $names | Should -Contain $name }
    }

    It 'completes the routers that there are templates for' {
        $line = 'Export-ExpressRouteRouterConfiguration -Device Cis'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'CiscoIosXe', 'CiscoIosXr'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Export-ExpressRouteRouterConfiguration er-office (Join-Path $TestDrive out) Frr } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'names the circuit that there is not, and writes nothing' {
        Connect-AzNetSession -Rehearsal
        { Export-ExpressRouteRouterConfiguration nowhere (Join-Path $TestDrive out) Frr -ErrorAction Stop } | Should -Throw
        Join-Path $TestDrive out | Should -Not -Exist
    }
}
