BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Export-VpnDeviceConfiguration' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Export-VpnDeviceConfiguration -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Connection and -Path' {
        foreach ($name in 'Connection', 'Path') {
            (Get-Command Export-VpnDeviceConfiguration).Parameters[$name].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
                Should -Not -BeNullOrEmpty
        }
    }

    It 'has -WhatIf, -Confirm and -Force' {
        $names = (Get-Command Export-VpnDeviceConfiguration).Parameters.Keys
        foreach ($name in 'WhatIf', 'Confirm', 'Force') { $names | Should -Contain $name }
    }

    It 'completes the devices that there are templates for' {
        $line = 'Export-VpnDeviceConfiguration -Device Cis'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'CiscoAsa', 'CiscoIosXe'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Export-VpnDeviceConfiguration to-berlin (Join-Path $TestDrive out) } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'names the connection that there is not, and writes nothing' {
        Connect-AzNetSession -Rehearsal
        { Export-VpnDeviceConfiguration nowhere (Join-Path $TestDrive out) -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionNotFound*'
        Join-Path $TestDrive out | Should -Not -Exist
    }
}
