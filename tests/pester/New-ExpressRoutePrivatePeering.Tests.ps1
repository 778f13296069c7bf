BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-ExpressRoutePrivatePeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-ExpressRoutePrivatePeering -Full
        $help.Synopsis | Should -Match 'private peering'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'says which address is whose on each link' {
        Connect-AzNetSession -Rehearsal
        $peering = New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force |
            New-ExpressRoutePrivatePeering -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29
        $peering.Links.CustomerAddress.IPAddressToString | Should -Be '172.31.255.1', '172.31.255.5'
        $peering.Links.MicrosoftAddress.IPAddressToString | Should -Be '172.31.255.2', '172.31.255.6'
    }

    It 'does not take a number that Azure reserves' {
        Connect-AzNetSession -Rehearsal
        New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force | Out-Null
        New-ExpressRoutePrivatePeering er-berlin -PeerAsn 65515 -VlanId 200 -From 172.31.255.0/29 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^PeerAsnReserved'
    }
}
