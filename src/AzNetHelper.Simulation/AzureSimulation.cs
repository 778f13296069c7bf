using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation;

/// <summary>
/// Azure Resource Manager in little: state, rules and faults behind an HttpMessageHandler. Thread-safe: requests are
/// worked on one after another. What it does differently from the service, and why, is in README.md beside this file.
/// </summary>
public sealed partial class AzureSimulation
{
    private readonly object _gate = new();
    private readonly Cloud _cloud;
    private readonly FrontDoor _door;

    public AzureSimulation(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _cloud = new Cloud(options);
        _door = new FrontDoor(_cloud);
        Faults = new Faults(options.Seed);
    }

    public SimulationOptions Options { get; }

    /// <summary>What goes wrong, as declared.</summary>
    public Faults Faults { get; }

    /// <summary>What was asked.</summary>
    public RequestLog Log { get; } = new();

    /// <summary>Denied actions, management locks and policies; may be replaced at any time.</summary>
    public GuardRules Guards
    {
        get
        {
            lock (_gate)
            {
                return _cloud.Guards.Rules;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
            {
                _cloud.Guards.Rules = value;
            }
        }
    }

    /// <summary>A handler over this state; any number of them may be used side by side.</summary>
    public HttpMessageHandler CreateHandler() => new SimulationHandler(this);

    /// <summary>Adds an empty subscription. Loading a resource adds its subscription by itself.</summary>
    public void AddSubscription(string id, string displayName)
    {
        lock (_gate)
        {
            _cloud.Estate.AddSubscription(id, displayName);
        }
    }

    /// <summary>
    /// Puts networks into the state, as they are; what is there stays, and of one id the loaded document counts.
    /// Subscriptions and groups follow from the ids.
    /// </summary>
    public void Load(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            var connections = new List<ResourceId>();
            foreach (var document in topology.Documents.OrderBy(d => d.Id.Names.Length))
            {
                Load(document);
                if (document.Id.IsType(ResourceTypes.Connection))
                {
                    _cloud.Keys.Loaded(document.Id);
                    connections.Add(document.Id);
                }

                if (document.Id.IsType(ResourceTypes.VirtualNetworkGateway))
                {
                    _cloud.Radius.Loaded(document.Id);
                }
            }

            _cloud.Tunnels.Adopt(connections, now);
            _cloud.Circuits.Adopt(topology.Documents.Select(d => d.Id), topology.ExpressRoutePrefixes, now);
            _cloud.Deployments.Adopt(topology.Documents.Select(d => d.Id), now);
            Keep(topology.Extras);

            _cloud.Index.BeginAnew();
        }
    }

    /// <summary>The state as it is now, whole documents; nothing that was loaded is lost.</summary>
    public Topology Snapshot()
    {
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            return new Topology(_cloud.Estate.DeclaredGroups.Concat(_cloud.Estate.Resources)
                .Select(r => new ResourceDocument(r.Key, Json.ToBytes(r.Value)))) { ReadAt = now, Extras = _extras };
        }
    }

    /// <summary>
    /// Says what a gateway has learned, beside the prefixes of its own VNet; what was said before is replaced.
    /// </summary>
    public void SetLearnedRoutes(ResourceId gateway, params ImmutableArray<LearnedRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        lock (_gate)
        {
            _cloud.LearnedRoutes[gateway] = routes;
        }
    }

    /// <summary>
    /// Says what a VPN device on premises is like; one that was declared at the same address before is replaced. Tunnels to it
    /// negotiate anew.
    /// </summary>
    public void SetDevice(OnPremisesDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            _cloud.Devices[device.Address] = device;
            _cloud.Tunnels.Refresh(now);
        }
    }

    /// <summary>
    /// Says which point-to-site clients want to be connected to a gateway; those that were declared before are replaced. Whether each
    /// is connected follows from the gateway. Without any, the gateway's document alone says how many there are.
    /// </summary>
    public void SetClients(ResourceId gateway, params ImmutableArray<ConnectedClient> clients)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            _cloud.Clients.Declare(_cloud.Estate.Canonical(gateway), clients, now);
        }
    }

    internal Answer Handle(HttpRequestMessage request, byte[] body, Fault? fault)
    {
        lock (_gate)
        {
            var exchange = new Exchange(request, body, Options.Time.GetUtcNow()) { Planned = Plan(fault) };
            return _door.Handle(exchange);
        }
    }

    internal void Record(HttpRequestMessage request, byte[] body, int status)
    {
        var exchange = new Exchange(request, body, Options.Time.GetUtcNow());
        var tenants = _cloud.Tenants.AreSeveral ? _cloud.Tenants : null;
        Log.Add(new(exchange.Verb, exchange.Uri.PathAndQuery, exchange.ApiVersion, body)
        {
            Status = status,
            At = exchange.Now,
            TenantId = tenants?.TenantOf(exchange),
            AuxiliaryTenantIds = tenants?.AuxiliaryOf(exchange) ?? [],
        });
    }

    private static PlannedEnd? Plan(Fault? fault) => fault switch
    {
        Fault.OperationFails fails => new(OperationState.Failed, new(400, fails.Code, fails.Message)),
        Fault.OperationIsCanceled => new(OperationState.Canceled, ConcurrencyErrors.Superseded.With(
            "PutSubnetOperation", Guid.Empty, "PutVirtualNetworkOperation", Guid.Empty)),
        Fault.OperationNeverEnds => PlannedEnd.Never,
        _ => null,
    };

    private void Load(ResourceDocument document)
    {
        var json = JsonNode.Parse(document.Json.Span)!.AsObject();
        var id = document.Id;
        _cloud.Estate.AddSubscription(id.SubscriptionId);
        if (id.ProviderNamespace is null)
        {
            if (id.ResourceGroup is not null)
            {
                _cloud.Estate.PutGroup(id, json);
            }

            return;
        }

        if (id.Group is { } group && _cloud.Estate.Group(group) is null)
        {
            _cloud.Estate.PutGroup(
                group, GroupEndpoint.Document(group, json.Text("location") ?? "global"), implied: true);
        }

        _cloud.Estate.Put(id, json);
    }
}
