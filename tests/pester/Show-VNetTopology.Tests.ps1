BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Show-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Show-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Show-VNetTopology).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Show-VNetTopology -Tree } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'shows every network in the tree' {
        Connect-AzNetSession -Rehearsal
        $topology = Get-VNetTopology
        $tree = $topology | Show-VNetTopology -Tree
        foreach ($network in $topology.VirtualNetworks) {
            @($tree -match "\b$($network.Name): ").Count | Should -Be 1
        }
    }

    It 'marks what a plan adds' {
        Connect-AzNetSession -Rehearsal
        $plan = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly
        Show-VNetTopology -Plan $plan -Tree | Should -Contain 'The plan: 1 added (+), 0 changed (~), 0 removed (-).'
    }

    It 'says why a tree came, when asked' {
        Connect-AzNetSession -Rehearsal
        (Show-VNetTopology -Tree -Verbose 4>&1) -match 'instead of the browser' | Should -Not -BeNullOrEmpty
    }

    It 'wants both ends of a way' {
        { Show-VNetTopology -Source vnet-hub -Tree } | Should -Throw -ErrorId 'EndsInPairs*'
    }
}
