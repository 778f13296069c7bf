BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = Import-PowerShellDataFile (Join-Path $root 'AzNetHelper.psd1')
    Import-Module (Join-Path $root "output/AzNetHelper/$($manifest.ModuleVersion)/AzNetHelper.psd1") -Force
}

AfterAll {
    Disconnect-AzNetSession
    Remove-Module AzNetHelper
}

Describe 'Export-VNetTopology' {
    It 'has help with a synopsis and two examples' {
        $help = Get-Help Export-VNetTopology -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'demands -Path' {
        (Get-Command Export-VNetTopology).Parameters['Path'].Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory }) |
            Should -Not -BeNullOrEmpty
    }

    It 'takes -Topology from the pipeline' {
        (Get-Command Export-VNetTopology).Parameters['Topology'].Attributes.Where({ $_ -is [Parameter] -and $_.ValueFromPipeline }) |
            Should -Not -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm' {
        (Get-Command Export-VNetTopology).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command Export-VNetTopology).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'says which command to run when there is no session' {
        Disconnect-AzNetSession
        { Export-VNetTopology -Path (Join-Path $TestDrive none.json) } | Should -Throw -ErrorId 'NoSession*'
    }

    It 'writes a file that can be read again, and never over another one' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'topology.json'
        Get-VNetTopology | Export-VNetTopology -Path $path
        (Import-VNetTopology -Path $path).VirtualNetworks.Count | Should -Be (Get-VNetTopology).VirtualNetworks.Count
        { Get-VNetTopology | Export-VNetTopology -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
    }

    It 'writes nothing with -WhatIf' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive 'whatif.json'
        Get-VNetTopology | Export-VNetTopology -Path $path -WhatIf
        $path | Should -Not -Exist
    }

    It 'saves a picture by its extension' -ForEach 'html', 'svg', 'mmd', 'dot', 'drawio', 'md' {
        Connect-AzNetSession -Rehearsal
        $path = Join-Path $TestDrive "picture.$_"
        Get-VNetTopology | Export-VNetTopology -Path $path
        Get-Content -Raw $path | Should -Match 'vnet-hub'
    }

    It 'says what to save instead of a picture that is not made' {
        { Export-VNetTopology -Path (Join-Path $TestDrive x.png) } | Should -Throw -ErrorId 'PictureFormatNotKnown*'
    }

    It 'draws nothing into JSON' {
        { Export-VNetTopology -Path (Join-Path $TestDrive x.json) -View Hub } | Should -Throw -ErrorId 'NothingIsDrawn*'
    }
}
