#!/usr/bin/env bash
# Import-Module of AzNetHelper against that of an empty binary module: new runs of one host by turns, so that what the
# machine does besides meets both alike. Prints the medians in ms and their ratio (goal: under 1.5).
#   import-time.sh [runs of each, at least 15] [configuration]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=${1:-21}
configuration=${2:-Release}
((runs >= 15)) || { echo 'At least 15 runs of each.' >&2; exit 64; }
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One cmdlet, nothing else: the least that a binary module can be. Built as the module is, for .NET 8.
mkdir "$work/empty"
cat > "$work/empty/Empty.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <AssemblyName>Empty</AssemblyName>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="PowerShellStandard.Library" Version="5.1.1" PrivateAssets="all" ExcludeAssets="runtime" />
  </ItemGroup>
</Project>
PROJECT
cat > "$work/empty/EmptyCommand.cs" <<'CODE'
[System.Management.Automation.Cmdlet("Get", "Empty")]
public sealed class EmptyCommand : System.Management.Automation.Cmdlet;
CODE
mkdir -p "$work/modules/Empty"
dotnet build "$work/empty" -c Release -o "$work/built" -v quiet -nodeReuse:false -p:UseSharedCompilation=false >&2
cp "$work/built/Empty.dll" "$work/modules/Empty/"
echo "@{ ModuleVersion = '1.0'; RootModule = 'Empty.dll'; CmdletsToExport = @('Get-Empty'); FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }" \
  > "$work/modules/Empty/Empty.psd1"

dotnet build src/AzNetHelper -c "$configuration" -v quiet >&2
dotnet build tests/benchmarks/ImportTime -c Release -v quiet >&2
module=$(echo output/AzNetHelper/*/AzNetHelper.psd1)
host=tests/benchmarks/ImportTime/bin/Release/net10.0/ImportTime.dll

for ((i = 0; i <= runs; i++)); do
  for pair in "empty $work/modules/Empty/Empty.psd1" "ours $PWD/$module"; do
    ms=$(dotnet "$host" "${pair#* }")
    # The first round warms the file cache.
    ((i == 0)) || echo "${pair%% *} $ms" >> "$work/times"
  done
done

median() { grep "^$1 " "$work/times" | cut -d' ' -f2 | sort -n | awk '{ t[NR] = $1 } END { print (NR % 2) ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2 }'; }
awk -v empty="$(median empty)" -v ours="$(median ours)" -v runs="$runs" \
  'BEGIN { printf "Import-Module, median of %d: empty module %.1f ms, AzNetHelper %.1f ms, ratio %.2f\n", runs, empty, ours, ours / empty }'
