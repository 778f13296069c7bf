BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Wait-AzNetOperation' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Wait-AzNetOperation -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Operation' {
        (Get-Command Wait-AzNetOperation).Parameters['Operation'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Operation from the pipeline' {
        (Get-Command Wait-AzNetOperation).Parameters['Operation'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'refuses a text that is no operation' {
        Connect-AzNetSession -Rehearsal
        { Wait-AzNetOperation -Operation 'nonsense' } | Should -Throw
    }
}
