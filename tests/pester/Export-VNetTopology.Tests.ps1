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

    It 'splits a drawing that Mermaid would refuse, and returns every file' {
        $group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-many/providers/Microsoft.Network/virtualNetworks'
        $networks = foreach ($i in 0..599) {
            @{
                id = "$group/vnet-$i"; name = "vnet-$i"; type = 'Microsoft.Network/virtualNetworks'; location = 'westeurope'
                properties = @{ addressSpace = @{ addressPrefixes = @("10.$($i -shr 8).$($i -band 255).0/24") } }
            }
        }
        $snapshot = Join-Path $TestDrive 'many.json'
        ConvertTo-Json -InputObject @($networks) -Depth 5 | Set-Content -Path $snapshot
        $path = Join-Path $TestDrive 'many.mmd'
        $files = @(Import-VNetTopology -Path $snapshot | Export-VNetTopology -Path $path -PassThru)
        $files.Count | Should -BeGreaterThan 2
        $files[0] | Should -Be $path
        foreach ($file in $files) {
            (Get-Content -Raw $file).Length | Should -BeLessOrEqual 50000
        }
    }

    It 'draws the same of a plan and of its file' {
        Connect-AzNetSession -Rehearsal
        $plan = New-VNetPeering -VNet vnet-spoke-data -RemoteVNet vnet-spoke-web -PlanOnly
        $saved = Join-Path $TestDrive 'plan.json'
        $plan | Export-VNetPlan -Path $saved
        $topology = Get-VNetTopology
        $one, $other = 'one.svg', 'other.svg' | ForEach-Object { Join-Path $TestDrive $_ }
        $topology | Export-VNetTopology -Path $one -Plan $plan
        $topology | Export-VNetTopology -Path $other -Plan $saved
        Get-Content -Raw $one | Should -Be (Get-Content -Raw $other)
    }

    It 'says what to save instead of a picture that is not made' {
        { Export-VNetTopology -Path (Join-Path $TestDrive x.png) } | Should -Throw -ErrorId 'PictureFormatNotKnown*'
    }

    It 'draws nothing into JSON' {
        { Export-VNetTopology -Path (Join-Path $TestDrive x.json) -View Hub } | Should -Throw -ErrorId 'NothingIsDrawn*'
    }
}
