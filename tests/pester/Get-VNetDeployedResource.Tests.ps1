BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetDeployedResource' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetDeployedResource -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Get-VNetDeployedResource).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetDeployedResource } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'tells what lives in a subnet' {
        Connect-AzNetSession -Rehearsal
        (Get-VNetDeployedResource -Subnet vnet-hub/AzureFirewallSubnet).Resources.Name | Should -Be 'afw-hub'
    }
}
