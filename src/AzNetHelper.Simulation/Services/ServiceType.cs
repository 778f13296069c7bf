using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>How a write is answered.</summary>
internal enum WriteStyle
{
    /// <summary>200 or 201 with the resource as it is from then on.</summary>
    AtOnce,

    /// <summary>200 or 201 with the resource in a passing state, and Azure-AsyncOperation.</summary>
    Updating,

    /// <summary>202 with what is being done, Azure-AsyncOperation and Location.</summary>
    Accepted,
}

/// <summary>Which regions an endpoint's subnets reach resources in.</summary>
internal enum EndpointReach
{
    Anywhere,
    RegionAndPair,
    Region,
}

/// <summary>Where a body has its rules about networks.</summary>
/// <param name="Home">The member of the properties that holds them; empty for the properties themselves.</param>
/// <param name="Subnet">The member of a rule with the subnet's id, or with a reference to it.</param>
/// <param name="Ignore">The member that lets a rule stand without the endpoint; null where there is none.</param>
/// <param name="Address">The member of an address rule with the address.</param>
internal sealed record RuleShape(string Home, string Subnet, string? Ignore, string Address)
{
    /// <summary>The body is one rule, and the service has a list of such resources.</summary>
    public bool IsOne { get; init; }

    /// <summary>What the service adds to a rule about a subnet, as JSON.</summary>
    public string SubnetDefaults { get; init; } = "{}";

    /// <summary>What the service adds to a rule about addresses, as JSON.</summary>
    public string AddressDefaults { get; init; } = "{}";

    /// <summary>A single address comes back as a prefix (hashicorp/terraform-provider-azurerm#2164).</summary>
    public bool WritesPrefixes { get; init; }

    /// <summary>The ids of subnets come back in lower case.</summary>
    public bool LowersIds { get; init; }
}

/// <summary>How the service words its refusals of a rule: the code, and what stands around the network provider's text.</summary>
internal sealed record RefusalWords(string Code, string Format, Evidence Evidence);

/// <summary>What is fixed about a type of a service that can trust subnets; one row a type in <see cref="ServiceTypes"/>.</summary>
internal sealed record ServiceType
{
    public ServiceType(string type, string body) => Kind = new(type, body) { SendsETag = false };

    public ResourceKind Kind { get; init; }

    /// <summary>The endpoints of a subnet that lead to it, the one that is named in refusals first; empty for a server whose rules are resources.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    public EndpointReach Reach { get; init; }

    /// <summary>Its rules; null where it has none of its own.</summary>
    public RuleShape? Rules { get; init; }

    /// <summary>The most rules about subnets (azure-network-rules 7).</summary>
    public int Limit { get; init; } = int.MaxValue;

    public RefusalWords? Words { get; init; }

    /// <summary>How a new one is answered, and a change of one that is there.</summary>
    public WriteStyle Creation { get; init; }

    public WriteStyle Update { get; init; }

    /// <summary>200 for a new one too.</summary>
    public bool CreatesWith200 { get; init; }

    public WriteStyle Removal { get; init; }

    /// <summary>There is one of them, named default, as long as its parent is there.</summary>
    public bool IsSingleton { get; init; }

    /// <summary>The member of the properties that tells the state; null where there is none.</summary>
    public string? StateMember { get; init; }

    /// <summary>The states of a new one, of a changed one, and of one that is ready.</summary>
    public (string Creating, string Updating, string Ready) States { get; init; } = ("Creating", "Updating", "Succeeded");

    /// <summary>How the URLs of its operations end: the status, and the result.</summary>
    public (string Status, string Result) Operations { get; init; } = ("operationStatuses", "operationResults");

    /// <summary>The service's word for a write of it, as the first answer tells it.</summary>
    public string Operation { get; init; } = string.Empty;

    /// <summary>What a new one has that was not sent, as JSON of the whole document; {name} and {region} stand for its own.</summary>
    public string Defaults { get; init; } = "{}";

    /// <summary>The location is shown with its display name.</summary>
    public bool ShowsDisplayName { get; init; }

    /// <summary>Without any rule everybody is let in, whatever the default action says.</summary>
    public bool IsOpenWithoutRules { get; init; }

    /// <summary>The member of the service's properties with the bypass of trusted services, and the value that is one.</summary>
    public (string Member, string Value)? Bypass { get; init; }

    public static ServiceType? Of(string type) => ServiceTypes.All.FirstOrDefault(t => Json.Same(t.Kind.Type, type));
}
