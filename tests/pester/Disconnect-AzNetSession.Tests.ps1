BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Disconnect-AzNetSession' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Disconnect-AzNetSession -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'ends the session, and does no harm a second time' {
        Connect-AzNetSession -Rehearsal
        Disconnect-AzNetSession
        Disconnect-AzNetSession
        Get-AzNetSession | Should -BeNullOrEmpty
    }
}
