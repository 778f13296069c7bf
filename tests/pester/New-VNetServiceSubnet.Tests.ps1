BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'New-VNetServiceSubnet' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help New-VNetServiceSubnet -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Service and -VNet' {
        (Get-Command New-VNetServiceSubnet).Parameters['Service'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
        (Get-Command New-VNetServiceSubnet).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command New-VNetServiceSubnet).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command New-VNetServiceSubnet).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { New-VNetServiceSubnet -Service AppService -VNet a } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'makes a subnet that the service fits into, and nothing the second time' {
        Connect-AzNetSession -Rehearsal
        (New-VNetServiceSubnet -Service AppService -VNet vnet-spoke-web).Changed | Should -BeTrue
        (New-VNetServiceSubnet -Service AppService -VNet vnet-spoke-web).Changed | Should -BeFalse
        Test-VNetServicePlacement -Service AppService -Subnet vnet-spoke-web/snet-app-service -Quiet | Should -BeTrue
    }
}
