BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Restore-P2SClientCertificate' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Restore-P2SClientCertificate -Full
        $help.Synopsis | Should -Match 'take client certificates again'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes certificates from the pipeline' {
        (Get-Command Restore-P2SClientCertificate).Parameters['Certificate'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'is refused on a gateway without point-to-site' {
        Connect-AzNetSession -Rehearsal
        Restore-P2SClientCertificate vpngw-hub -Thumbprint ('AB' * 20) -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^NoPointToSite'
    }
}
