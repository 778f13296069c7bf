#!/bin/sh
# Azure ExpressRoute er-contoso: the interfaces of its links, with tags and addresses. Run it as root before BIRD starts; a second run changes nothing.
set -e
add() { ip link show dev "$2" >/dev/null 2>&1 || ip link add link "$1" name "$2" type vlan protocol "$3" id "$4"; ip link set dev "$2" up; }
ip link set dev eth1 up
add eth1 eth1.100 802.1Q 100
ip address replace 192.168.15.17/30 dev eth1.100
ip -6 address replace fd00:15::11/126 dev eth1.100
ip link set dev eth2 up
add eth2 eth2.100 802.1Q 100
ip address replace 192.168.15.21/30 dev eth2.100
ip -6 address replace fd00:15::15/126 dev eth2.100
