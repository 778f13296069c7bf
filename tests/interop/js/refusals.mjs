// What the SDK makes of refusals: each as status, code and message of its RestError, and whether it is one.
import { NetworkManagementClient } from "@azure/arm-network";
import { isRestError } from "@azure/core-rest-pipeline";
import { ManagedIdentityCredential } from "@azure/identity";
import { env, network, often, tell } from "./arm.mjs";

const client = network();
const group = env("GROUP");
const spoke = env("NETWORK");

const refusal = async (work) => {
  try {
    await work();
    return { refused: false };
  } catch (e) {
    return { rest: isRestError(e), status: e.statusCode, code: e.code, message: e.message };
  }
};

const spaces = (...addressPrefixes) => ({ location: "westeurope", addressSpace: { addressPrefixes } });
const elsewhere = new NetworkManagementClient(new ManagedIdentityCredential(), env("SUBSCRIPTION"), {
  endpoint: env("ARM_ENDPOINT"),
  credentialScopes: "https://vault.azure.net/.default",
});
const nobody = new NetworkManagementClient(
  { getToken: async () => ({ token: "not.a.token", expiresOnTimestamp: Date.now() + 3600e3 }) },
  env("SUBSCRIPTION"),
  { endpoint: env("ARM_ENDPOINT") },
);
const self = await client.virtualNetworks.get(group, spoke);

tell({
  missing: await refusal(() => client.virtualNetworks.get(group, "vnet-nowhere")),
  missingGroup: await refusal(() => client.virtualNetworks.get("rg-nowhere", "vnet-nowhere")),
  badPrefix: await refusal(() =>
    client.virtualNetworks.beginCreateOrUpdateAndWait(group, "vnet-bad", spaces("10.0.0.0/33"), often)),
  badSubnet: await refusal(() =>
    client.subnets.beginCreateOrUpdateAndWait(group, spoke, "snet-out", { addressPrefix: "192.168.0.0/24" }, often)),
  peeredWithItself: await refusal(() =>
    client.virtualNetworkPeerings.beginCreateOrUpdateAndWait(
      group, spoke, "to-self", { remoteVirtualNetwork: { id: self.id } }, often)),
  staleEtag: await refusal(() =>
    client.virtualNetworks.beginCreateOrUpdateAndWait(
      group, spoke, self, { ...often, requestOptions: { customHeaders: { "If-Match": 'W/"old"' } } })),
  failedOperation: await refusal(() =>
    client.virtualNetworks.beginCreateOrUpdateAndWait(group, "vnet-fails", spaces("10.60.0.0/16"), often)),
  dropped: await refusal(() => client.virtualNetworks.get(group, "vnet-dropped")),
  wrongAudience: await refusal(() => elsewhere.virtualNetworks.get(group, spoke)),
  noToken: await refusal(() => nobody.virtualNetworks.get(group, spoke)),
});
