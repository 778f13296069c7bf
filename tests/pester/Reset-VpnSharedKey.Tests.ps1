BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Reset-VpnSharedKey' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Reset-VpnSharedKey -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Connection' {
        (Get-Command Reset-VpnSharedKey).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Connection from the pipeline' {
        (Get-Command Reset-VpnSharedKey).Parameters['Connection'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Reset-VpnSharedKey).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Reset-VpnSharedKey).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Reset-VpnSharedKey -Connection a -Force } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'gives both ends another key and puts the previous one back' {
        Connect-AzNetSession -Rehearsal
        New-VpnGateway -VNet vnet-dev -Name vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force | Out-Null
        New-VNetToVNetConnection -Gateway1 vpngw-hub -Gateway2 vpngw-dev | Out-Null
        $backup = Join-Path $TestDrive 'previous.key'
        (Reset-VpnSharedKey -Connection vpngw-hub-to-vpngw-dev -BackupPath $backup -Force).Changed | Should -BeTrue
        $backup | Should -Exist
        (Reset-VpnSharedKey -Connection vpngw-hub-to-vpngw-dev -Undo -BackupPath $backup -Force).Changed | Should -BeTrue
    }
}
