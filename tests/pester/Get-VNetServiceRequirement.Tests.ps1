BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetServiceRequirement' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetServiceRequirement -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'tells every service with its sources' {
        $all = Get-VNetServiceRequirement
        @($all).Count | Should -BeGreaterThan 30
        @($all | Where-Object { $_.Sources.Length -eq 0 }).Count | Should -Be 0
    }

    It 'says which services there are when one is not known' {
        { Get-VNetServiceRequirement -Service nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceUnknown*'
    }
}
