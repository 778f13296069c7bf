BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Remove-VpnGateway' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Remove-VpnGateway -Full
        $help.Synopsis | Should -Match 'nobody uses'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes gateways from the pipeline' {
        (Get-Command Remove-VpnGateway).Parameters['Gateway'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'removes what was made, and nothing else' {
        Connect-AzNetSession -Rehearsal
        $before = @((Get-VNetTopology).PublicIPAddresses.Name)
        $result = New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Force | Remove-VpnGateway -Force
        $result.Removed | Should -BeTrue
        $result.RemovedAddresses.Name | Should -Be 'vpngw-dev-pip'
        (Get-VNetTopology).PublicIPAddresses.Name | Should -Be $before
    }

    It 'is refused while a network uses the gateway' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-app -UseHubGateway -Force | Out-Null
        Remove-VpnGateway -Gateway vpngw-hub -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^GatewayUsedByPeering'
    }
}
