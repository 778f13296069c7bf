// Builds a hub-spoke around the hub that the estate has, gateway transit included.
import { all, env, network, often, tell } from "./arm.mjs";

const client = network();
const group = env("GROUP");
const hubGroup = env("HUB_GROUP");
const hubName = env("HUB");
const hub = await client.virtualNetworks.get(hubGroup, hubName);

const table = await client.routeTables.beginCreateOrUpdateAndWait(
  group,
  "rt-js",
  { location: hub.location, routes: [{ name: "onward", addressPrefix: "10.0.0.0/8", nextHopType: "VnetLocal" }] },
  often,
);

const spokes = await Promise.all(
  [51, 52, 53].map((n) =>
    client.virtualNetworks.beginCreateOrUpdateAndWait(
      group,
      `vnet-js-${n}`,
      {
        location: hub.location,
        tags: { made: "by the SDK" },
        addressSpace: { addressPrefixes: [`10.${n}.0.0/16`] },
        subnets: [{ name: "snet-work", addressPrefix: `10.${n}.0.0/24`, routeTable: { id: table.id } }],
      },
      often,
    ),
  ),
);

const peerings = [];
for (const spoke of spokes) {
  const half = (remote, more) => ({
    remoteVirtualNetwork: { id: remote.id },
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: true,
    ...more,
  });
  await client.virtualNetworkPeerings.beginCreateOrUpdateAndWait(
    hubGroup, hubName, `${hubName}-to-${spoke.name}`, half(spoke, { allowGatewayTransit: true }), often);
  // A poller that another process could take over half-way: it is stopped, written down and taken up again.
  const begun = await client.virtualNetworkPeerings.beginCreateOrUpdate(
    group, spoke.name, `${spoke.name}-to-${hubName}`, half(hub, { useRemoteGateways: true }), often);
  const resumed = await client.virtualNetworkPeerings.beginCreateOrUpdate(
    group, spoke.name, `${spoke.name}-to-${hubName}`, half(hub, { useRemoteGateways: true }),
    { ...often, resumeFrom: begun.toString() });
  peerings.push(await resumed.pollUntilDone());
}

// What was done is not all: one of the three goes again, halves first.
const gone = spokes.pop();
await client.virtualNetworkPeerings.beginDeleteAndWait(group, gone.name, `${gone.name}-to-${hubName}`, often);
await client.virtualNetworkPeerings.beginDeleteAndWait(hubGroup, hubName, `${hubName}-to-${gone.name}`, often);
await client.virtualNetworks.beginDeleteAndWait(group, gone.name, often);

const subnet = await client.subnets.beginCreateOrUpdateAndWait(
  group, spokes[0].name, "snet-late", { addressPrefix: "10.51.1.0/24" }, often);
const tagged = await client.virtualNetworks.updateTags(group, spokes[0].name, { tags: { made: "again" } });

tell({
  peerings: peerings.map((p) => [p.name, p.peeringState, p.peeringSyncLevel, p.provisioningState]),
  subnet: subnet.provisioningState,
  tags: tagged.tags,
  networks: (await all(client.virtualNetworks.list(group))).map((n) => n.name),
});
