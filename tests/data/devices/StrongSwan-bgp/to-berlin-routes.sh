#!/bin/sh
# Called by strongSwan when an association of to-berlin comes up or goes down: the routes to Azure follow the tunnels.
# Belongs to /etc/swanctl, executable.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
case "$PLUTO_PEER" in
  198.51.100.1) dev=xfrm41 metric=41 bgp=10.1.255.4 tunnel=to-berlin-1 ;;
  198.51.100.2) dev=xfrm42 metric=42 bgp=10.1.255.5 tunnel=to-berlin-2 ;;
  *) exit 0 ;;
esac
[ -e "/sys/class/net/$dev" ] || { logger -t swanctl "to-berlin: there is no $dev; run to-berlin-interfaces.sh" 2>/dev/null; exit 0; }
routes() { # replace or delete
  # What lies behind the gateway comes by BGP.
  ip route "$1" "$bgp/32" dev "$dev" src 10.50.255.1 2>/dev/null
}
# 0: the tunnel has an association, 1: it has none, 2: strongSwan does not say.
installed() {
  sas=$(swanctl --list-sas --ike "$tunnel" 2>/dev/null) || return 2
  case "$sas" in *", INSTALLED, "* | *", REKEYING, TUNNEL"*) return 0 ;; esac
  return 1
}
case "$PLUTO_VERB" in
  up-*) routes replace ;;
  down-*)
    # strongSwan waits for this script, and when both ends open a tunnel there are two associations of which one is closed again:
    # look later, in the background, and leave the routes to the other tunnel only when no association of this one is left.
    (
      sleep 2
      installed
      [ $? = 1 ] || exit 0
      routes delete
      # One that came up in between has had its routes taken.
      if installed; then routes replace; fi
    ) >/dev/null 2>&1 </dev/null &
    ;;
esac
exit 0
