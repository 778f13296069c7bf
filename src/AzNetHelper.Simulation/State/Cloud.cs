using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The state and what every part works with; used under the simulation's lock only.</summary>
internal sealed class Cloud
{
    public Cloud(SimulationOptions options)
    {
        Options = options;
        Ids = new Ids(options.Seed);
        Estate = new Estate();
        Index = new GraphIndex(Estate, options);
        Operations = new OperationBook(options, Ids);
        Peerings = new PeeringLinks(Estate, Ids);
        Tenants = new TenantBook(options);
        Guards = new GuardBook(options) { Tenants = Tenants };
        Throttle = new Throttle(options);
        Keys = new SharedKeys(this);
        Tunnels = new TunnelBook(this);
        Clients = new ClientBook(this);
        Radius = new RadiusSecrets();
        Packages = new PackageBook(this);
        Circuits = new CircuitBook(this);
        Services = new ServiceBook();
        Deployments = new DeploymentBook(this);
    }

    public SimulationOptions Options { get; }

    public Ids Ids { get; }

    public Estate Estate { get; }

    /// <summary>The state as Resource Graph shows it.</summary>
    public GraphIndex Index { get; }

    public OperationBook Operations { get; }

    public PeeringLinks Peerings { get; }

    public TenantBook Tenants { get; }

    public GuardBook Guards { get; }

    public Throttle Throttle { get; }

    public SharedKeys Keys { get; }

    public TunnelBook Tunnels { get; }

    /// <summary>Point-to-site clients, as declared.</summary>
    public ClientBook Clients { get; }

    public RadiusSecrets Radius { get; }

    /// <summary>The client packages that gateways have generated.</summary>
    public PackageBook Packages { get; }

    /// <summary>The links of circuits, and what providers do.</summary>
    public CircuitBook Circuits { get; }

    /// <summary>What documents of services and subnets do not tell.</summary>
    public ServiceBook Services { get; }

    /// <summary>What Virtual Network Manager has deployed.</summary>
    public DeploymentBook Deployments { get; }

    /// <summary>VPN devices on premises, as declared, by their addresses.</summary>
    public Dictionary<string, OnPremisesDevice> Devices { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What gateways have learned, as declared.</summary>
    public Dictionary<ResourceId, ImmutableArray<LearnedRoute>> LearnedRoutes { get; } = [];

    /// <summary>Brings the state to this time.</summary>
    public void CatchUp(DateTimeOffset now)
    {
        // In the order of time: what ends may give Virtual Network Manager something to do, and the other way round.
        while ((Operations.NextEnd, Deployments.NextAt) is var (end, next) && (end <= now || next <= now))
        {
            if (next is null || end <= next)
            {
                EndOperations(end!.Value);
            }
            else
            {
                Deployments.Act(next.Value);
                Index.Remember(next.Value);
            }
        }

        Tunnels.Refresh(now, changed: false);
        Circuits.Refresh(now, changed: false);
        Clients.Refresh(now);
    }

    private void EndOperations(DateTimeOffset now) => Operations.CatchUp(now, at =>
    {
        Tunnels.Refresh(at);
        Circuits.Refresh(at);
        Deployments.Notice(at);
        Index.Remember(at);
    });

    /// <summary>The device at the address of a site; null where none is declared.</summary>
    public OnPremisesDevice? DeviceOf(JsonObject? site) => Devices.GetValueOrDefault(Negotiation.SiteAddress(site));

    /// <summary>The top-level resource that holds this one; itself when it is one.</summary>
    public JsonObject Holder(ResourceId id) =>
        Estate.Find(Top(id)) ?? throw new InvalidOperationException($"{id} has no holder.");

    public static ResourceId Top(ResourceId id)
    {
        while (id.Parent is { } parent)
        {
            id = parent;
        }

        return id;
    }

    /// <summary>A subnet has gone: the rules of services that mean it are inert from now on, and storage accounts say so.</summary>
    public void Gone(ResourceId subnet)
    {
        Services.EndSubnet(subnet);
        foreach (var (id, document) in ServiceTypes.All.Where(t => t.Rules is not null).SelectMany(t => Estate.OfKind(t.Kind)))
        {
            var shape = ServiceType.Of(id.Type)!.Rules!;
            if (NetworkRule.Of(shape, document).Any(r => r.Id == subnet))
            {
                Services.Gone(id, subnet);
                ServiceDocuments.MarkGone(shape, document, subnet);
            }
        }
    }

    /// <summary>Marks a change of a resource: a new etag for it and its children.</summary>
    public void Touch(ResourceId id)
    {
        if (Estate.Keeper(id) is { } resource)
        {
            Etags.Renew(resource, Ids);
        }
    }

    /// <summary>The answer's body for a document, as this api-version shows it.</summary>
    public static JsonObject Show(JsonObject document, ResourceKind kind, string apiVersion)
    {
        var shown = Projection.Of(document, kind.Body, apiVersion);
        RadiusSecrets.Hide(shown);
        CircuitShape.HideKeys(shown, kind);
        return shown;
    }

    /// <summary>A document as a GET or a PUT of the resource itself shows it.</summary>
    public JsonObject ShowOne(JsonObject document, ResourceKind kind, string apiVersion)
    {
        var shown = Show(document, kind, apiVersion);
        if (kind == ResourceKind.Connection && !(Options.EchoesSharedKey ?? ApiVersions.EchoesSharedKey(apiVersion)))
        {
            shown.Object("properties")?.Remove("sharedKey");
        }

        return shown;
    }

    /// <summary>A document as a list shows it.</summary>
    public static JsonObject ShowListed(JsonObject document, ResourceKind kind, string apiVersion)
    {
        var shown = Show(document, kind, apiVersion);
        foreach (var name in kind.NotListed)
        {
            shown.Object("properties")?.Remove(name);
        }

        return shown;
    }
}
