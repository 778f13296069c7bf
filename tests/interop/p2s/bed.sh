# bed.sh - what the tests of point-to-site have in common: two hosts with a wire between them, in namespaces of their own (../isolated.sh).
# One line a check: "ok ..." or "BAD ...". The folder that is the first argument holds, made by the test:
#   gateway/   the stand-in gateway: fqdn, guid (the name in its certificate), server.pem and server.key, other.pem (made for another
#              name), impostor.pem (of another authority), ta.key
#   trust/     what the gateway trusts: root.b64 (the one line that Azure is given, and nothing else), foreign.b64, revoked.crl, empty.crl
#   clients/NAME/   a profile as it is written; name (of its files), password (of its key, where it has one)
# BRIEF=1 leaves it at one client that connects and one that does not.
set -u
export LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
from=$1 W=$(mktemp -d) failed=0
GATEWAY=20.50.60.70 DEVICE=198.51.100.20 INSIDE=10.1.0.4 POOL=172.16.201.0/24
FQDN=$(cat "$from/gateway/fqdn") GUID=$(cat "$from/gateway/guid")
ok() { echo "ok $*"; }
bad() { echo "BAD $*"; failed=1; }
die() { bad "$*"; tail -n 30 "$W"/*.log "$W"/*/*.log 2>/dev/null; exit 1; }
on() { ip netns exec "$@"; }

chmod 711 "$W"
mount -t tmpfs tmpfs /run; mkdir -p /run/netns
for host in gateway device; do ip netns add $host; ip -n $host link set lo up; done
ip link add wan netns gateway type veth peer name wan netns device
for host in gateway device; do ip -n $host link set wan up; done
ip -n gateway addr add $GATEWAY/32 dev wan; ip -n gateway route add $DEVICE dev wan; for address in $INSIDE 172.16.201.254; do ip -n gateway addr add $address/32 dev lo; done
ip -n device addr add $DEVICE/32 dev wan; ip -n device route add $GATEWAY dev wan src $DEVICE

# The gateway's name is known, and no other resolver is asked.
printf '127.0.0.1 localhost\n%s %s\n' $GATEWAY "$FQDN" > "$W/hosts"; echo 'hosts: files' > "$W/nsswitch.conf"; : > "$W/resolv.conf"
for file in hosts nsswitch.conf resolv.conf; do mount --bind "$W/$file" "$(readlink -f /etc/$file)" 2> /dev/null; done

# The certificate that one line of base64 is: all that the gateway knows of its clients.
trust() { # name
  [ "$(grep -c . "$from/trust/$1.b64")" = 1 ] || die "$1.b64 is not one line"
  base64 -d "$from/trust/$1.b64" | openssl x509 -inform der -out "$W/$1.pem" || die "$1.b64 is no certificate"
}
trust root; trust foreign
name() { cat "$from/clients/$1/name"; }
pings() { for _ in 1 2 3 4 5; do on device ping -nq -c1 -W1 "$@" $INSIDE > /dev/null 2>&1 && return 0; sleep 0.2; done; return 1; }
