BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-VNetPeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-VNetPeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -VNet' {
        (Get-Command New-VNetPeering).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'demands -RemoteVNet' {
        (Get-Command New-VNetPeering).Parameters['RemoteVNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -RemoteVNet from the pipeline' {
        (Get-Command New-VNetPeering).Parameters['RemoteVNet'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'can keep a journal and take back what failed' {
        (Get-Command New-VNetPeering).Parameters.Keys | Should -Contain 'Journal'
        (Get-Command New-VNetPeering).Parameters.Keys | Should -Contain 'UndoOnFailure'
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command New-VNetPeering).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-VNetPeering).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-VNetPeering -VNet a -RemoteVNet b } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes both halves, and nothing the second time' {
        Connect-AzNetSession -Rehearsal
        (New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web).Changed | Should -BeTrue
        (New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web).Changed | Should -BeFalse
    }

    It 'writes nothing with -WhatIf' {
        Connect-AzNetSession -Rehearsal
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -WhatIf
        Get-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web | Should -BeNullOrEmpty
    }
}
