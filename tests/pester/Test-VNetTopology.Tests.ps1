BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Test-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Test-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes a topology from the pipeline' {
        (Get-Command Test-VNetTopology).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'finds the half that waits, and its remedy mends it' {
        Connect-AzNetSession -Rehearsal
        $finding = Test-VNetTopology -RuleId PeeringOneSided
        $finding.Name | Should -Be 'vnet-lab/vnet-lab-to-vnet-test'
        $finding.Severity | Should -Be 'Error'
        $null = & ([scriptblock]::Create($finding.Remedy))
        Test-VNetTopology -RuleId PeeringOneSided | Should -BeNullOrEmpty
        Test-VNetTopology -RuleId PeeringOneSided -Quiet | Should -BeTrue
    }

    It 'fails on what it is told to, with reports' {
        Connect-AzNetSession -Rehearsal
        $sarif = Join-Path $TestDrive 'network.sarif'
        $junit = Join-Path $TestDrive 'network.xml'
        { Test-VNetTopology -FailOn Error -SarifPath $sarif -JUnitPath $junit } | Should -Throw -ErrorId 'TopologyFindings*'
        (Get-Content $sarif -Raw | ConvertFrom-Json).version | Should -Be '2.1.0'
        ([xml](Get-Content $junit -Raw)).testsuites.testsuite.failures | Should -BeGreaterThan 0
        { Test-VNetTopology -SarifPath $sarif } | Should -Throw -ErrorId 'FileExists*'
        { Test-VNetTopology -FailOn Error -ExcludeRule PeeringOneSided, RouteToNowhere } | Should -Not -Throw
    }
}
