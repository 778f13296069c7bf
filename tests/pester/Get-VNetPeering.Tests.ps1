BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetPeering' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetPeering -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'takes -VNet from the pipeline' {
        (Get-Command Get-VNetPeering).Parameters['VNet'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetPeering } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'shows both halves as one object' {
        Connect-AzNetSession -Rehearsal
        New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web | Out-Null
        $pair = Get-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web
        @($pair).Count | Should -Be 1
        $pair.State | Should -Be 'Connected'
        ($pair | Out-String) | Should -Match 'vnet-spoke-web'
    }
}
