using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Whether a client reaches a service, from the state alone. While a write of the service or of the subnet's endpoints is under
/// way nobody knows on which side of it a request falls: the client is let in only where it is before and after it.
/// </summary>
internal sealed class ServiceAccess(Cloud cloud)
{
    public AccessDecision Decide(ResourceId service, ServiceClient client)
    {
        service = cloud.Estate.Canonical(service);
        if (cloud.Estate.Find(service) is not { } document || ServiceType.Of(service.Type) is not { Kind.ParentMember: null })
        {
            return Refuse(AccessReason.NotFound, $"{service} is not there.");
        }

        return Times(service, document).SelectMany(policy => Views(policy, client).Select(view => Decide(policy, client, view)))
            .MinBy(d => d.IsAllowed)!;
    }

    // The service as it is after its writes, and as it was before them.
    private IEnumerable<ServicePolicy> Times(ResourceId id, JsonObject document)
    {
        yield return ServicePolicy.Read(cloud, id, document, (_, child) => child);
        var changes = cloud.Services.IsChanging(id, out var before);
        var children = cloud.Estate.Resources.Any(r => r.Key.Parent == id && cloud.Services.IsChanging(r.Key, out _));
        if ((changes && before is not null) || children)
        {
            yield return ServicePolicy.Read(cloud, id, before ?? document,
                (child, now) => cloud.Services.IsChanging(child, out var was) ? was : now);
        }
    }

    // The endpoints of the client's subnet: those that it has, and those that it had before a write that is under way.
    private IEnumerable<IReadOnlyList<string>> Views(ServicePolicy policy, ServiceClient client)
    {
        if (client is not ServiceClient.InSubnet inside || cloud.Estate.Find(cloud.Estate.Canonical(inside.Subnet)) is not { } subnet)
        {
            yield return [];
            yield break;
        }

        var before = cloud.Services.EndpointsBefore(cloud.Estate.Canonical(inside.Subnet));
        yield return [.. ServiceBook.Endpoints(subnet)
            .Where(e => (before is not null || e.State is null or "Succeeded") && Reaches(e.Locations, policy.Region)).Select(e => e.Service)];
        if (before is not null)
        {
            yield return before;
        }
    }

    private static bool Reaches(string[] locations, string? region) => locations.Length == 0 || region is null
        || locations.Any(l => l is "*" || Json.Same(Documents.NormalLocation(l), region));

    private AccessDecision Decide(ServicePolicy policy, ServiceClient client, IReadOnlyList<string> endpoints) => client switch
    {
        ServiceClient.OverPrivateEndpoint over => policy.PrivateEndpoints.Contains(over.Endpoint.ToString(), StringComparer.OrdinalIgnoreCase)
            ? Allow(AccessReason.PrivateEndpoint, $"{over.Endpoint.Name} is an approved private endpoint of it.")
            : Refuse(AccessReason.NoRule, $"{over.Endpoint.Name} is no approved private endpoint of it."),
        _ when Json.Same(policy.PublicAccess, "SecuredByPerimeter") =>
            Refuse(AccessReason.SecuredByPerimeter, "A network security perimeter decides, whatever the rules say."),
        ServiceClient.Trusted => policy.LetsTrustedIn ? Allow(AccessReason.Bypass, "Trusted services are let in.")
            : IsClosed(policy) ?? (policy.LetsEverybodyIn ? Everybody
                : policy.LetsAzureIn ? Allow(AccessReason.AzureRule, "All of Azure is let in.")
                : Refuse(AccessReason.NoRule, "Trusted services are not let in.")),
        ServiceClient.InSubnet inside when policy.Home is { } home => cloud.Estate.Find(inside.Subnet) is not null
            && ResourceId.TryParse(home, out var at) && at.Parent == inside.Subnet.Parent
            ? Allow(AccessReason.InsideNetwork, "The server is in the client's VNet.")
            : Refuse(AccessReason.NoRule, $"The server is inside {home}."),
        _ when policy.Home is not null => Refuse(AccessReason.NoRule, "The server is inside a VNet."),
        _ when IsClosed(policy) is { } closed => closed,
        _ when policy.LetsEverybodyIn => Everybody,
        ServiceClient.InSubnet inside => OfSubnet(policy, inside, endpoints),
        ServiceClient.AtAddress at => OfAddress(policy, at.Address, at.IsAzure),
        _ => Refuse(AccessReason.NoRule, "No rule names the client."),
    };

    private AccessDecision OfSubnet(ServicePolicy policy, ServiceClient.InSubnet client, IReadOnlyList<string> endpoints)
    {
        var rules = policy.Subnets.Where(s => s.Subnet == client.Subnet).ToList();
        if (endpoints.Any(e => policy.Endpoints.Contains(e, StringComparer.OrdinalIgnoreCase)))
        {
            return rules.Exists(r => r.InForce) ? Allow(AccessReason.SubnetRule, $"A rule names {client.Subnet.Name}.")
                : policy.LetsAzureIn && policy.Endpoints.Contains("Microsoft.Sql", StringComparer.OrdinalIgnoreCase)
                    ? Allow(AccessReason.AzureRule, "All of Azure is let in, also subnets.")
                : rules.Count > 0 ? Refuse(AccessReason.RuleNotInForce, $"The rule for {client.Subnet.Name} is not in force.")
                : Refuse(AccessReason.AddressHidden,
                    $"{client.Subnet.Name} has the endpoint: its clients are seen with private addresses, and no rule names it.");
        }

        var decision = client.Egress is { } egress ? OfAddress(policy, egress, isAzure: true)
            : Refuse(AccessReason.NoRule, "The client has no way to the public address of the service.");
        return !decision.IsAllowed && rules.Count > 0
            ? Refuse(AccessReason.NoEndpoint, $"A rule names {client.Subnet.Name}, which has no endpoint to it that is ready.") : decision;
    }

    private static AccessDecision OfAddress(ServicePolicy policy, IPAddress address, bool isAzure) =>
        policy.Names(address) ? Allow(AccessReason.AddressRule, $"A rule names {address}.")
        : isAzure && policy.LetsAzureIn ? Allow(AccessReason.AzureRule, "All of Azure is let in.")
        : Refuse(AccessReason.NoRule, $"No rule names {address}.");

    private static AccessDecision? IsClosed(ServicePolicy policy) => Json.Same(policy.PublicAccess, "Disabled")
        ? Refuse(AccessReason.PublicAccessDisabled, "Public access is disabled: no rule counts.") : null;

    private static AccessDecision Everybody => Allow(AccessReason.OpenToEveryone, "It lets everybody in.");

    private static AccessDecision Allow(AccessReason reason, string text) => new(true, reason, text);

    private static AccessDecision Refuse(AccessReason reason, string text) => new(false, reason, text);
}
