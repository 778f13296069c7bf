# THIS FILE HOLDS THE SHARED KEY of to-berlin: keep it to yourself.
# Azure connection to-berlin: VPN gateway gw, local network gateway berlin. Proposals: IKE AES256/SHA384/ECP384, IPsec GCMAES256/GCMAES256/None.
# Import it with: /import file-name=to-berlin.rsc
# What an earlier import of this file made goes first: it can be imported again.
/ip ipsec policy remove [find where comment="Azure to-berlin"]
/ip ipsec identity remove [find where peer="to-berlin-1"]
/ip ipsec peer remove [find where name="to-berlin-1"]
/ip ipsec identity remove [find where peer="to-berlin-2"]
/ip ipsec peer remove [find where name="to-berlin-2"]
/ip ipsec proposal remove [find where name="to-berlin"]
/ip ipsec profile remove [find where name="to-berlin"]
/ip firewall nat remove [find where comment="Azure to-berlin"]
/ip firewall filter remove [find where comment="Azure to-berlin"]
/ip firewall mangle remove [find where comment="Azure to-berlin"]
/ip ipsec profile add name=to-berlin enc-algorithm=aes-256 hash-algorithm=sha384 dh-group=ecp384 lifetime=28800s nat-traversal=yes dpd-interval=15s dpd-maximum-failures=3
# GCM only where it is alone: RouterOS offers every encryption with every authentication of a proposal.
/ip ipsec proposal add name=to-berlin enc-algorithms=aes-256-gcm auth-algorithms=null lifetime=14400s pfs-group=none
/ip ipsec peer add name=to-berlin-1 address=198.51.100.1/32 exchange-mode=ike2 profile=to-berlin
/ip ipsec identity add peer=to-berlin-1 auth-method=pre-shared-key my-id=address:203.0.113.10 remote-id=address:198.51.100.1 secret="Pa55_W0rd+Plus/Slash"
/ip ipsec peer add name=to-berlin-2 address=198.51.100.2/32 exchange-mode=ike2 profile=to-berlin
/ip ipsec identity add peer=to-berlin-2 auth-method=pre-shared-key my-id=address:203.0.113.10 remote-id=address:198.51.100.2 secret="Pa55_W0rd+Plus/Slash"
# RouterOS uses the first of two policies for a pair: those of the second instance are disabled until they are needed.
/ip ipsec policy add peer=to-berlin-1 proposal=to-berlin tunnel=yes src-address=10.50.0.0/16 dst-address=10.1.0.0/16 action=encrypt level=unique disabled=no comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-1 proposal=to-berlin tunnel=yes src-address=10.50.0.0/16 dst-address=10.2.0.0/16 action=encrypt level=unique disabled=no comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-1 proposal=to-berlin tunnel=yes src-address=10.60.0.0/24 dst-address=10.1.0.0/16 action=encrypt level=unique disabled=no comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-1 proposal=to-berlin tunnel=yes src-address=10.60.0.0/24 dst-address=10.2.0.0/16 action=encrypt level=unique disabled=no comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-2 proposal=to-berlin tunnel=yes src-address=10.50.0.0/16 dst-address=10.1.0.0/16 action=encrypt level=unique disabled=yes comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-2 proposal=to-berlin tunnel=yes src-address=10.50.0.0/16 dst-address=10.2.0.0/16 action=encrypt level=unique disabled=yes comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-2 proposal=to-berlin tunnel=yes src-address=10.60.0.0/24 dst-address=10.1.0.0/16 action=encrypt level=unique disabled=yes comment="Azure to-berlin"
/ip ipsec policy add peer=to-berlin-2 proposal=to-berlin tunnel=yes src-address=10.60.0.0/24 dst-address=10.2.0.0/16 action=encrypt level=unique disabled=yes comment="Azure to-berlin"
# What goes to Azure is neither translated nor fast-tracked, and its segments fit.
/ip firewall nat add chain=srcnat action=accept src-address=10.50.0.0/16 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.50.0.0/16 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.1.0.0/16 dst-address=10.50.0.0/16 ipsec-policy=in,ipsec comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.50.0.0/16 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.1.0.0/16 dst-address=10.50.0.0/16 comment="Azure to-berlin"
/ip firewall nat add chain=srcnat action=accept src-address=10.50.0.0/16 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.50.0.0/16 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.2.0.0/16 dst-address=10.50.0.0/16 ipsec-policy=in,ipsec comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.50.0.0/16 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.2.0.0/16 dst-address=10.50.0.0/16 comment="Azure to-berlin"
/ip firewall nat add chain=srcnat action=accept src-address=10.60.0.0/24 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.60.0.0/24 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.1.0.0/16 dst-address=10.60.0.0/24 ipsec-policy=in,ipsec comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.60.0.0/24 dst-address=10.1.0.0/16 comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.1.0.0/16 dst-address=10.60.0.0/24 comment="Azure to-berlin"
/ip firewall nat add chain=srcnat action=accept src-address=10.60.0.0/24 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.60.0.0/24 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall filter add chain=forward action=accept src-address=10.2.0.0/16 dst-address=10.60.0.0/24 ipsec-policy=in,ipsec comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.60.0.0/24 dst-address=10.2.0.0/16 comment="Azure to-berlin"
/ip firewall mangle add chain=forward action=change-mss new-mss=1350 tcp-mss=1351-65535 passthrough=yes protocol=tcp tcp-flags=syn src-address=10.2.0.0/16 dst-address=10.60.0.0/24 comment="Azure to-berlin"
# They go before the first rule of yours, if there is one; before dynamic rules nothing can be.
:if ([:len [/ip firewall nat find where !dynamic and !(comment="Azure to-berlin")]] > 0) do={/ip firewall nat move [/ip firewall nat find where comment="Azure to-berlin"] destination=([/ip firewall nat find where !dynamic and !(comment="Azure to-berlin")]->0)}
:if ([:len [/ip firewall filter find where !dynamic and !(comment="Azure to-berlin")]] > 0) do={/ip firewall filter move [/ip firewall filter find where comment="Azure to-berlin"] destination=([/ip firewall filter find where !dynamic and !(comment="Azure to-berlin")]->0)}
