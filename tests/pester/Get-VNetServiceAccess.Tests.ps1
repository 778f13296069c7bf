BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Get-VNetServiceAccess' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Get-VNetServiceAccess -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Get-VNetServiceAccess  } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'finds services that are open to everyone' {
        Connect-AzNetSession -Rehearsal
        (Get-VNetServiceAccess -Resource stcontosodata).Findings.Rule | Should -Be 'OpenToEveryone'
    }

    It 'finds a rule without an endpoint, and says what mends it' {
        Connect-AzNetSession -Rehearsal
        Enable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault -Force | Out-Null
        Grant-VNetServiceAccess -Resource kv-contoso -Subnet vnet-dev/snet-dev -Force | Out-Null
        (Get-VNetServiceAccess -Subnet vnet-dev/snet-dev).Verdict | Should -Be 'LetIn'
        Disable-VNetServiceEndpoint -Subnet vnet-dev/snet-dev -Service KeyVault -Force | Out-Null
        $row = Get-VNetServiceAccess -Resource kv-contoso
        $row.Verdict | Should -Be 'Refused'
        $row.Remedy | Should -BeLike 'Enable-VNetServiceEndpoint*'
    }

    It 'says so when a topology holds no services' {
        Connect-AzNetSession -Rehearsal
        Get-VNetServiceAccess -Topology (Get-VNetTopology) -WarningVariable told -WarningAction SilentlyContinue | Out-Null
        $told | Should -Not -BeNullOrEmpty
    }
}
