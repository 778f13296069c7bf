BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-SiteToSiteConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-SiteToSiteConnection -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Gateway' {
        (Get-Command New-SiteToSiteConnection).Parameters['Gateway'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -DeviceAddress' {
        (Get-Command New-SiteToSiteConnection).Parameters['DeviceAddress'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command New-SiteToSiteConnection).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-SiteToSiteConnection).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-SiteToSiteConnection a 203.0.113.10 } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes a site and its connection, changes its prefixes, and then nothing' {
        Connect-AzNetSession -Rehearsal
        $link = New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name office -Force
        $link.Name | Should -Be 'vpngw-hub-to-office'
        $link.Changed | Should -BeTrue
        (New-SiteToSiteConnection vpngw-hub 203.0.113.10 172.16.0.0/16 -Force).AddressPrefixes | Should -Be '172.16.0.0/16'
        (New-SiteToSiteConnection vpngw-hub 203.0.113.10 172.16.0.0/16 -Force).Changed | Should -BeFalse
    }

    It 'makes a plan and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        (New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -PlanOnly).CanApply | Should -BeTrue
        Get-VpnGatewayConnection | Should -BeNullOrEmpty
    }

    It 'refuses what overlaps' {
        Connect-AzNetSession -Rehearsal
        { New-SiteToSiteConnection vpngw-hub 203.0.113.10 10.0.0.0/16 -ErrorAction Stop } | Should -Throw -ErrorId 'OverlapsNetwork*'
    }
}
