BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Remove-VpnGatewayConnection' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Remove-VpnGatewayConnection -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Connection' {
        (Get-Command Remove-VpnGatewayConnection).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Connection from the pipeline' {
        (Get-Command Remove-VpnGatewayConnection).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Remove-VpnGatewayConnection).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Remove-VpnGatewayConnection).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Remove-VpnGatewayConnection a } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'removes a connection and its site' {
        Connect-AzNetSession -Rehearsal
        New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name office -Force | Out-Null
        (Get-VpnGatewayConnection | Remove-VpnGatewayConnection -Force).Removed.Name | Should -Be @('vpngw-hub-to-office', 'office')
        Get-VpnGatewayConnection | Should -BeNullOrEmpty
    }

    It 'makes a plan and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        $link = New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Force
        ($link | Remove-VpnGatewayConnection -PlanOnly).WriteCount | Should -Be 2
        @(Get-VpnGatewayConnection).Count | Should -Be 1
    }
}
