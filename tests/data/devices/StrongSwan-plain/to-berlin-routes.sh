#!/bin/sh
# Called by strongSwan when an association of to-berlin comes up. The routes stay when one goes down: another one may carry
# the traffic (when both ends open the tunnel there are two), and an interface without any drops what is meant for Azure.
# Belongs to /etc/swanctl, executable.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
case "$PLUTO_PEER" in
  198.51.100.1) dev=xfrm41 metric=41 bgp= tunnel=to-berlin-1 ;;
  *) exit 0 ;;
esac
[ -e "/sys/class/net/$dev" ] || { logger -t swanctl "to-berlin: there is no $dev; run to-berlin-interfaces.sh" 2>/dev/null; exit 0; }
routes() { # replace or delete
  for prefix in 10.1.0.0/16 10.2.0.0/16; do
    ip route "$1" "$prefix" dev "$dev" metric "$metric" 2>/dev/null
  done
}
case "$PLUTO_VERB" in
  up-*) routes replace ;;
esac
exit 0
