BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Import-VNetPlan' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Import-VNetPlan -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Path' {
        (Get-Command Import-VNetPlan).Parameters['Path'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'needs no session and says where a file is wrong' {
        Disconnect-AzNetSession
        $path = Join-Path $TestDrive 'bad.json'
        [IO.File]::WriteAllText($path, '{ "format": "AzNetHelper plan", "version": "9.0", "title": "x", "changes": [] }')
        { Import-VNetPlan -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidPlan*'
    }

    It 'gives what Test-VNetTransitivity takes' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'plan.json'
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly | Export-VNetPlan -Path $path
        Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web -Plan (Import-VNetPlan -Path $path) -Quiet |
            Should -BeTrue
    }
}
