@{
    RootModule             = 'AzNetHelper.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '5e3b8d0a-6a3c-4b4e-9a39-6f7a1c0f2d51'
    Author                 = 'The AzNetHelper developers'
    CompanyName            = 'Community'
    Copyright              = '(c) The AzNetHelper developers. MIT licence.'
    Description            = 'Connects Azure virtual networks: plans, applies and verifies peerings, and says what can reach what, and why not.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('AzNetHelper.Format.ps1xml')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Compare-VNetTopology'
        'Connect-AzNetSession'
        'Disable-VNetServiceEndpoint'
        'Disconnect-AzNetSession'
        'Enable-VNetServiceEndpoint'
        'Export-P2SClientProfile'
        'Export-VNetPlan'
        'Export-VNetTopology'
        'Export-VpnDeviceConfiguration'
        'Find-VNetAddressSpace'
        'Get-AzNetSession'
        'Get-P2SConfiguration'
        'Get-VNetConnectivityOption'
        'Get-VNetDeployedResource'
        'Get-VNetPeering'
        'Get-VNetServiceAccess'
        'Get-VNetServiceEndpoint'
        'Get-VNetServiceRequirement'
        'Get-VNetTopology'
        'Get-VpnGatewayConnection'
        'Grant-VNetServiceAccess'
        'Import-VNetPlan'
        'Import-VNetTopology'
        'Invoke-VNetPlan'
        'New-HubSpokePeering'
        'New-P2SCertificateSet'
        'New-P2SClientCertificate'
        'New-SiteToSiteConnection'
        'New-VNetPeering'
        'New-VNetServiceSubnet'
        'New-VNetToVNetConnection'
        'New-VpnGateway'
        'Remove-HubSpokePeering'
        'Remove-VNetPeering'
        'Remove-VpnGateway'
        'Remove-VpnGatewayConnection'
        'Repair-VNetPeering'
        'Reset-VpnSharedKey'
        'Restore-P2SClientCertificate'
        'Revoke-P2SClientCertificate'
        'Revoke-VNetServiceAccess'
        'Set-HubSpokeRoute'
        'Set-P2SConfiguration'
        'Set-VNetAddressSpace'
        'Sync-VNetPeering'
        'Test-VNetAddressSpace'
        'Test-VNetServicePlacement'
        'Test-VNetTopology'
        'Test-VNetTransitivity'
        'Wait-AzNetOperation'
        'Wait-VpnGatewayConnection'
    )
    PrivateData            = @{
        PSData = @{
            Tags       = @('Azure', 'Network', 'VNet', 'Peering', 'VPN', 'ExpressRoute', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
