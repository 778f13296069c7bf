#!/bin/sh
# Called by strongSwan when a tunnel of to-berlin comes up or goes down: the routes to Azure follow the tunnels.
# Belongs to /etc/swanctl, executable.
case "$PLUTO_PEER" in
  198.51.100.1) dev=xfrm41 metric=41 bgp= ;;
  *) exit 0 ;;
esac
[ -e "/sys/class/net/$dev" ] || { logger -t swanctl "to-berlin: there is no $dev; run to-berlin-interfaces.sh" 2>/dev/null; exit 0; }
case "$PLUTO_VERB" in
  up-*) change=replace ;;
  down-*) change=delete ;;
  *) exit 0 ;;
esac
for prefix in 10.1.0.0/16 10.2.0.0/16; do
  ip route $change "$prefix" dev "$dev" metric "$metric" 2>/dev/null
done
exit 0
