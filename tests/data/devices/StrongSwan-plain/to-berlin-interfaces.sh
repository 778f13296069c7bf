#!/bin/sh
# The tunnel interfaces of to-berlin. Run it as root at each start, before strongSwan; adapt eth0, the interface towards the
# Internet. Azure fragments nothing inside of a tunnel, so segments are clamped to 1350 bytes.
set -eu
modprobe xfrm_interface 2>/dev/null || true
ip link show xfrm41 >/dev/null 2>&1 || ip link add xfrm41 type xfrm dev eth0 if_id 41
ip link set xfrm41 mtu 1400 up
sysctl -qw net.ipv4.conf.xfrm41.rp_filter=2
sysctl -qw net.ipv4.ip_forward=1
nft -f - <<'RULES'
table inet azure-to-berlin
delete table inet azure-to-berlin
table inet azure-to-berlin {
  chain forward {
    type filter hook forward priority mangle
    oifname "xfrm41" tcp flags syn tcp option maxseg size set 1350
    iifname "xfrm41" tcp flags syn tcp option maxseg size set 1350
  }
}
RULES
# Exempt what goes to Azure from source NAT, if this host masquerades: the prefixes behind the device keep their addresses.
