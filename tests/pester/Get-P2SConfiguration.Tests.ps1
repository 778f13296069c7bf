BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-P2SConfiguration' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-P2SConfiguration -Full
        $help.Synopsis | Should -Match 'Shows point-to-site'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes gateways from the pipeline' {
        (Get-Command Get-P2SConfiguration).Parameters['Gateway'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'needs a session' {
        Disconnect-AzNetSession
        { Get-P2SConfiguration } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'shows a gateway without point-to-site only when it is named' {
        Connect-AzNetSession -Rehearsal
        Get-P2SConfiguration | Should -BeNullOrEmpty
        (Get-P2SConfiguration vpngw-hub).IsConfigured | Should -BeFalse
    }
}
