// Both halves of each spoke's peering, the hub's first, by Azure's own SDK: each call awaited ("await"), or all spokes at once
// ("all"). Prints the milliseconds and how many spokes failed.
import { NetworkManagementClient } from "@azure/arm-network";
import { ManagedIdentityCredential } from "@azure/identity";

const [mode, count] = [process.argv[2], Number(process.argv[3])];
const subscription = process.env.SUBSCRIPTION;
const client = new NetworkManagementClient(new ManagedIdentityCredential(), subscription, {
  endpoint: process.env.ARM_ENDPOINT,
  credentialScopes: `${process.env.ARM_AUDIENCE}/.default`,
});
const id = (name) =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/${name}`;
const half = (local, remote) =>
  client.virtualNetworkPeerings.beginCreateOrUpdateAndWait("rg", local, `${local}-to-${remote}`, {
    remoteVirtualNetwork: { id: id(remote) },
    allowVirtualNetworkAccess: true,
  });
const spoke = async (name) => {
  try {
    await half("hub", name);
    await half(name, "hub");
    return 0;
  } catch {
    return 1;
  }
};

const spokes = Array.from({ length: count }, (_, i) => `spoke${i + 1}`);
const begun = performance.now();
let failed = 0;
if (mode === "all") {
  failed = (await Promise.all(spokes.map(spoke))).reduce((a, b) => a + b, 0);
} else {
  for (const name of spokes) {
    failed += await spoke(name);
  }
}
console.log(`${Math.round(performance.now() - begun)} ${failed}`);
