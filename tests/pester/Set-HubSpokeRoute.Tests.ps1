BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Set-HubSpokeRoute' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Set-HubSpokeRoute -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Hub' {
        (Get-Command Set-HubSpokeRoute).Parameters['Hub'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -NextHop' {
        (Get-Command Set-HubSpokeRoute).Parameters['NextHop'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Spoke from the pipeline' {
        (Get-Command Set-HubSpokeRoute).Parameters['Spoke'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Set-HubSpokeRoute).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Set-HubSpokeRoute).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Set-HubSpokeRoute -Hub a -NextHop 10.0.1.4 } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'lets the spokes reach each other through the firewall' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -Force | Out-Null
        $results = Set-HubSpokeRoute -Hub vnet-hub -NextHop afw-hub -Force
        @($results).Count | Should -Be 2
        $results[0].Reaches | Should -Be 'vnet-spoke-web'
        (Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web).Verdict | Should -Be 'Reachable'
        (Set-HubSpokeRoute -Hub vnet-hub -NextHop afw-hub -Force).Changed | Should -Not -Contain $true
    }

    It 'makes a plan and writes nothing with -PlanOnly' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -Force | Out-Null
        (Set-HubSpokeRoute -Hub vnet-hub -NextHop Gateway -PlanOnly).CanApply | Should -BeTrue
        (Get-VNetTopology).RouteTables.Name | Should -Be 'rt-app'
    }
}
