BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
    $password = [System.Net.NetworkCredential]::new('', 'a long one, of several words').SecurePassword
    $folder = Join-Path $TestDrive 'set'
    $null = New-P2SCertificateSet -RootName Root -ClientName alice -Path $folder -Password $password
}

AfterAll {
    Remove-Module AzNetHelper
}

Describe 'New-P2SClientCertificate' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-P2SClientCertificate -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'adds the rows of a file to the set' {
        $rows = Join-Path $TestDrive 'people.csv'
        Set-Content $rows 'Name,Office', 'bob,Berlin', 'carol,Paris'
        $made = Import-Csv $rows | New-P2SClientCertificate -CertificateSet $folder -Password $password
        $made.Name | Should -Be 'bob', 'carol'
        Join-Path $folder 'carol.pfx' | Should -Exist
    }

    It 'refuses a client that is there' {
        { New-P2SClientCertificate -CertificateSet $folder -Name ALICE -Password $password -ErrorAction Stop } | Should -Throw -ErrorId 'ClientExists*'
    }

    It 'refuses a password that does not open the root' {
        $wrong = [System.Net.NetworkCredential]::new('', 'another').SecurePassword
        { New-P2SClientCertificate -CertificateSet $folder -Name dave -Password $wrong -ErrorAction Stop } | Should -Throw -ErrorId 'PfxPasswordWrong*'
    }

    It 'writes nothing with -WhatIf' {
        New-P2SClientCertificate -CertificateSet $folder -Name erin -Password $password -WhatIf
        Join-Path $folder 'erin.pfx' | Should -Not -Exist
    }
}
