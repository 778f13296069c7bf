BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Remove-VNetPeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Remove-VNetPeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -VNet' {
        (Get-Command Remove-VNetPeering).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -RemoteVNet' {
        (Get-Command Remove-VNetPeering).Parameters['RemoteVNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Peering' {
        (Get-Command Remove-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Peering from the pipeline' {
        (Get-Command Remove-VNetPeering).Parameters['Peering'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can keep a journal and take back what failed' {
        (Get-Command Remove-VNetPeering).Parameters.Keys | Should -Contain 'Journal'
        (Get-Command Remove-VNetPeering).Parameters.Keys | Should -Contain 'UndoOnFailure'
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Remove-VNetPeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Remove-VNetPeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Remove-VNetPeering -VNet a -RemoteVNet b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'names who uses a gateway through the peering' {
        Connect-AzNetSession -Rehearsal
        New-HubSpokePeering -Hub vnet-hub -Spoke vnet-spoke-data -UseHubGateway -Force | Out-Null
        $plan = Remove-VNetPeering -VNet vnet-hub -RemoteVNet vnet-spoke-data -PlanOnly
        $plan.Changes[0].Impact.Statement | Should -Match 'vnet-spoke-data also loses what it reaches through the gateway of vnet-hub'
    }

    It 'removes both halves' {
        Connect-AzNetSession -Rehearsal
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web | Out-Null
        Get-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web | Remove-VNetPeering -Force -Confirm:$false | Out-Null
        Get-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web | Should -BeNullOrEmpty
    }

    It 'finds a management lock before the first half is gone' {
        $session = Connect-AzNetSession -Rehearsal -PassThru
        $dev = [AzNetHelper.Simulation.SampleEstate]::Dev
        $lock = [AzNetHelper.Simulation.ManagementLock]::new($dev, [AzNetHelper.Simulation.LockLevel]::CanNotDelete)
        $session.Simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{
            Locks = [System.Collections.Immutable.ImmutableArray]::Create($lock)
        }
        Remove-VNetPeering -VNet vnet-dev -RemoteVNet vnet-test -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ScopeLocked,*'
        (Get-VNetPeering -VNet vnet-dev -RemoteVNet vnet-test).IsHealthy | Should -BeTrue
    }
}
