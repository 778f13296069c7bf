#!/usr/bin/env bash
# openvpn.sh - brings written profiles of OpenVPN up against an OpenVPN server that plays the gateway of point-to-site.
. "$(dirname "${BASH_SOURCE[0]}")/bed.sh"
server= client=
# Each is the process itself, not a shell around it.
end() { local pid; for pid in $client $server; do kill "$pid" 2> /dev/null; wait "$pid" 2> /dev/null; done; server= client=; }
serve() { # trusted [option]...
  local trusted=$1; shift
  { cat <<CONF
dev tun
proto tcp-server
port 443
mode server
tls-server
topology subnet
server 172.16.201.0 255.255.255.0 nopool
ifconfig-pool 172.16.201.10 172.16.201.20
ca $W/$trusted.pem
cert "$from/gateway/${CERTIFICATE:-server}.pem"
key "$from/gateway/server.key"
dh none
tls-auth "$from/gateway/ta.key" 0
auth SHA256
cipher AES-256-GCM
data-ciphers AES-256-GCM
tls-version-min 1.2
tls-version-max ${TLS:-1.2}
remote-cert-eku "TLS Web Client Authentication"
verify-client-cert require
push "route 10.1.0.0 255.255.0.0"
keepalive 5 20
persist-key
verb 4
CONF
    printf '%s\n' "$@"; } > "$W/server.conf"
  : > "$W/server.log"
  ip netns exec gateway openvpn --config "$W/server.conf" >> "$W/server.log" 2>&1 & server=$!
  for _ in {1..60}; do grep -q 'Initialization Sequence Completed' "$W/server.log" && return 0; kill -0 $server 2> /dev/null || break; sleep 0.1; done
  die 'internal: the server does not start'
}
# A refusal ends the client. What the profile writes (its log) goes into a folder of its own.
connect() { # client
  rm -rf "$W/run"; mkdir -p "$W/run"; cd "$W/run" || exit 1
  local more=(--connect-retry-max 1 --tls-exit --verb 4)
  [ -e "$from/clients/$1/password" ] && more+=(--askpass "$from/clients/$1/password")
  : > "$W/client.log"
  ip netns exec device openvpn --config "$from/clients/$1/$(name "$1").ovpn" "${more[@]}" >> "$W/client.log" 2>&1 & client=$!
  for _ in {1..100}; do
    cat "$W"/run/*.log >> "$W/client.log" 2> /dev/null
    grep -q 'Initialization Sequence Completed' "$W/client.log" && return 0
    kill -0 $client 2> /dev/null || break
    sleep 0.1
  done

  # What it wrote last.
  cat "$W"/run/*.log >> "$W/client.log" 2> /dev/null
  return 1
}
connects() { # what client [pattern]
  if ! connect "$2"; then bad "$1: no tunnel: $(tail -n 5 "$W/client.log")"
  else
    [ -z "${3:-}" ] || grep -qE "$3" "$W/client.log" || bad "$1: the client does not say $3: $(grep -E "Control Channel: TLS|AUTH_FAILED" "$W/client.log")"
    pings && ok "$1 connects" || bad "$1: nothing passes the tunnel"
  fi
  end
}
refused() { # what client pattern
  if connect "$2"; then bad "$1: a tunnel came up"
  else grep -qE "$3" "$W"/{server,client}.log && ok "$1 is refused" || bad "$1: no tunnel, for another reason: $(tail -n 5 "$W/client.log")"; fi
  end
}

serve root; connects 'a client by TLS 1.2' alice 'Control Channel: TLSv1.2'
serve root; refused 'a client of another root' foreign 'VERIFY ERROR: depth=[01], error='
[ -n "${BRIEF:-}" ] && exit $failed

TLS=1.3 serve root; connects 'a client by TLS 1.3' alice 'Control Channel: TLSv1.3'
serve root; connects 'a client with any name' odd
serve root; connects 'a client of an intermediate authority' chain
serve root; connects 'a client whose key is encrypted' locked
serve root; connects 'a client whose profile has the line ends of Windows' windows

serve root; refused 'an expired client' expired 'VERIFY ERROR: depth=0, error=certificate has expired'
serve foreign; refused 'a client of a gateway that trusts another root' alice 'VERIFY ERROR: depth=[01], error='
CERTIFICATE=other serve root; refused 'a gateway with another name' alice 'VERIFY X509NAME ERROR'
CERTIFICATE=impostor serve root; refused 'a gateway of another authority' alice 'VERIFY ERROR: depth=[01], error='

# Azure revokes by thumbprint.
cat > "$W/revoked.sh" <<CHECK
#!/bin/sh
[ "\$1" = 0 ] && [ "\$(printf %s "\$tls_digest_0" | tr -d : | tr a-f A-F)" = $(cat "$from/trust/revoked") ] && exit 1
exit 0
CHECK
chmod 755 "$W/revoked.sh"
serve root 'script-security 2' "tls-verify $W/revoked.sh"; refused 'a client on the list of thumbprints' alice 'VERIFY SCRIPT ERROR'
serve root 'script-security 2' "tls-verify $W/revoked.sh"; connects 'another client beside such a list' odd
serve root "crl-verify '$from/trust/revoked.crl.pem'"; refused 'a client on the list of the root' alice 'certificate revoked'
exit $failed
