BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
    $order = @{ Name = 'er-berlin'; ResourceGroupName = 'rg-hub'; Provider = 'Colt'; PeeringLocation = 'Berlin'; BandwidthInMbps = 200; Sku = 'Standard' }
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-ExpressRouteCircuit' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-ExpressRouteCircuit -Full
        $help.Synopsis | Should -Match 'circuit'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'orders a circuit, tells its service key once, and has nothing to do the second time' {
        Connect-AzNetSession -Rehearsal
        $circuit = New-ExpressRouteCircuit @order -Force
        $circuit.ProviderState | Should -Be 'NotProvisioned'
        [guid] $circuit.ServiceKey | Should -Not -Be ([guid]::Empty)
        (New-ExpressRouteCircuit @order).Changed | Should -BeFalse
        (New-ExpressRouteCircuit @order -PlanOnly | ConvertTo-Json -Depth 6) | Should -Not -Match $circuit.ServiceKey
    }

    It 'says what the provider offers' {
        Connect-AzNetSession -Rehearsal
        $order.PeeringLocation = 'West Europe'
        New-ExpressRouteCircuit @order -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^PeeringLocationNotOffered'
    }
}
