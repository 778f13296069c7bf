using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Microsoft.Network.</summary>
internal sealed class NetworkProvider(Cloud cloud) : ResourceProvider(cloud, "Microsoft.Network", new ResourceVerbs(cloud))
{
    private readonly GatewayActions _gateways = new(cloud);
    private readonly ConnectivityActions _connectivity = new(cloud);
    private readonly ConnectionActions _connections = new(cloud);
    private readonly InterfaceActions _interfaces = new(cloud);
    private readonly CircuitActions _circuits = new(cloud);
    private readonly NetworkManagerActions _managers = new(cloud);
    private readonly SubnetQuestions _subnets = new(cloud);

    protected override Answer? Ask(Exchange exchange, ResourceId group, string[] rest) =>
        _gateways.Find(exchange, group, rest) ?? _connections.Find(exchange, group, rest)
        ?? _interfaces.Find(exchange, group, rest) ?? _connectivity.Find(exchange, group, rest)
        ?? _managers.Find(exchange, group, rest)
        ?? _circuits.Find(exchange, group, rest)
        ?? _subnets.OfNetwork(exchange, group, rest) ?? _subnets.OfLocation(exchange, group, rest);

    protected override Answer? AskSubscription(Exchange exchange, ResourceId subscription, string[] rest) =>
        _circuits.OfSubscription(exchange, subscription, rest) ?? _subnets.OfLocation(exchange, subscription, rest);
}
