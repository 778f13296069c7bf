BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Compare-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Compare-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Reference' {
        (Get-Command Compare-VNetTopology).Parameters['Reference'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'finds nothing where nothing was changed, and both halves of a new peering' {
        Connect-AzNetSession -Rehearsal
        $before = Get-VNetTopology
        Compare-VNetTopology -Reference $before -Quiet | Should -BeTrue
        $null = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web
        $differences = Compare-VNetTopology -Reference $before
        $differences.Kind | Should -Be @('Added', 'Added')
        Compare-VNetTopology -Reference $before -Quiet | Should -BeFalse
        (Compare-VNetTopology -Reference $before -AsText)[0] | Should -BeLike '---*'
    }

    It 'tells whether the networks are as a plan wants them' {
        Connect-AzNetSession -Rehearsal
        $plan = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly
        Compare-VNetTopology -Plan $plan -Quiet | Should -BeFalse
        Compare-VNetTopology -Plan $plan -RestsOn -Quiet | Should -BeTrue
        $null = $plan | Invoke-VNetPlan
        Compare-VNetTopology -Plan $plan -Quiet | Should -BeTrue
    }
}
