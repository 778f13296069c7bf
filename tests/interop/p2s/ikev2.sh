#!/usr/bin/env bash
# ikev2.sh - brings written profiles of strongSwan up against another strongSwan that plays the gateway of point-to-site.
. "$(dirname "${BASH_SOURCE[0]}")/bed.sh"
mkdir -p /etc/swanctl; mount -t tmpfs -o mode=755 tmpfs /etc/swanctl

# This kernel may have no ESP: strongSwan's own data plane stands in.
socket() { [ "$1" = device ] && echo /run/charon.vici || echo "$W/$1/vici.sock"; }
start_charon() { # host
  mkdir -p "$W/$1"
  cat > "$W/$1/strongswan.conf" <<CONF
charon-systemd {
  load = random nonce openssl aes sha1 sha2 md5 mgf1 hmac kdf gcm ccm ctr gmp curve25519 x509 constraints revocation pubkey pkcs1 pkcs8 pem kernel-libipsec kernel-netlink socket-default vici eap-identity eap-tls
  journal { default = -1 }
  filelog { f { path = $W/$1/charon.log
    default = 1
    cfg = 2
    tls = 2
    flush_line = yes } }
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
  [ "$host" = gateway ] && export SWANCTL_DIR=$W/gateway || unset SWANCTL_DIR
  STRONGSWAN_CONF=$W/$host/strongswan.conf timeout 15 swanctl "$@" 2>&1
}
folders() { mkdir -p "$1"/{conf.d,x509,x509ca,x509ocsp,x509aa,x509ac,x509crl,pubkey,private,rsa,ecdsa,bliss,pkcs8,pkcs12}; }

# What a gateway takes from its clients (learn.microsoft.com, "About point-to-site VPN").
GROUPS_=modp2048s256-modp2048-ecp384-ecp256
IKE=aes256gcm16-prfsha384-$GROUPS_,aes256gcm16-prfsha256-$GROUPS_,aes256-sha384-$GROUPS_,aes256-sha256-$GROUPS_-modp1024
ESP=aes256gcm16,aes256gcm16-$GROUPS_,aes256-sha256,aes256-sha256-$GROUPS_,aes256-sha1
load_gateway() { # trusted [server certificate] [revocations] [identity]
  rm -rf "$W"/gateway/{x509,x509ca,x509crl,private}; folders "$W/gateway"
  cp "$from/gateway/${2:-server}.pem" "$W/gateway/x509/server.pem"; cp "$from/gateway/server.key" "$W/gateway/private/"
  cp "$W/$1.pem" "$W/gateway/x509ca/client.pem"; [ -n "${3:-}" ] && cp "$from/trust/$3.crl" "$W/gateway/x509crl/"
  cat > "$W/gateway/swanctl.conf" <<CONF
any { version = 2
  local_addrs = $GATEWAY
  proposals = $IKE
  pools = clients
  send_cert = always
  local { auth = pubkey
    certs = server.pem
    id = ${4:-$FQDN} }
  children { net { local_ts = 0.0.0.0/0
    esp_proposals = $ESP } } }
connections {
  eap : any { remote { auth = eap-tls
    cacerts = client.pem
    id = %any } }
  certificate : any { remote { auth = pubkey
    cacerts = client.pem
    id = %any } }
}
pools { clients { addrs = $POOL } }
CONF
  ctl gateway --load-all --clear --file "$W/gateway/swanctl.conf" > "$W/gateway/load.log" || die "internal: $(cat "$W/gateway/load.log")"
  ctl gateway --flush-certs > /dev/null

  # Both certificates of the gateway have one key: the device must not know the other one from before.
  ctl device --flush-certs > /dev/null
}

# Whoever is asked for a password without a terminal (setsid leaves it) reads it from the standard input: nothing has to wait for a prompt.
load_locked() { # client
  { cat "$from/clients/$1/password"; echo; } |
    STRONGSWAN_CONF=$W/device/strongswan.conf env -u SWANCTL_DIR setsid --wait timeout 15 swanctl --load-all --clear > "$W/device/load.log" 2>&1
}
# As the steps of the profile have it: the folder is copied, and loaded. Whoever has a password types it.
load_device() { # client
  rm -rf /etc/swanctl/*; folders /etc/swanctl; echo 'include conf.d/*.conf' > /etc/swanctl/swanctl.conf
  cp -r "$from/clients/$1/swanctl/." /etc/swanctl/ || die "no profile of $1"
  if [ -e "$from/clients/$1/password" ]; then
    load_locked "$1" || die "strongSwan refuses the profile of $1: $(cat "$W/device/load.log")"
  else
    ctl device --load-all --clear > "$W/device/load.log" || die "strongSwan refuses the profile of $1: $(cat "$W/device/load.log")"
  fi
  grep -qiE 'failed|unknown|invalid' "$W/device/load.log" && bad "loading $1: $(cat "$W/device/load.log")"
  ctl device --flush-certs > /dev/null
}
up() { ctl "$1" --list-sas --raw | grep -q 'state=ESTABLISHED.*state=INSTALLED'; }
connect() { : > "$W/gateway/charon.log"; : > "$W/device/charon.log"; ctl device --initiate --child "$1" --timeout 8 > "$W/device/initiate.log"; up device && up gateway; }
drop() { local host; for host in device gateway; do ctl $host --terminate --ike "$(ctl $host --list-sas --raw | sed -nE 's/^list-sa event \{([^ ]+) .*/\1/p' | head -n 1)" --force > /dev/null; done; }
address() { ctl device --list-sas --raw | grep -oE 'local-vips=\[[0-9.]+' | grep -oE '[0-9.]+$'; }
connects() { # what child [pattern of the gateway's log]
  if ! connect "$2"; then bad "$1: $2 does not come up: $(tail -n 4 "$W/device/initiate.log")"; tail -n 25 "$W/gateway/charon.log"; drop; return 1; fi
  [ -z "${3:-}" ] || grep -qE "$3" "$W/gateway/charon.log" || bad "$1: the gateway does not say $3"
  pings -I "$(address)" && ok "$1 connects" || bad "$1: nothing passes the tunnel of $2"
  routes=$(ip -n device route show table 220 | awk '{print $1}' | sort | paste -sd' ')
  drop
}
refused() { # what child pattern [host whose own log says so]
  local logs=("$W"/{gateway,device}/charon.log "$W/device/initiate.log"); [ -z "${4:-}" ] || logs=("$W/$4/charon.log")
  if connect "$2"; then bad "$1: a tunnel came up"
  else grep -qE "$3" "${logs[@]}" && ok "$1 is refused" || bad "$1: no tunnel, for another reason: $(tail -n 4 "$W/device/initiate.log")"; fi
  drop
}
UNKNOWN='no issuer certificate found|no trusted (RSA )?(public key|certificate) found|no trusted certificate found'

routes=
start_charon gateway; start_charon device
load_gateway root
load_device alice; child=$(name alice)
connects 'a client by EAP-TLS' "$child" 'EAP method EAP_TLS succeeded'
[ "$routes" = '10.1.0.0/16 172.16.201.0/24' ] && ok 'only the prefixes of the package go into the tunnel' || bad "what goes into the tunnel: $routes"
connects 'a client with everything in the tunnel' "$child-all"
connects 'a client by its certificate' "$child-certificate" "authentication of '.*' with RSA.* successful"
load_device foreign; refused 'a client of another root by EAP-TLS' "$(name foreign)" "$UNKNOWN"
refused 'a client of another root by its certificate' "$(name foreign)-certificate" "$UNKNOWN"
[ -n "${BRIEF:-}" ] && exit $failed

load_device odd; connects 'a client with any name' "$(name odd)"
load_device chain; connects 'a client of an intermediate authority by EAP-TLS' "$(name chain)"
connects 'a client of an intermediate authority by its certificate' "$(name chain)-certificate"
load_device locked; connects 'a client whose key is encrypted' "$(name locked)"

load_device expired; refused 'an expired client by EAP-TLS' "$(name expired)" 'certificate (was|is) .*expired|valid from .* to|certificate is (invalid|not valid)'
refused 'an expired client by its certificate' "$(name expired)-certificate" 'certificate (was|is) .*expired|valid from .* to|certificate is (invalid|not valid)'
load_device alice
load_gateway foreign; refused 'a client of a gateway that trusts another root' "$child" "$UNKNOWN"
# It answers to every name, and signs with the key of its certificate: that the name is not in there only the device can notice.
load_gateway root other '' %any
refused 'a gateway that calls itself by a name that it has no certificate for' "$child" \
  "no trusted .*found for '$FQDN'|constraint check failed: identity '$FQDN' required" device
load_gateway root impostor; refused 'a gateway of another authority' "$child" "$UNKNOWN" device
load_gateway root server empty; connects 'a client, with a list of revocations that does not name it,' "$child"
load_gateway root server revoked; refused 'a revoked client by EAP-TLS' "$child" 'certificate was revoked'
refused 'a revoked client by its certificate' "$child-certificate" 'certificate was revoked'

# A gateway that calls itself by its subject: what the comment at the top of the configuration says. This one listens to the name that
# it is called by, and does not answer to another one; so it is the gateway that refuses here, and no certificate has to do with it.
load_gateway root server '' "\"CN=$GUID\""
refused 'a gateway that calls itself by its subject' "$child" 'no matching peer config found' gateway
sed -i "s/id = \"fqdn:$FQDN\"/id = \"CN=$GUID\"/" "/etc/swanctl/conf.d/$child.conf"; ctl device --load-all --clear > /dev/null
connects 'with that subject as the id of "remote" a client' "$child" 'EAP method EAP_TLS succeeded'
exit $failed
