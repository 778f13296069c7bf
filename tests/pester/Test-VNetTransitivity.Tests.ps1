BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Test-VNetTransitivity' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Test-VNetTransitivity -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Source' {
        (Get-Command Test-VNetTransitivity).Parameters['Source'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -Destination' {
        (Get-Command Test-VNetTransitivity).Parameters['Destination'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -All' {
        (Get-Command Test-VNetTransitivity).Parameters['All'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Test-VNetTransitivity).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Test-VNetTransitivity -Source a -Destination b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'answers with a verdict, a reason and a fix' {
        Connect-AzNetSession -Rehearsal
        $answer = Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web
        $answer.Verdict | Should -Be 'Blocked'
        $answer.Reasons.Id | Should -Contain 'NoRoute'
        $answer.Fix | Should -Not -BeNullOrEmpty
    }

    It 'answers True or False with -Quiet' {
        Connect-AzNetSession -Rehearsal
        Test-VNetTransitivity -Source vnet-spoke-data -Destination vnet-spoke-web -Quiet | Should -BeFalse
    }

    It 'says what a plan needs that the networks do not hold' {
        Connect-AzNetSession -Rehearsal
        $plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly
        $hub = Get-VNetTopology -Name vnet-hub
        Test-VNetTransitivity -All -Topology $hub -Plan $plan -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'PlanResourceNotFound*'
    }

    It 'tells every way hop by hop with -Detailed' {
        Connect-AzNetSession -Rehearsal
        $hops = Test-VNetTransitivity -Source vnet-dev -Destination vnet-test -Detailed
        $hops.NextHop | Should -Be 'Peering', 'Peering'
        $hops.Verdict | Should -Be 'Reachable', 'Reachable'
    }

    It 'tells what a plan opens beside the pair that was asked for' {
        Connect-AzNetSession -Rehearsal
        $plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly
        $changes = Test-VNetTransitivity vnet-spoke-data vnet-hub -Plan $plan -Compare
        $changes.Effect | Should -Be 'None', 'Opens'
        $changes.IsAsked | Should -Be $true, $false
        Test-VNetTransitivity vnet-spoke-data vnet-hub -Plan $plan -Compare -Quiet | Should -BeFalse
        Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Plan $plan -Compare -Quiet | Should -BeTrue
    }

    It 'demands a plan or a reference to compare with' {
        Connect-AzNetSession -Rehearsal
        { Test-VNetTransitivity -Compare } | Should -Throw -ErrorId 'CompareWithOne*'
    }

    It 'counts the matrix by groups' {
        Connect-AzNetSession -Rehearsal
        (Test-VNetTransitivity -All -GroupBy Region | Measure-Object Pairs -Sum).Sum | Should -Be 36
    }

    It 'stops when enough was taken' {
        Connect-AzNetSession -Rehearsal
        @(Test-VNetTransitivity -All | Select-Object -First 1).Count | Should -Be 1
    }
}
