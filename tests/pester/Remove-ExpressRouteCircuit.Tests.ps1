BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Remove-ExpressRouteCircuit' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Remove-ExpressRouteCircuit -Full
        $help.Synopsis | Should -Match 'deprovisioned'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'removes what the provider never began' {
        Connect-AzNetSession -Rehearsal
        $circuit = New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force
        ($circuit | Remove-ExpressRouteCircuit -Force).Removed | Should -BeTrue
    }

    It 'is refused while the provider has the circuit' {
        Connect-AzNetSession -Rehearsal
        New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Wait -Force | Out-Null
        Remove-ExpressRouteCircuit er-berlin -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^CircuitNotDeprovisioned'
    }
}
