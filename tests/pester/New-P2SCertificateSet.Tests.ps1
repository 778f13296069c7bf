BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
    $password = [System.Net.NetworkCredential]::new('', 'a long one, of several words').SecurePassword
}

AfterAll {
    Remove-Module AzNetHelper
}

Describe 'New-P2SCertificateSet' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-P2SCertificateSet -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -ClientName from the pipeline' {
        (Get-Command New-P2SCertificateSet).Parameters['ClientName'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'makes a root and clients that it has issued' {
        $folder = Join-Path $TestDrive 'made'
        $set = New-P2SCertificateSet -RootName 'Contoso Root' -ClientName alice, bob -Path $folder -Password $password
        $set.Clients.Name | Should -Be 'alice', 'bob'
        $set.Clients[0].Certificate.Issuer | Should -Be 'CN=Contoso Root'
        Get-Content (Join-Path $folder 'Contoso Root.publicdata.txt') | Should -Be $set.Root.PublicCertData
        Join-Path $folder 'alice.pfx' | Should -Exist
    }

    It 'writes over nothing' {
        $folder = Join-Path $TestDrive 'twice'
        $null = New-P2SCertificateSet -RootName Root -Path $folder -Password $password
        { New-P2SCertificateSet -RootName Root -Path $folder -Password $password -ErrorAction Stop } | Should -Throw -ErrorId 'CertificateSetExists*'
    }

    It 'writes nothing with -WhatIf' {
        $folder = Join-Path $TestDrive 'whatif'
        New-P2SCertificateSet -RootName Root -ClientName alice -Path $folder -WhatIf
        $folder | Should -Not -Exist
    }
}
