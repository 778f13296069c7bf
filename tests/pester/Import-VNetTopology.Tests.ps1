BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Import-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Import-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Path' {
        (Get-Command Import-VNetTopology).Parameters['Path'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Path from the pipeline' {
        (Get-Command Import-VNetTopology).Parameters['Path'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'says where a file is broken' {
        $path = Join-Path $TestDrive 'broken.json'
        Set-Content -Path $path -Value '{ "value": ['
        { Import-VNetTopology -Path $path -ErrorAction Stop } | Should -Throw -ExpectedMessage '*broken.json*'
    }
}
