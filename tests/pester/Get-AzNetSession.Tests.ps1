BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-AzNetSession' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-AzNetSession -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'returns nothing without a session, and the session with one' {
        Disconnect-AzNetSession
        Get-AzNetSession | Should -BeNullOrEmpty
        Connect-AzNetSession -Rehearsal
        (Get-AzNetSession).IsRehearsal | Should -BeTrue
    }
}
