BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Wait-VpnGatewayConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Wait-VpnGatewayConnection -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Connection' {
        (Get-Command Wait-VpnGatewayConnection).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Connection from the pipeline' {
        (Get-Command Wait-VpnGatewayConnection).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Wait-VpnGatewayConnection a } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'waits for a device that comes, and names the cause when none does' {
        $session = Connect-AzNetSession -Rehearsal -PassThru
        $key = [System.Net.NetworkCredential]::new('', 'forTheRehearsalOnly').SecurePassword
        New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name office -SharedKey $key -Force | Out-Null
        { Wait-VpnGatewayConnection vpngw-hub-to-office -Timeout 300 -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionNotConnected*'
        $session.Simulation.SetDevice([AzNetHelper.Simulation.OnPremisesDevice]::new('203.0.113.10', 'forTheRehearsalOnly'))
        (Wait-VpnGatewayConnection vpngw-hub-to-office).Status | Should -Be 'Connected'
    }
}
