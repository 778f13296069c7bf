BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-HubSpokePeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-HubSpokePeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Hub' {
        (Get-Command New-HubSpokePeering).Parameters['Hub'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Spoke' {
        (Get-Command New-HubSpokePeering).Parameters['Spoke'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Spoke from the pipeline' {
        (Get-Command New-HubSpokePeering).Parameters['Spoke'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can keep a journal and take back what failed' {
        (Get-Command New-HubSpokePeering).Parameters.Keys | Should -Contain 'Journal'
        (Get-Command New-HubSpokePeering).Parameters.Keys | Should -Contain 'UndoOnFailure'
    }

    It 'can leave the peerings to Virtual Network Manager' {
        (Get-Command New-HubSpokePeering).Parameters.Keys | Should -Contain 'NetworkManager'
        (Get-Command New-HubSpokePeering).ParameterSets.Where({ $_.Name -eq 'NetworkManager' }).Parameters.Name |
            Should -Contain 'DirectConnectivity'
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command New-HubSpokePeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-HubSpokePeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-HubSpokePeering -Hub a -Spoke b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'connects every spoke that comes down the pipeline' {
        Connect-AzNetSession -Rehearsal
        $results = 'vnet-spoke-data', 'vnet-spoke-web' | New-HubSpokePeering -Hub vnet-hub -UseHubGateway -Force
        $results.Count | Should -Be 2
        $results.State | Should -Be @('Connected', 'Connected')
        ($results | Out-String) | Should -Match 'vnet-spoke-data'
    }

    It 'writes nothing with -WhatIf' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data -WhatIf
        Get-VNetPeering -VNet vnet-hub -RemoteVNet vnet-spoke-data | Should -BeNullOrEmpty
    }

    It 'refuses a classic VNet and says what to do instead' {
        Connect-AzNetSession -Rehearsal
        $classic = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/old'
        New-HubSpokePeering -Hub vnet-hub -Spoke $classic -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Match 'ClassicVNet'
    }

    It 'refuses an overlapping spoke before anything is written' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-legacy -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Match 'AddressSpaceOverlap'
        Get-VNetPeering -VNet vnet-hub -RemoteVNet vnet-spoke-data | Should -BeNullOrEmpty
    }
}
