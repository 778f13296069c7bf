BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Remove-HubSpokePeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Remove-HubSpokePeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Hub' {
        (Get-Command Remove-HubSpokePeering).Parameters['Hub'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Spoke' {
        (Get-Command Remove-HubSpokePeering).Parameters['Spoke'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Spoke from the pipeline' {
        (Get-Command Remove-HubSpokePeering).Parameters['Spoke'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can leave the peerings to Virtual Network Manager' {
        (Get-Command Remove-HubSpokePeering).Parameters.Keys | Should -Contain 'NetworkManager'
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Remove-HubSpokePeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Remove-HubSpokePeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Remove-HubSpokePeering -Hub a -Spoke b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'removes both halves' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data -Force | Out-Null
        (Remove-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data -Force).State | Should -Be 'Absent'
    }
}
