// Reads one VNet and its peerings, and counts the pages of every list on the way.
import { env, network, tell } from "./arm.mjs";

const client = network();
const group = env("GROUP");
const name = env("NETWORK");

const pages = async (list) => {
  const sizes = [];
  const items = [];
  for await (const page of list.byPage()) {
    sizes.push(page.length);
    items.push(...page);
  }
  return { sizes, items };
};

const everywhere = await pages(client.virtualNetworks.listAll());
const peerings = await pages(client.virtualNetworkPeerings.list(group, name));
const found = await client.virtualNetworks.get(group, name);

tell({
  networkPages: everywhere.sizes,
  networks: everywhere.items.map((n) => n.name),
  peeringPages: peerings.sizes,
  prefixes: found.addressSpace.addressPrefixes,
  peerings: peerings.items.map((p) => ({
    name: p.name,
    remote: p.remoteVirtualNetwork.id.split("/").at(-1),
    state: p.peeringState,
    sync: p.peeringSyncLevel,
    transit: p.allowGatewayTransit,
    remoteGateways: p.useRemoteGateways,
    forwarded: p.allowForwardedTraffic,
  })),
});
