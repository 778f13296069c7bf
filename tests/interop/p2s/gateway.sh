#!/usr/bin/env bash
# gateway.sh DIR - makes up a gateway by openssl alone, as bed.sh wants it (DIR/gateway), and the files of the package that it would
# offer (DIR/package; azure-network-rules 5.1).
set -eu
export LC_ALL=C
gateway=$1/gateway package=$1/package
mkdir -p "$gateway" "$package"/{Generic,OpenVPN,AzureVPN}
guid=$(cat /proc/sys/kernel/random/uuid) && fqdn=azuregateway-$guid-0123456789ab.vpn.azure.com
echo "$guid.vpn.azure.com" > "$gateway/guid"; echo "$fqdn" > "$gateway/fqdn"
certificate() { # file subject, extensions on the input
  openssl req -new -newkey rsa:2048 -nodes -keyout "$gateway/$1.key" -subj "$2" -out "$gateway/$1.csr"
  openssl x509 -req -sha256 -days 30 -in "$gateway/$1.csr" -extfile /dev/stdin "${@:3}" -out "$gateway/$1.pem"
}
{ certificate ca '/O=Stand-in Public CA/CN=Stand-in Global Root G2' -signkey "$gateway/ca.key" <<< 'basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash'
  certificate server "/CN=$guid.vpn.azure.com" -CA "$gateway/ca.pem" -CAkey "$gateway/ca.key" -CAcreateserial <<< "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=DNS:$guid.vpn.azure.com,DNS:$fqdn"; } 2> "$gateway/log" || { cat "$gateway/log"; exit 1; }
{ echo '-----BEGIN OpenVPN Static key V1-----'; od -An -v -N256 -w16 -tx1 /dev/urandom | tr -d ' '; echo '-----END OpenVPN Static key V1-----'; } > "$gateway/ta.key"

openssl x509 -in "$gateway/ca.pem" -outform der -out "$package/Generic/VpnServerRoot.cer"
cat > "$package/Generic/VpnSettings.xml" <<XML
<?xml version="1.0"?>
<VpnProfile xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <VpnServer>$fqdn</VpnServer>
  <VpnType>IkeV2,OpenVPN</VpnType>
  <CaCert>$(base64 -w0 "$package/Generic/VpnServerRoot.cer")</CaCert>
  <Routes>10.1.0.0/16,172.16.201.0/24</Routes>
  <Auth>EAPTLS</Auth>
  <TunnelType>SplitTunnel</TunnelType>
</VpnProfile>
XML
echo "<AzVpnProfile><serverlist><ServerEntry><fqdn>$fqdn</fqdn></ServerEntry></serverlist></AzVpnProfile>" > "$package/AzureVPN/azurevpnconfig.xml"
cat > "$package/OpenVPN/vpnconfig.ovpn" <<PROFILE
client
remote $fqdn 443
verify-x509-name '$guid.vpn.azure.com' name
remote-cert-tls server

dev tun
proto tcp
resolv-retry infinite
nobind

auth SHA256
cipher AES-256-GCM
persist-key
persist-tun

tls-timeout 30
tls-version-min 1.2
key-direction 1

log openvpn.log
verb 3

# P2S CA root certificate
<ca>
$(cat "$gateway/ca.pem")
</ca>

# Pre Shared Key
<tls-auth>
$(cat "$gateway/ta.key")
</tls-auth>

# P2S client certificate
<cert>
\$CLIENTCERTIFICATE
</cert>

# P2S client certificate private key
<key>
\$PRIVATEKEY
</key>
PROFILE
