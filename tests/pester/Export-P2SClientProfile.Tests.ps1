BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Export-P2SClientProfile' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Export-P2SClientProfile -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Gateway, or -Package, and -Path' {
        foreach ($name in 'Gateway', 'Package', 'Path') {
            (Get-Command Export-P2SClientProfile).Parameters[$name].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
                Should -Not -BeNullOrEmpty
        }
    }

    It 'takes clients from the pipeline' {
        (Get-Command Export-P2SClientProfile).Parameters['Client'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf, -Confirm, -Force and -IncludeRefused' {
        $names = (Get-Command Export-P2SClientProfile).Parameters.Keys
        foreach ($name in 'WhatIf', 'Confirm', 'Force', 'IncludeRefused') { $names | Should -Contain $name }
    }

    It 'completes the formats that there are' {
        $line = 'Export-P2SClientProfile -Format Open'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'OpenVpn'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Export-P2SClientProfile vpngw-hub (Join-Path $TestDrive out) } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'reads no file that there is not, and writes nothing' {
        Connect-AzNetSession -Rehearsal
        { Export-P2SClientProfile vpngw-hub (Join-Path $TestDrive out) ./nobody.pfx -ErrorAction Stop } |
            Should -Throw -ErrorId 'CertificateFileNotFound*'
        Join-Path $TestDrive out | Should -Not -Exist
    }

    It 'says what a gateway without clients needs' {
        Connect-AzNetSession -Rehearsal
        { Export-P2SClientProfile vpngw-hub (Join-Path $TestDrive out) -ErrorAction Stop } | Should -Throw -ErrorId 'PointToSiteNotConfigured*'
    }
}
