BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
    $password = [System.Net.NetworkCredential]::new('', 'a long one').SecurePassword
    $set = New-P2SCertificateSet -RootName 'Contoso VPN' -ClientName alice -Path (Join-Path $TestDrive 'set') -Password $password
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Set-P2SConfiguration' {
    BeforeEach { Connect-AzNetSession -Rehearsal }

    It 'has help with a synopsis and two examples' {
        $help = Get-Help Set-P2SConfiguration -Full
        $help.Synopsis | Should -Match 'point-to-site'
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes a set from the pipeline, and changes nothing the second time' {
        $first = $set | Set-P2SConfiguration -Gateway vpngw-hub -AddressPool 172.30.201.0/24
        $first.Changed | Should -BeTrue
        $first.RootCertificate.PublicCertData | Should -Be $set.Root.PublicCertData
        $first.AuthenticationType | Should -Be 'Certificate'
        ($set | Set-P2SConfiguration -Gateway vpngw-hub -AddressPool 172.30.201.0/24).Changed | Should -BeFalse
    }

    It 'does not enable SSTP' {
        Set-P2SConfiguration -Gateway vpngw-hub -AddressPool 172.30.201.0/24 -RootCertificate $set -Protocol SSTP -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^SstpClosed'
    }

    It 'does not remove a root that a client depends on' {
        $set | Set-P2SConfiguration -Gateway vpngw-hub -AddressPool 172.30.201.0/24 | Out-Null
        Set-P2SConfiguration -Gateway vpngw-hub -AuthenticationType Radius -RadiusServer 10.0.2.4 -RadiusSecret $password -RemoveRoot $set -Confirm:$false `
            -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -Match '^RootInUse'
    }
}
