BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Test-ExpressRouteCircuit' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Test-ExpressRouteCircuit -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Circuit from the pipeline' {
        (Get-Command Test-ExpressRouteCircuit).Parameters['Circuit'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Test-ExpressRouteCircuit } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'judges the circuit of the rehearsal' {
        Connect-AzNetSession -Rehearsal
        $verdict = Test-ExpressRouteCircuit er-contoso
        $verdict.Name | Should -Be 'er-contoso'
        @($verdict.Links).Count | Should -Be 2
        $verdict.Findings.Id | Should -Not -Contain 'BgpDownPrimary'
    }
}
