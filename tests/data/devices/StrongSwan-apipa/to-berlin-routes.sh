#!/bin/sh
# Called by strongSwan when a tunnel of to-berlin comes up or goes down: the routes to Azure follow the tunnels.
# Belongs to /etc/swanctl, executable.
case "$PLUTO_PEER" in
  198.51.100.1) dev=xfrm41 metric=41 bgp=169.254.21.2 ;;
  198.51.100.2) dev=xfrm42 metric=42 bgp=169.254.21.6 ;;
  *) exit 0 ;;
esac
[ -e "/sys/class/net/$dev" ] || { logger -t swanctl "to-berlin: there is no $dev; run to-berlin-interfaces.sh" 2>/dev/null; exit 0; }
case "$PLUTO_VERB" in
  up-*) change=replace ;;
  down-*) change=delete ;;
  *) exit 0 ;;
esac
# What lies behind the gateway comes by BGP.
ip route $change "$bgp/32" dev "$dev" src 169.254.21.1 2>/dev/null
exit 0
