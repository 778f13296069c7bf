#!/usr/bin/env bash
# The race: a hub gets 10, 50 and 200 spokes by this module, by a loop of az commands, by Azure's JavaScript SDK awaiting each
# call, and by the same with Promise.all, against the simulation server under each lock rule that the service may have. Every
# race has a server of its own with the same delays. Prints a table in Markdown and leaves the rows in the folder that it names.
#   spokes.sh [folder for the rows]
#   RACE_SIZES="10 50 200"  RACE_RULES="none local both"  RACE_CLIENTS="module js-all js-await az"
#   RACE_SCALE=4   how many times as fast the server's clock runs
#   RACE_JOBS=8    how many of the long races run beside each other; they wait nearly all the time
#   RACE_BUILT=1   takes what is built; RACE_CONFIGURATION=Debug takes that instead of Release
#   RACE_LONG=1    the loop of az commands with 200 spokes too, most of an hour
# A client that awaits each of its writes meets no lock, so it races once, under the last of the rules, and its time is set
# against the bound of each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C
export RACE_SCALE=${RACE_SCALE:-4} SUBSCRIPTION=aaaaaaaa-0000-4000-8000-000000000001
export ROOT=$PWD NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
configuration=${RACE_CONFIGURATION:-Release}
sizes=${RACE_SIZES:-10 50 200} rules=${RACE_RULES:-none local both} clients=${RACE_CLIENTS:-module js-all js-await az}

export WORK=$(mktemp -d)
trap 'jobs -pr | xargs -r kill 2>/dev/null || true; rm -rf "$WORK"' EXIT
export ROWS=${1:-$WORK/rows}
mkdir -p "$ROWS"

for project in AzNetHelper AzNetHelper.Console AzNetHelper.SimulationServer; do
  [[ -n ${RACE_BUILT:-} ]] || dotnet build "src/$project" -c "$configuration" -v quiet -nodeReuse:false -p:UseSharedCompilation=false >&2
done
export SERVER=$ROOT/src/AzNetHelper.SimulationServer/bin/$configuration/net10.0/AzNetHelper.SimulationServer.dll
export CONSOLE=$ROOT/src/AzNetHelper.Console/bin/$configuration/net10.0/AzNetHelper.Console.dll
# Of several versions the one that was built last.
export MODULE=$(ls -t "$ROOT"/output/AzNetHelper/*/AzNetHelper.psd1 2> /dev/null | sed -n 1p || true)
[[ $clients != *module* || -n $MODULE ]] || { echo "There is no built module in $ROOT/output: leave RACE_BUILT out." >&2; exit 1; }

if [[ $clients == *js-* ]]; then
  if command -v node npm > /dev/null; then
    mkdir "$WORK/js"
    cp tests/interop/js/package.json tests/interop/js/package-lock.json tests/benchmarks/spokes.mjs "$WORK/js/"
    (cd "$WORK/js" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier > npm.log 2>&1) || { cat "$WORK/js/npm.log" >&2; exit 1; }
  else
    echo 'node and npm are not both installed: the races of the JavaScript SDK are left out.' >&2
    clients=$(tr ' ' '\n' <<< "$clients" | grep -v '^js-' | tr '\n' ' ')
  fi
fi
if [[ $clients == *az* ]] && ! command -v az > /dev/null; then
  echo 'The Azure CLI is not installed: its races are left out.' >&2
  clients=$(tr ' ' '\n' <<< "$clients" | grep -v '^az$' | tr '\n' ' ')
fi

# The networks, as Azure Resource Manager lists them.
for size in $sizes; do
  {
    printf '{"value":['
    for ((i = 0; i <= size; i++)); do
      ((i == 0)) && name=hub || name=spoke$i
      ((i == 0)) || printf ','
      printf '{"id":"/subscriptions/%s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/%s","name":"%s","type":"Microsoft.Network/virtualNetworks","location":"westeurope","properties":{"provisioningState":"Succeeded","addressSpace":{"addressPrefixes":["10.%d.0.0/16"]},"subnets":[],"virtualNetworkPeerings":[]}}' \
        "$SUBSCRIPTION" "$name" "$name" "$i"
    done
    printf ']}'
  } > "$WORK/estate-$size.json"
done

# One race: a server, one client, and a row "rule size client milliseconds requests accepted refused throttled connected".
race() {
  set -euo pipefail
  local rule=$1 size=$2 client=$3 folder out
  rm -f "$ROWS/$rule-$size-$client"
  folder=$(mktemp -d -p "$WORK")
  : > "$folder/settings"
  dotnet "$SERVER" --estate "$WORK/estate-$size.json" --time-scale "$RACE_SCALE" --lock-rule "$rule" --page-size 1000 \
    > "$folder/settings" 2> "$folder/server.log" &
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  for ((i = 0; i < 300; i++)); do grep -q '^ready' "$folder/settings" && break; sleep 0.2; done
  set -a; . <(grep = "$folder/settings"); set +a
  case $client in
    module)
      out=$(SIZE=$size dotnet "$CONSOLE" -NonInteractive -Command '
        $ErrorActionPreference = "Stop"
        Import-Module $env:MODULE
        $null = Connect-AzNetSession -ArmEndpoint $env:ARM_ENDPOINT -Audience $env:ARM_AUDIENCE -TrustedRoot $env:CA_FILE -Identity
        $spokes = 1..[int]$env:SIZE | ForEach-Object { "rg/spoke$_" }
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $null = New-HubSpokePeering -Hub rg/hub -Spoke $spokes -Force
        "{0:F0}" -f $watch.Elapsed.TotalMilliseconds') ;;
    js-*)
      out=$(cd "$WORK/js" && NODE_EXTRA_CA_CERTS=$CA_FILE node spokes.mjs "${client#js-}" "$size" | cut -d' ' -f1) ;;
    az)
      export AZURE_CONFIG_DIR=$folder REQUESTS_CA_BUNDLE=$CA_FILE AZURE_CORE_COLLECT_TELEMETRY=false PYTHONPATH=$ROOT/tests/interop/az
      export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no AZURE_CORE_NO_COLOR=true AZURE_CORE_DISABLE_PROGRESS_BAR=true PYTHONDONTWRITEBYTECODE=1
      az cloud register -n simulation --endpoint-resource-manager "$ARM_ENDPOINT" > /dev/null
      az cloud set -n simulation && az login --identity > /dev/null && az account set -s "$SUBSCRIPTION"
      local begun=$EPOCHREALTIME root=/subscriptions/$SUBSCRIPTION/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks
      for ((i = 1; i <= size; i++)); do
        az network vnet peering create -g rg --vnet-name hub -n "hub-to-spoke$i" --remote-vnet "$root/spoke$i" --allow-vnet-access > /dev/null || true
        az network vnet peering create -g rg --vnet-name "spoke$i" -n "spoke$i-to-hub" --remote-vnet "$root/hub" --allow-vnet-access > /dev/null || true
      done
      out=$(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.0f", (b - a) * 1000 }') ;;
  esac
  [[ $out =~ ^[0-9]+$ ]] || { echo "The client of $rule $size $client printed no time: $out" >&2; exit 1; }
  local counted
  counted=$(curl -s --fail --cacert "$CA_FILE" "$ARM_ENDPOINT/simulation/counters")
  number() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" <<< "$counted"; }
  echo "$rule $size $client $out $(number requests) $(number accepted) $(number refused) $(number throttledReads) $(number connected)" \
    | tee "$ROWS/$rule-$size-$client" >&2
}
export -f race

# The short races first and one at a time; then the long ones beside each other, the longest first.
quick=() long=() races=()
for rule in $rules; do
  for size in $sizes; do
    for client in $clients; do
      [[ $client == az && $size -gt 50 && -z ${RACE_LONG:-} ]] && continue
      races+=("$rule $size $client")
      [[ ($client == az || $client == js-await) && $rule != "${rules##* }" ]] && continue
      if [[ $rule == none && ($client == module || $client == js-all) ]]; then
        quick+=("$rule $size $client")
      else
        writes=$((2 * size))
        [[ $rule == local && $client == module ]] && writes=$size
        [[ $client == az ]] && writes=$((writes * 2))
        long+=("$writes $rule $size $client")
      fi
    done
  done
done
for one in "${quick[@]}"; do bash -c "race $one" || echo "failed: $one" >&2; done
((${#long[@]} == 0)) || printf '%s\n' "${long[@]}" | sort -rn | cut -d' ' -f2- \
  | xargs -P "${RACE_JOBS:-8}" -I{} bash -c 'bash -c "race {}" || echo "failed: {}" >&2'

# The bound of each rule, in the service's seconds: a peering's write takes 10 to 12.5; both: all in a row; local: the hub's
# halves in a row and one more; none: the slowest of the pairs, or 200 writes at once and then 10 a second.
echo "Server clock $RACE_SCALE times as fast; wall time as measured, the ratio in the service's time. Refused: writes answered 400, 409, 412, 429."
echo
echo '| lock rule | spokes | client | wall time (s) | ratio to the bound | requests | refused | throttled reads | spokes connected |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
# The file with the row of a race, which may be the one under the last rule.
row() {
  local file=$ROWS/$1-$2-$3
  [[ ($3 == az || $3 == js-await) ]] && file=$ROWS/${rules##* }-$2-$3
  echo "$file"
}
for one in "${races[@]}"; do
  read -r rule rest <<< "$one"
  if [[ -f $(row $one) ]]; then sed "s/^[a-z]*/$rule/" "$(row $one)"; else echo "$one failed"; fi
done | awk -v scale="$RACE_SCALE" '
  function slowest(n,   i, x, f, sum) {
    for (i = 0; i < 1000; i++) { x = i / 500; f = x < 1 ? x * x / 2 : 1 - (2 - x) ^ 2 / 2; sum += (1 - f ^ n) / 500 }
    return 20 + 2.5 * sum
  }
  $4 == "failed" { printf "| %s | %d | %s | failed | | | | | |\n", $1, $2, $3; next }
  {
    bound = $1 == "both" ? 2 * $2 * 11.25 : $1 == "local" ? ($2 + 1) * 11.25 : slowest($2)
    thrifty = 2 * $2 > 200 ? (2 * $2 - 200) / 10 + 11.25 : 0
    if (thrifty > bound) bound = thrifty
    printf "| %s | %d | %s | %.1f | %.2f | %d | %d | %d | %d of %d |\n", $1, $2, $3, $4 / 1000, $4 * scale / 1000 / bound, $5, $7, $8, $9 / 2, $2
  }'

# A race that failed fails the whole.
for one in "${races[@]}"; do [[ -f $(row $one) ]] || exit 1; done
