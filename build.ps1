<#
.SYNOPSIS
    Maps a task to calls of dotnet. All that is done is in the MSBuild files.
.DESCRIPTION
    Runs in PowerShell 7 and in the Console of this repository, which has only the commands of the engine's core:
        dotnet run --project src/AzNetHelper.Console -- -File build.ps1 -Task Test
    Clean    removes what was built, output/ too
    Build    builds and stages output/AzNetHelper/<version>
    Docs     builds the help from module/help
    Test     runs every test, and tests/pester where pwsh and Pester 5 are there
    Package  makes output/AzNetHelper.zip, as Azure Automation imports it
#>
[CmdletBinding()]
param(
    [ValidateSet('Clean', 'Build', 'Test', 'Docs', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'

function Invoke-DotNet {
    dotnet @args | Out-Default
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args ended with $LASTEXITCODE."
    }
}

function Invoke-PesterFile {
    if (-not (Get-Command -Name pwsh -CommandType Application -ErrorAction Ignore)) {
        'Pester files: skipped, there is no pwsh on this machine.'
        return
    }

    $find = "(Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0').Count"
    if ([int](pwsh -NoProfile -NonInteractive -Command $find) -eq 0) {
        'Pester files: skipped, this PowerShell has no Pester 5 (Install-PSResource Pester).'
        return
    }

    pwsh -NoProfile -NonInteractive -Command 'Import-Module Pester -MinimumVersion 5.0; Invoke-Pester -Path tests/pester -CI' | Out-Default
    if ($LASTEXITCODE -ne 0) {
        throw 'A Pester test failed.'
    }
}

# Where this file lies, whatever the caller's place is; dotnet test finds global.json and the solution there.
$callerDirectory = [System.Environment]::CurrentDirectory
$callerLocation = $PWD
$ExecutionContext.SessionState.Path.SetLocation($PSScriptRoot) | Out-Null
[System.Environment]::CurrentDirectory = $PSScriptRoot
try {
    switch ($Task) {
        'Clean' { Invoke-DotNet clean AzNetHelper.sln -c $Configuration -v quiet }
        'Build' { Invoke-DotNet build AzNetHelper.sln -c $Configuration -v minimal }
        'Docs' { Invoke-DotNet build src/AzNetHelper -c $Configuration '-t:BuildHelp' -v minimal }
        'Package' { Invoke-DotNet build src/AzNetHelper -c Release '-t:PackModule' -v minimal }
        'Test' {
            Invoke-DotNet test --configuration $Configuration
            Invoke-PesterFile
        }
    }
}
finally {
    [System.Environment]::CurrentDirectory = $callerDirectory
    $ExecutionContext.SessionState.Path.SetLocation($callerLocation.Path) | Out-Null
}
