BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Revoke-P2SClientCertificate' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Revoke-P2SClientCertificate -Full
        $help.Synopsis | Should -Match 'refuse client certificates'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes certificates from the pipeline' {
        (Get-Command Revoke-P2SClientCertificate).Parameters['Certificate'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'is refused on a gateway without point-to-site' {
        Connect-AzNetSession -Rehearsal
        Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('AB' * 20) -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^NoPointToSite'
    }

    It 'says what is wrong with a thumbprint' {
        Connect-AzNetSession -Rehearsal
        Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('AB' * 32) -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Should -Match 'SHA-256'
    }
}
