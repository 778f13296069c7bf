BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VpnGatewayConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VpnGatewayConnection -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Connection from the pipeline' {
        (Get-Command Get-VpnGatewayConnection).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VpnGatewayConnection } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'shows the tunnels of a gateway with what is wrong' {
        Connect-AzNetSession -Rehearsal
        Get-VpnGatewayConnection | Should -BeNullOrEmpty
        New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name office -Force | Out-Null
        $report = Get-VpnGatewayConnection -Gateway vpngw-hub
        $report.Name | Should -Be 'vpngw-hub-to-office'
        $report.Remote.Name | Should -Be 'office'
        $report.Cause | Should -Not -Be 'None'
        $report.Advice | Should -Not -BeNullOrEmpty
    }
}
