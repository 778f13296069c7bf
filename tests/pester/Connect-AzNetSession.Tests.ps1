BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Connect-AzNetSession' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Connect-AzNetSession -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'opens a rehearsal' {
        $session = Connect-AzNetSession -Rehearsal -PassThru
        $session.IsRehearsal | Should -BeTrue
        ($session | Out-String) | Should -Not -BeNullOrEmpty
    }

    It 'refuses a subscription that does not exist' {
        { Connect-AzNetSession -Rehearsal -SubscriptionId '99999999-0000-0000-0000-000000000000' } |
            Should -Throw -ErrorId 'SubscriptionNotFound*'
    }

    It 'does not mix two ways to sign in' {
        { Connect-AzNetSession -Rehearsal -AzureCli } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
}
