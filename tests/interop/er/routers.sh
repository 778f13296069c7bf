#!/usr/bin/env bash
# routers.sh FOLDER - brings the exported configuration of a router at an ExpressRoute circuit up against two FRR that play Microsoft's
# edge routers. Runs in namespaces of its own (../isolated.sh). One line a check: "ok ..." or "BAD ...". The environment says what there is:
#   DEVICE                 Frr | Bird                NAME       how the files begin
#   PRIMARY, SECONDARY     the interfaces with tags  KEY_FILE   the key of the peering
#   ASN                    the router's              SITE, SITE6          what it announces
#   AZURE, AZURE6          what Azure announces      LEAKS, LEAKS6        what it announces and must not be taken
#   PREFER                 both | primary            MOST       how many prefixes a session may bring: more end it
set -u
export LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
from=$1 W=$(mktemp -d) failed=0
ok() { echo "ok $*"; }
bad() { echo "BAD $*"; failed=1; }
die() { bad "$*"; tail -n 20 "$W"/*/*.out "$W"/*/bird.log 2>/dev/null; exit 1; }
until_true() { local n=$1; shift; for ((t = 0; t < n; t++)); do "$@" && return 0; sleep 0.2; done; return 1; }
on() { ip netns exec "$@"; }

# ---- the router and two edge routers. Where this kernel has no 802.1Q, a wire with the name of the sub-interface stands in for it.
chmod 711 "$W"
mount -t tmpfs tmpfs /run; mkdir -p /run/netns /run/frr
for host in router msee1 msee2; do ip netns add $host; ip -n $host link set lo up; done
port=(eth1 eth2) tagged=("$PRIMARY" "$SECONDARY") peer=(192.168.15.18 192.168.15.22) own=(192.168.15.17 192.168.15.21)
peer6=(fd00:15::12 fd00:15::16) own6=(fd00:15::11 fd00:15::15)
tags=no; ip link add probe0 type veth peer name probe1 && ip link add link probe0 name probe0.9 type vlan id 9 2> /dev/null && tags=yes; ip link del probe0
for k in 0 1; do
  ip link add wire netns msee$((k + 1)) type veth peer name "${port[k]}" netns router; ip -n msee$((k + 1)) link set wire up
  if [ $tags = yes ]; then
    ids=${tagged[k]#"${port[k]}".} below=wire protocol=802.1Q
    [ "$ids" != "${ids#*.}" ] && protocol=802.1ad
    for id in ${ids//./ }; do
      ip -n msee$((k + 1)) link add link "$below" name "t$id" type vlan protocol $protocol id "$id"; ip -n msee$((k + 1)) link set "t$id" up
      below=t$id protocol=802.1Q
    done
  else
    ip link add er netns msee$((k + 1)) type veth peer name "${tagged[k]}" netns router; below=er
    # The interfaces between a port and the one that has two tags.
    middle=${tagged[k]%.*}; [ "$middle" = "${port[k]}" ] || ip link add "$middle" netns router type veth peer name "s$k" netns router
  fi
  ip -n msee$((k + 1)) addr add "${peer[k]}/30" dev "$below"; ip -n msee$((k + 1)) addr add "${peer6[k]}/126" dev "$below" nodad
  ip -n msee$((k + 1)) link set "$below" up
  edge[k]=$below
done
echo "note tags on the wire: $tags"
# The router's own way to the site, and out of it, of the metric that DHCP has: nothing that it is told may go before it.
ip -n router link add lan type veth peer name lan0; ip -n router link set lan0 up; ip -n router link set lan up; ip -n router addr add 172.31.0.1/24 dev lan
for prefix in ${SITE%% *} default; do ip -n router route add "$prefix" via 172.31.0.2 metric 100; done
on router sh -e "$from/$NAME-${DEVICE,,}-interfaces.sh" > "$W/interfaces.log" 2>&1 && on router sh -e "$from/$NAME-${DEVICE,,}-interfaces.sh" >> "$W/interfaces.log" 2>&1 &&
  ok 'the script of the interfaces runs twice' || bad "interfaces: $(cat "$W/interfaces.log")"

# ---- FRR
vt() { local host=$1; shift; on "$host" timeout 8 vtysh --config_dir "$W/$host" --vty_socket "$W/$host" "$@" 2>&1; }
start_frr() { # host
  local D=$W/$1 daemon more
  mkdir -p "$D"; chown frr:frr "$D"; : > "$D/empty.conf"; : > "$D/vtysh.conf"
  for daemon in zebra staticd bfdd bgpd; do
    more=(); [ $daemon = bgpd ] && more=(-p 179); [ $daemon = bfdd ] && more=(--bfdctl "$D/bfdd.sock")
    on "$1" unshare -m sh -c 'for t in /var/log/frr /var/tmp/frr; do [ -d $t ] && mount -t tmpfs -o mode=777 tmpfs $t; done; exec "$@"' sh \
      /usr/lib/frr/$daemon -f "$D/empty.conf" -i "$D/$daemon.pid" -z "$D/zserv.api" --vty_socket "$D" -A 127.0.0.1 -P 0 "${more[@]}" > "$D/$daemon.out" 2>&1 &
    [ $daemon = zebra ] && until_true 20 test -S "$D/zserv.api"
  done
  for daemon in bgpd staticd bfdd zebra; do until_true 40 test -S "$D/$daemon.vty" || die "FRR of $1 did not start: $(cat "$D"/*.out)"; done
}
msee() { # number, its ASN, the ASN that it expects, key, more of its address family IPv4
  local k=$(($1 - 1)) host=msee$1 c current
  { echo 'route-map azure permit 10'; echo ' set community 12076:51004 additive'; echo 'exit'
    # Set by hand as at Microsoft's routers, whose BFD waits for nobody.
    echo 'bfd'; echo ' profile edge'; echo '  receive-interval 300'; echo '  transmit-interval 300'; echo ' exit'; echo 'exit'
    echo "router bgp $2"; echo " bgp router-id ${peer[k]}"; echo ' no bgp ebgp-requires-policy'; echo ' no bgp network import-check'
    for c in "${own[k]}" "${own6[k]}"; do
      echo " neighbor $c remote-as $3"; echo " neighbor $c timers connect 1"; echo " neighbor $c timers 60 180"; echo " neighbor $c password $4"
      echo " neighbor $c bfd"; echo " neighbor $c bfd profile edge"
    done
    echo ' address-family ipv4 unicast'; for c in $AZURE $LEAKS $SITE; do echo "  network $c"; done; echo "  ${5:-!}"
    echo "  neighbor ${own[k]} route-map azure out"; echo "  neighbor ${own[k]} soft-reconfiguration inbound"; echo "  neighbor ${own[k]} allowas-in"
    echo "  no neighbor ${own6[k]} activate"; echo ' exit-address-family'
    echo ' address-family ipv6 unicast'; for c in $AZURE6 $LEAKS6 $SITE6; do echo "  network $c"; done
    echo "  neighbor ${own6[k]} activate"; echo "  neighbor ${own6[k]} soft-reconfiguration inbound"; echo "  neighbor ${own6[k]} allowas-in"; echo ' exit-address-family'
  } > "$W/$host/frr.conf"
  current=$(vt "$host" -c 'show running-config' | sed -nE 's/^router bgp ([0-9]+).*/\1/p' | head -n 1)
  [ -n "$current" ] && vt "$host" -c 'configure terminal' -c "no router bgp $current" > /dev/null
  vt "$host" -f "$W/$host/frr.conf" > "$W/$host/load.log" || die "internal: $(cat "$W/$host/load.log")"
}
KEY=$(cat "$KEY_FILE")
start_frr msee1 & one=$!; start_frr msee2 & two=$!
[ "$DEVICE" = Frr ] && start_frr router
wait $one $two
msee 1 12076 "$ASN" "$KEY"; msee 2 12076 "$ASN" "$KEY"

# ---- the router loads what was exported
if [ "$DEVICE" = Frr ]; then
  out=$(vt router -f "$from/$NAME.frr.conf"); status=$?
  [ $status = 0 ] && ! grep -qE '^line|^% |rror' <<< "$out" && ok 'the router loads it' || bad "FRR refuses lines: $out"
  vt router -c 'show running-config' > "$W/running"
  # What is in effect is what was written: a line that FRR drops would be missing.
  while read -r line; do
    grep -qF -- "$line" "$W/running" || bad "not in effect: $line"
  done < <(grep -E '^ +(neighbor|network|match|set|ip address|ipv6 address)|^(ip|ipv6) (prefix-list|route)' "$from/$NAME.frr.conf" | grep -vE ' activate$|timers 60 180|no-activate' | sed 's/^ *//')
else
  mkdir -p "$W/router"
  { echo "log \"$W/router/bird.log\" all;"; echo 'router id 192.168.15.17;'; echo 'protocol device {}'; echo 'protocol direct { ipv4; ipv6; }'
    echo 'protocol kernel { ipv4 { export all; }; merge paths on; }'; echo 'protocol kernel { ipv6 { export all; }; merge paths on; }'
    echo "include \"$from/$NAME.bird.conf\";"; } > "$W/router/bird.conf"
  out=$(bird -p -c "$W/router/bird.conf" 2>&1) && ok 'the router loads it' || die "BIRD refuses it: $out"
  on router bird -f -c "$W/router/bird.conf" -s "$W/router/bird.ctl" > "$W/router/bird.out" 2>&1 &
  until_true 40 test -S "$W/router/bird.ctl" || die "BIRD did not start: $(cat "$W/router/bird.out")"
fi
birdc() { on router "$(command -v birdc)" -s "$W/router/bird.ctl" "$@" 2>&1; }

# ---- sessions
state() { vt "msee$1" -c "show bgp ipv${2}  unicast summary" | awk -v n="$3" '$1 == n { print $10 }'; }
is_up() { [[ "$(state "$1" 4 "${own[$1 - 1]}")" =~ ^[0-9]+$ ]] && { [ -z "$SITE6" ] || [[ "$(state "$1" 6 "${own6[$1 - 1]}")" =~ ^[0-9]+$ ]]; }; }
both_up() { is_up 1 && is_up 2; }
until_true 100 both_up && ok 'both sessions are up, with the key' || bad "no session: $(state 1 4 "${own[0]}") $(state 2 4 "${own[1]}") $(state 1 6 "${own6[0]}") $(state 2 6 "${own6[1]}")"
received() { vt "msee$1" -c "show bgp ipv$2 unicast neighbors $3 received-routes json" | grep -oE '"[0-9a-f.:]+/[0-9]+":' | sed 's/^"//; s/":$//' | sort -u | paste -sd' '; }
sorted() { tr ' ' '\n' <<< "$1" | grep . | sort -u | paste -sd' '; }
for k in 1 2; do
  said() { [ "$(received $k 4 "${own[k - 1]}")" = "$(sorted "$SITE")" ] && { [ -z "$SITE6" ] || [ "$(received $k 6 "${own6[k - 1]}")" = "$(sorted "$SITE6")" ]; }; }
  until_true 30 said && ok "link $k: Azure learns $SITE $SITE6 and nothing else" || bad "link $k: Azure learns '$(received $k 4 "${own[k - 1]}")' '$(received $k 6 "${own6[k - 1]}")'"
  bfd() { [ "$(vt "msee$k" -c 'show bfd peers brief' | grep -c ' up')" -ge "$([ -z "$SITE6" ] && echo 1 || echo 2)" ]; }
  until_true 40 bfd && ok "link $k: BFD is up" || bad "link $k: BFD is not up: $(vt "msee$k" -c 'show bfd peers brief')"
done
routed() { ip -n router -"$2" route show "$1" | grep -oE 'via [0-9a-f.:]+' | awk '{print $2}' | sort | paste -sd' '; }
ways() { case $PREFER in both) echo "${peer[*]}";; *) echo "${peer[0]}";; esac; }
for prefix in $AZURE; do
  here() { [ "$(routed "$prefix" 4)" = "$(ways)" ]; }
  until_true 40 here && ok "$prefix goes by $(ways)" || bad "$prefix goes by '$(routed "$prefix" 4)' instead of '$(ways)'"
done
for prefix in $AZURE6; do
  here6() { [ -n "$(ip -n router -6 route show "$prefix" proto "${DEVICE,,}" 2> /dev/null; ip -n router -6 route show "$prefix" | grep -E 'via|nexthop')" ]; }
  until_true 30 here6 && ok "$prefix is routed" || bad "$prefix is not routed"
done
if [ "$PREFER" = primary ]; then
  path() { vt "msee$1" -c "show bgp ipv4 unicast ${SITE%% *}" | grep -oE "^  ($ASN ?)+" | wc -w; }
  [ "$(path 1)" = 1 ] && [ "$(path 2)" = 3 ] && ok 'the other link announces a longer path' || bad "paths of $(path 1) and $(path 2)"
fi
# What Azure announces and the router takes, as the router's own table of BGP has it.
announced() { vt msee1 -c "show bgp ipv$1 unicast neighbors $2 advertised-routes json" | grep -qF "\"$3\""; }
taken() { # prefix, family
  if [ "$DEVICE" = Frr ]; then vt router -c "show bgp ipv$2 unicast $1" | grep -qE "from (${peer[0]}|${peer[1]}|${peer6[0]}|${peer6[1]}) "
  else birdc show route table all "$1" | grep -qE '_(primary|secondary)6? '; fi
}
refused_routes() { # family, Microsoft's end of it, prefixes
  local prefix
  for prefix in $3; do
    announced "$1" "$2" "$prefix" || bad "Azure does not announce $prefix"
    taken "$prefix" "$1" && bad "takes $prefix from Azure" || ok "does not take $prefix"
  done
}
for prefix in $AZURE; do taken "$prefix" 4 || bad "$prefix is not in the table of BGP"; done
refused_routes 4 "${own[0]}" "$LEAKS $SITE"
refused_routes 6 "${own6[0]}" "$LEAKS6 $SITE6"

# ---- what it is told does not stand between the router and its own site
for to in ${SITE%%/*} 198.51.100.1; do
  way=$(ip -n router route get "$to" 2>&1)
  grep -q 'via 172.31.0.2 dev lan' <<< "$way" && ok "its own way to $to stays" || bad "its own way to $to is gone: $way"
done

# ---- one link down leaves the other one
down() { [ "$(routed "${AZURE%% *}" 4)" = "${peer[1]}" ]; }
ip -n msee1 link set "${edge[0]}" down; start=$(date +%s%N)
until_true 30 down && ok "the other link carries on after $((($(date +%s%N) - start) / 1000000)) ms" || bad "no other link: '$(routed "${AZURE%% *}" 4)'"
is_up 2 && ok 'its session stays' || bad 'its session went too'
ip -n msee1 link set "${edge[0]}" up; ip -n msee1 addr add "${peer6[0]}/126" dev "${edge[0]}" nodad 2> /dev/null

# ---- what must not work: another key at the first link, another ASN at the second
# BIRD waits a minute after an error: here it does not.
again() { [ "$DEVICE" = Frr ] || birdc restart all > /dev/null; }
md5_failures() { for host in msee1 router; do on $host cat /proc/net/netstat; done | awk '/^TcpExt/ { if (n++ % 2 == 0) split($0, name); else for (i = 2; i <= NF; i++) if (name[i] ~ /MD5/) sum += $i } END { print sum + 0 }'; }
before=$(md5_failures)
msee 1 12076 "$ASN" "not-$KEY"; msee 2 12077 "$ASN" "$KEY"; again
refuses() { [ "$(md5_failures)" -gt "$before" ]; }
until_true 60 refuses; sleep 1
is_up 1 && bad 'another key: a session came up' || { refuses && ok 'another key is refused' || bad 'another key: no session, for another reason'; }
asn() { { vt msee2 -c "show bgp neighbors ${own[1]} json"; [ "$DEVICE" = Frr ] && vt router -c "show bgp neighbors ${peer[1]} json" || cat "$W/router/bird.log"; } | grep -qiE 'bad peer AS'; }
until_true 60 asn && ! is_up 2 && ok 'another ASN is refused' || bad 'another ASN is not refused, or there is no session for another reason'

# ---- more prefixes than Azure announces at most end the session, and as many do not
# Routes of the edge router's kernel, since thousands of lines of a configuration take their time.
# What the filters refuse does not count: FRR and BIRD look at what is taken.
refused=$(wc -w <<< "$LEAKS $SITE")
for ((i = $(wc -w <<< "$AZURE"); i < MOST; i++)); do echo "route add blackhole 10.$((64 + i / 60000)).$((i / 250 % 240)).$((i % 250))/32"; done | ip -n msee1 -batch - 2>&1 | head -n 3
brings() { vt msee1 -c "show bgp ipv4 unicast summary" | awk -v n="${own[0]}" '$1 == n { print $(NF - 1) }' | grep -qx "$((MOST + refused))"; }
msee 1 12076 "$ASN" "$KEY" 'redistribute kernel'; again
full() { is_up 1 && brings; }
until_true 100 full && sleep 1 && full && ok "$MOST prefixes are taken" || bad "$MOST prefixes: $(state 1 4 "${own[0]}")"
ended() {
  if [ "$DEVICE" = Frr ]; then vt router -c 'show bgp ipv4 unicast summary' | grep -E "^${peer[0]} " | grep -q PfxCt
  else birdc show protocols all "'${NAME}_primary'" | grep -qiE 'limit: .*\[HIT\]|last error: .*limit'; fi
}
is_down() { ! [[ "$(state 1 4 "${own[0]}")" =~ ^[0-9]+$ ]]; }
ended && bad "the session ended before there were too many"
# FRR looks before it counts the one that comes, so it takes one beyond.
for more in 1 2 3; do ip -n msee1 route add blackhole 10.127.0.$more/32; done
until_true 60 ended && until_true 20 is_down && ok 'a few more end the session' || bad "a few more prefixes: $(state 1 4 "${own[0]}")"
echo "note $SECONDS s"
exit $failed
