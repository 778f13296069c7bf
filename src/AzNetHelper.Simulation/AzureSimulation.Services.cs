using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <content>Services: what they leave in subnets, and who reaches them.</content>
public sealed partial class AzureSimulation
{
    /// <summary>
    /// Says which links services have left in a subnet; what was said before, or loaded, is replaced. Its etag moves.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such subnet.</exception>
    public void SetServiceLinks(ResourceId subnet, params ImmutableArray<ServiceLink> links)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        lock (_gate)
        {
            _cloud.CatchUp(Options.Time.GetUtcNow());
            subnet = _cloud.Estate.Canonical(subnet);
            var properties = (_cloud.Estate.Find(subnet)
                ?? throw new ArgumentException($"There is no subnet {subnet}.", nameof(subnet))).Properties();
            properties.Remove("serviceAssociationLinks");
            properties.Remove("resourceNavigationLinks");
            foreach (var link in links)
            {
                properties.Array(link.Member).Add((JsonNode)link.Document(subnet));
            }

            _cloud.Touch(subnet);
            _cloud.Index.Remember(Options.Time.GetUtcNow());
        }
    }

    /// <summary>
    /// Says that a private endpoint in a subnet leads to a service and was approved: both show it from now on. The endpoint itself is no
    /// resource here.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such subnet or service.</exception>
    public void SetPrivateEndpoint(ResourceId endpoint, ResourceId subnet, ResourceId service)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(subnet);
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            subnet = _cloud.Estate.Canonical(subnet);
            service = _cloud.Estate.Canonical(service);
            var (home, target) = (_cloud.Estate.Find(subnet), _cloud.Estate.Find(service));
            if (home is null || target is null)
            {
                throw new ArgumentException($"There is no {(home is null ? subnet : service)}.", home is null ? nameof(subnet) : nameof(service));
            }

            References.Add(home.Properties(), "privateEndpoints", endpoint.ToString());
            target.Properties().Array("privateEndpointConnections").Add((JsonNode)ServiceDocuments.PrivateConnection(service, endpoint));
            _cloud.Touch(subnet);
            _cloud.Index.Remember(now);
        }
    }

    /// <summary>
    /// Whether a client reaches a service now, from the state alone. While a write of the service or of the client's subnet is under
    /// way, only who is let in before and after it is.
    /// </summary>
    public AccessDecision Access(ResourceId service, ServiceClient client)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(client);
        lock (_gate)
        {
            _cloud.CatchUp(Options.Time.GetUtcNow());
            return new ServiceAccess(_cloud).Decide(service, client);
        }
    }
}
