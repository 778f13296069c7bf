// What the scripts share: a client from the SimulationServer's settings, and how a result is told.
import { NetworkManagementClient } from "@azure/arm-network";
import { ManagedIdentityCredential } from "@azure/identity";

export const env = (name) => process.env[name] ?? fail(`${name} is not set.`);

export const fail = (message) => {
  throw new Error(message);
};

// Everything as a stranger would write it; the endpoint is the only thing that is not Azure's.
export const network = () =>
  new NetworkManagementClient(new ManagedIdentityCredential(), env("SUBSCRIPTION"), {
    endpoint: env("ARM_ENDPOINT"),
    credentialScopes: `${env("ARM_AUDIENCE")}/.default`,
    retryOptions: { maxRetries: 2, retryDelayInMs: 50 },
  });

// The server's Retry-After counts where there is one; this is for the answers without.
export const often = { updateIntervalInMs: 50 };

export const all = async (pages) => {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }
  return items;
};

export const tell = (result) => console.log(JSON.stringify(result));
