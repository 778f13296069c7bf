#!/usr/bin/env bash
# site.sh - brings the exported configuration of a strongSwan device up against another strongSwan that plays the Azure VPN gateway.
# Runs in namespaces of its own (../isolated.sh). One line a check: "ok ..." or "BAD ...". What is exported lies in the folder that is
# the first argument. The environment says what Azure has:
#   NAME              the name of the connection      GATEWAYS   the public addresses of the instances
#   DEVICE            the device's public address     KEY_FILE   the shared key
#   AZURE, SITE       prefixes behind either end      SELECTORS  any | pairs
#   IKE, ESP, OFFER   the gateway's proposals, and what it offers itself
#   VERSION           of IKE                          ASN, PEERS, SITE_PEER, SITE_ASN   for BGP (PEERS empty: none)
set -u
export LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
from=$1 W=$(mktemp -d) failed=0
ok() { echo "ok $*"; }
bad() { echo "BAD $*"; failed=1; }
die() { bad "$*"; tail -n 30 "$W"/*/charon.log 2>/dev/null; exit 1; }

# ---- two hosts and a wire between them; the device's files lie where its configuration says
chmod 711 "$W"
mount -t tmpfs tmpfs /run; mkdir -p /run/netns /run/frr
mkdir -p /etc/swanctl; mount -t tmpfs -o mode=755 tmpfs /etc/swanctl
for host in azure device; do ip netns add $host; ip -n $host link set lo up; done
ip link add wan netns azure type veth peer name wan netns device
for host in azure device; do ip -n $host link set wan up; done
on() { ip netns exec "$@"; }
first() { local net=${1%/*}; echo "${net%.*}.$((${net##*.} + 4))"; }
ip -n device addr add "$DEVICE/32" dev wan
for gateway in $GATEWAYS; do
  ip -n azure addr add "$gateway/32" dev wan; ip -n device route add "$gateway" dev wan src "$DEVICE"
done
ip -n azure route add "$DEVICE" dev wan
for prefix in $AZURE; do ip -n azure addr add "$(first "$prefix")/32" dev lo; done
for prefix in $SITE; do ip -n device addr add "$(first "$prefix")/32" dev lo; done

# ---- strongSwan on both. This kernel may have no ESP: strongSwan's own data plane stands in, which knows no XFRM interfaces.
# The device's socket is where its scripts look for it.
socket() { [ "$1" = device ] && echo /run/charon.vici || echo "$W/$1/vici.sock"; }
start_charon() { # host
  mkdir -p "$W/$1"
  cat > "$W/$1/strongswan.conf" <<CONF
charon-systemd {
  load = random nonce openssl aes sha1 sha2 md5 mgf1 hmac kdf gcm ccm ctr gmp curve25519 x509 constraints revocation pubkey pkcs1 pkcs8 pem kernel-libipsec kernel-netlink socket-default vici updown
  journal { default = -1 }
  filelog { f { path = $W/$1/charon.log
    default = 1
    flush_line = yes } }
  $([ "$1" = azure ] && echo 'reuse_ikesa = no')
  retransmit_tries = 2
  retransmit_timeout = 1.5
  plugins {
    vici { socket = unix://$(socket "$1") }
    kernel-libipsec { allow_peer_ts = yes }
    kernel-netlink { fwmark = !0x42 }
    socket-default { fwmark = 0x42 }
  }
}
swanctl { plugins { vici { socket = unix://$(socket "$1") } } }
CONF
  STRONGSWAN_CONF=$W/$1/strongswan.conf on "$1" "$(command -v charon-systemd)" > "$W/$1/out.log" 2>&1 &
  for _ in {1..80}; do [ -S "$(socket "$1")" ] && ctl "$1" --stats > /dev/null && return 0; sleep 0.1; done
  die "charon of $1 did not start: $(cat "$W/$1/out.log")"
}
ctl() { # host arguments
  local host=$1; shift
  [ "$host" = azure ] && set -- "$@" && export SWANCTL_DIR=$W/azure || unset SWANCTL_DIR
  STRONGSWAN_CONF=$W/$host/strongswan.conf timeout 15 swanctl "$@" 2>&1
}

# ---- Azure: a connection for each instance; the selectors that Azure wants; any identity of the device's but its own address
gateway_conf() { # key as hexadecimal digits, proposals of IPsec
  local i=0 gateway local_ts=0.0.0.0/0 remote_ts=0.0.0.0/0 azure site
  echo 'connections {'
  for gateway in $GATEWAYS; do
    i=$((i + 1))
    echo " gw$i { version = $VERSION
  mobike = no
  local_addrs = $gateway
  remote_addrs = $DEVICE
  proposals = $IKE
  dpd_delay = 10s
  local { auth = psk
   id = $gateway }
  remote { auth = psk
   id = $DEVICE }
  children {"
    if [ "$SELECTORS" = any ]; then
      echo "   net$i-1 { local_ts = $local_ts
    remote_ts = $remote_ts
    esp_proposals = $2 }"
    else
      local n=0
      for azure in $AZURE; do for site in $SITE; do
        n=$((n + 1))
        echo "   net$i-$n { local_ts = $azure
    remote_ts = $site
    esp_proposals = $2 }"
      done; done
    fi
    echo '  } }'
  done
  echo "}
secrets { ike-1 { secret = 0x$1 } }"
}
load_azure() { gateway_conf "$1" "$2" > "$W/azure/swanctl.conf"; ctl azure --load-all --clear --file "$W/azure/swanctl.conf" > "$W/azure/load.log" || die "internal: $(cat "$W/azure/load.log")"; }
hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
installed() { ctl "$1" --list-sas --raw | grep -o 'state=INSTALLED' | wc -l; }
drop() {
  local host id
  for host in device azure; do
    for id in $(ctl $host --list-sas --raw | grep -oE '^list-sa event \{[^ ]+ \{uniqueid=[0-9]+' | grep -oE '[0-9]+$'); do
      ctl $host --terminate --ike-id "$id" --force > /dev/null
    done
  done
}
pings() { local a s; for a in $AZURE; do for s in $SITE; do
  for _ in 1 2 3; do on device ping -nq -c1 -W1 -I "$(first "$s")" "$(first "$a")" > /dev/null 2>&1 && on azure ping -nq -c1 -W1 -I "$(first "$a")" "$(first "$s")" > /dev/null 2>&1 && continue 2; done
  return 1; done; done; }
spis() { ctl device --list-sas --raw | grep -o 'spi-in=[0-9a-f]*' | sort | paste -sd' '; }

KEY=$(cat "$KEY_FILE") KEYHEX=$(hex "$(cat "$KEY_FILE")")
start_charon azure; start_charon device
mkdir -p /etc/swanctl/{conf.d,x509,x509ca,x509ocsp,x509aa,x509ac,x509crl,pubkey,private,rsa,ecdsa,bliss,pkcs8,pkcs12} "$W"/azure/{x509,x509ca,x509ocsp,x509aa,x509ac,x509crl,pubkey,private,rsa,ecdsa,bliss,pkcs8,pkcs12}
cp "$from/$NAME.conf" "$from/$NAME.secrets.conf" /etc/swanctl/conf.d/ || die 'nothing was exported'
echo 'include conf.d/*.conf' > /etc/swanctl/swanctl.conf
if [ -e "$from/$NAME-routes.sh" ]; then
  install -m 755 "$from/$NAME-routes.sh" /etc/swanctl/
  # Stand-ins for the tunnel interfaces, which this kernel may not have: what the script does with them can be seen all the same.
  for number in $(grep -o 'if_id_in = [0-9]*' "$from/$NAME.conf" | awk '{print $3}'); do
    ip -n device link add "xfrm$number" type veth peer name "stub$number"; ip -n device link set "stub$number" up
  done
  on device sh "$from/$NAME-interfaces.sh" > "$W/interfaces.log" 2>&1 || grep -q 'nft' "$W/interfaces.log" || bad "interfaces: $(cat "$W/interfaces.log")"
fi
# The tunnels are opened by hand below, one check after the other.
sed -i 's/start_action = start/start_action = none/; s/close_action = start/close_action = none/' /etc/swanctl/conf.d/"$NAME".conf
ctl device --load-all > "$W/device/load.log" || die "strongSwan refuses the configuration: $(cat "$W/device/load.log")"
grep -qiE 'failed|unknown|invalid' "$W/device/load.log" && bad "loading: $(cat "$W/device/load.log")"
CONNECTIONS=$(ctl device --list-conns --raw | grep -oE "^list-conn event \{[^ ]+" | awk '{print $NF}' | tr -d '{' | paste -sd' ')
ok "strongSwan loads it: $CONNECTIONS"
children() { sed -nE "s/^      ([^ ]+) \{$/\1/p" /etc/swanctl/conf.d/"$NAME".conf | sort -u; }

# ---- the device opens every tunnel
load_azure "$KEYHEX" "$ESP"
wanted=0
for name in $CONNECTIONS; do
  for child in $(children); do
    [[ "$SELECTORS" == any && "$child" != "$name" ]] && continue
    wanted=$((wanted + 1))
    out=$(ctl device --initiate --ike "$name" --child "$child" --timeout 8) || die "$name/$child does not come up: $(tail -n 3 <<< "$out")"
  done
done
[ "$(installed device)" = "$wanted" ] && [ "$(installed azure)" = "$wanted" ] && ok "the device opens $wanted associations: $(ctl device --list-sas | grep -oE 'ESP:[^ ]+' | sort -u | paste -sd' ')" ||
  bad "$(installed device) and $(installed azure) associations instead of $wanted"
[ -n "${NO_TRAFFIC:-}" ] || { pings && ok 'traffic passes both ways' || bad 'no traffic passes'; }
if [ -e "$from/$NAME-routes.sh" ] && [ -z "$PEERS" ]; then
  for prefix in $AZURE; do ip -n device route show "$prefix" | grep -q xfrm && ok "a route to $prefix" || bad "no route to $prefix"; done
fi
before=$(spis); ctl device --rekey --child "$(children | head -n 1)" > /dev/null
for _ in {1..30}; do [ "$(spis)" != "$before" ] && break; sleep 0.1; done
[ "$(spis)" != "$before" ] && ok 'the device renews an association' || bad 'the device cannot renew an association'

# ---- BGP over it
if [ -n "$PEERS" ]; then
  vt() { local host=$1; shift; on "$host" timeout 8 vtysh --config_dir "$W/frr-$host" --vty_socket "$W/frr-$host" "$@" 2>&1; }
  start_frr() { # host
    local D=$W/frr-$1 daemon more
    mkdir -p "$D"; chown frr:frr "$D"; : > "$D/empty.conf"; : > "$D/vtysh.conf"
    for daemon in zebra staticd bgpd; do
      more=(); [ $daemon = bgpd ] && more=(-p 179)
      on "$1" unshare -m sh -c 'for t in /var/log/frr /var/tmp/frr; do [ -d $t ] && mount -t tmpfs -o mode=777 tmpfs $t; done; exec "$@"' sh \
        /usr/lib/frr/$daemon -f "$D/empty.conf" -i "$D/$daemon.pid" -z "$D/zserv.api" --vty_socket "$D" -A 127.0.0.1 -P 0 "${more[@]}" > "$D/$daemon.out" 2>&1 &
      [ $daemon = zebra ] && for _ in {1..30}; do [ -S "$D/zserv.api" ] && break; sleep 0.1; done
    done
    for _ in {1..40}; do [ -S "$D/bgpd.vty" ] && [ -S "$D/staticd.vty" ] && [ -S "$D/zebra.vty" ] && return 0; sleep 0.1; done
    die "FRR of $1 did not start: $(cat "$D"/*.out)"
  }
  for peer in $PEERS; do ip -n azure addr add "$peer/32" dev lo; ip -n device route show "$peer" | grep -q xfrm && ok "a route to $peer" || bad "no route to $peer"; done
  ip -n azure route add "$SITE_PEER/32" dev ipsec0 2>/dev/null
  ip -n device addr show dev lo | grep -q "$SITE_PEER/32" && ok "the device has $SITE_PEER" || bad "the device has no $SITE_PEER"
  start_frr azure & start_frr device & wait %3 %4 2>/dev/null; sleep 0.5
  out=$(vt device -f "$from/$NAME.frr.conf"); status=$?
  [ $status = 0 ] && ! grep -qE '^line|^% ' <<< "$out" && ok 'FRR loads it' || bad "FRR refuses lines: $out"
  { echo "router bgp $ASN"; echo " bgp router-id ${GATEWAYS%% *}"; echo ' no bgp ebgp-requires-policy'; echo ' no bgp network import-check'
    echo " neighbor $SITE_PEER remote-as $SITE_ASN"; echo " neighbor $SITE_PEER ebgp-multihop 2"; echo " neighbor $SITE_PEER timers connect 1"
    echo " neighbor $SITE_PEER update-source ${PEERS%% *}"; echo ' address-family ipv4 unicast'
    for prefix in $AZURE; do echo "  network $prefix"; done
    echo '  network 0.0.0.0/0'; for prefix in $SITE; do echo "  network $prefix"; done
    echo "  neighbor $SITE_PEER soft-reconfiguration inbound"; echo "  neighbor $SITE_PEER allowas-in"; echo ' exit-address-family'; } > "$W/azure.conf"
  vt azure -f "$W/azure.conf" > "$W/azure-bgp.log" || die "internal: $(cat "$W/azure-bgp.log")"
  peer=${PEERS%% *}
  for _ in {1..60}; do
    got=$(vt azure -c "show bgp ipv4 unicast neighbors $SITE_PEER received-routes json" | grep -oE '"[0-9.]+/[0-9]+":' | tr -d '":' | sort -u | paste -sd' ')
    has=$(vt device -c 'show bgp ipv4 unicast json' | grep -oE '"[0-9.]+/[0-9]+": ?\[' | tr -d '": [' | sort -u | paste -sd' ')
    [ -n "$got" ] && grep -q "${AZURE%% *}" <<< "$has" && break
    sleep 0.3
  done
  [ "$got" = "$SITE" ] && ok "Azure learns $got and nothing else" || bad "Azure learns '$got' instead of '$SITE'"
  for prefix in $AZURE; do grep -q "$prefix" <<< "$has" && ok "the device learns $prefix" || bad "the device does not learn $prefix (it has '$has')"; done
  vt device -c "show bgp ipv4 unicast 0.0.0.0/0" | grep -q "from $peer" && bad 'the device takes a default route' || ok 'the device takes no default route'
  for prefix in $SITE; do vt device -c "show bgp ipv4 unicast $prefix" | grep -q "from $peer" && bad "the device takes its own $prefix back" || ok "the device does not take $prefix back"; done
  for prefix in $AZURE; do ip -n device route show "$prefix" | grep -q bgp && ok "$prefix is routed by BGP" || bad "$prefix is not routed by BGP"; done
fi

# ---- both ends open a tunnel: the gateway opens an IKE association of its own (reuse_ikesa) with a
# second association of the first tunnel, and closes one of the two. With IKEv1 the second one takes the place of the first.
if [ -z "${NO_TRAFFIC:-}" ] && ! grep -q 'version = 1' "$from/$NAME.conf"; then
  if [ -n "$PEERS" ]; then first_targets=${PEERS%% *}; else first_targets=$AZURE; fi
  number=$(grep -o 'if_id_in = [0-9]*' "$from/$NAME.conf" | awk 'NR == 1 {print $3}')
  # Routes of policies are strongSwan's own.
  routed() { local t; [ -n "$number" ] || return 0; for t in $first_targets; do ip -n device route show "$t" | grep -q "xfrm$number" || return 1; done; }
  ids() { ctl azure --list-sas --ike gw1 | grep -oE 'net1-1: #[0-9]+, reqid [0-9]+, INSTALLED' | grep -oE '#[0-9]+' | tr -d '#' | sort -n; }
  ctl azure --initiate --child net1-1 --timeout 8 > "$W/initiate.log"
  [ "$(ids | wc -l)" = 2 ] && ok 'both ends open a tunnel' || bad "not two associations: $(ids | paste -sd' ') $(tail -n 3 "$W/initiate.log")"
  ctl azure --terminate --child-id "$(ids | tail -n 1)" > /dev/null; sleep 4
  [ "$(ids | wc -l)" = 1 ] && routed && ok 'the routes stay while an association is left' || bad "the routes left with one of two associations: $(ip -n device route)"
  [ -n "$PEERS" ] || { pings && ok 'traffic goes on with one of two associations' || bad 'the traffic stops with one of two associations'; }
  if [ -z "$number" ]; then :
  elif [ "$GATEWAYS" = "${GATEWAYS%% *}" ]; then
    ctl azure --terminate --ike gw1 > /dev/null; sleep 4
    routed && ok 'the routes of the only tunnel stay' || bad 'the routes of the only tunnel are gone'
  else
    ctl azure --terminate --ike gw1 > /dev/null
    for _ in {1..60}; do routed || break; sleep 0.2; done
    routed && bad 'the routes of a dead tunnel stay' || ok 'the routes leave a dead tunnel to the other one'
  fi
fi
drop

# ---- the gateway opens the first tunnel, with what it offers itself
load_azure "$KEYHEX" "$OFFER"
ctl azure --initiate --child net1-1 --timeout 8 > "$W/initiate.log" && [ "$(installed device)" -ge 1 ] && ok 'the gateway opens a tunnel' || bad "the gateway cannot open a tunnel: $(tail -n 3 "$W/initiate.log")"
before=$(spis); ctl azure --rekey --child net1-1 > /dev/null
for _ in {1..30}; do [ "$(spis)" != "$before" ] && break; sleep 0.1; done
[ "$(spis)" != "$before" ] && ok 'the gateway renews an association' || bad 'the gateway cannot renew an association'
drop

# ---- what must not work
refused() { # what, the words of the log
  out=$(ctl device --initiate --ike "${CONNECTIONS%% *}" --child "$(children | head -n 1)" --timeout 3)
  if [ "$(installed device)" != 0 ]; then bad "$1: a tunnel came up"
  else grep -qE "$2" "$W"/*/charon.log && ok "$1 is refused" || bad "$1: no tunnel, for another reason: $(tail -n 3 <<< "$out")"; fi
  drop
}
load_azure "$(hex "not-$KEY")" "$ESP"
refused 'a wrong key' 'AUTHENTICATION_FAILED|MAC mismatched|could not decrypt payloads|INVALID_ID|message parsing failed|ID payload missing'
IKE=3des-md5-modp768 load_azure "$KEYHEX" "$ESP"
refused 'another policy' 'NO_PROPOSAL_CHOSEN|NO_PROP'
exit $failed
