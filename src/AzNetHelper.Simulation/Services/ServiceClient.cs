using System.Net;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Who wants to reach a service, and from where.</summary>
public abstract record ServiceClient
{
    private ServiceClient()
    {
    }

    /// <summary>Something in a subnet.</summary>
    /// <param name="Subnet">The subnet.</param>
    /// <param name="Egress">The public address that it is seen with where the subnet has no endpoint to the service; null when it has none.</param>
    public sealed record InSubnet(ResourceId Subnet, IPAddress? Egress = null) : ServiceClient;

    /// <summary>Something on the internet.</summary>
    /// <param name="Address">The address that it is seen with.</param>
    /// <param name="IsAzure">The address is one of Azure's.</param>
    public sealed record AtAddress(IPAddress Address, bool IsAzure = false) : ServiceClient;

    /// <summary>A service of Azure that others trust, for example Azure Backup.</summary>
    public sealed record Trusted : ServiceClient;

    /// <summary>Something that comes through a private endpoint.</summary>
    public sealed record OverPrivateEndpoint(ResourceId Endpoint) : ServiceClient;
}

/// <summary>Why a client is let in or refused.</summary>
public enum AccessReason
{
    /// <summary>The service lets everybody in.</summary>
    OpenToEveryone,

    /// <summary>A rule names the client's subnet, and the subnet has the endpoint.</summary>
    SubnetRule,

    /// <summary>A rule names the client's address.</summary>
    AddressRule,

    /// <summary>The service lets all of Azure in.</summary>
    AzureRule,

    /// <summary>The service lets trusted services in.</summary>
    Bypass,

    /// <summary>It comes through an approved private endpoint.</summary>
    PrivateEndpoint,

    /// <summary>The server is inside a VNet, and so is the client.</summary>
    InsideNetwork,

    /// <summary>Public access is disabled: no rule counts.</summary>
    PublicAccessDisabled,

    /// <summary>A network security perimeter decides, which is not simulated.</summary>
    SecuredByPerimeter,

    /// <summary>No rule names the client.</summary>
    NoRule,

    /// <summary>A rule names the client's subnet, but the subnet has no endpoint to the service that is ready.</summary>
    NoEndpoint,

    /// <summary>A rule names the client's subnet, but it is not in force: not ready yet, on its way out, or of a subnet that was deleted.</summary>
    RuleNotInForce,

    /// <summary>The subnet has the endpoint: its clients are seen with private addresses, and no rule names the subnet.</summary>
    AddressHidden,

    /// <summary>The service is not there.</summary>
    NotFound,
}

/// <summary>Whether a client is let in.</summary>
public sealed record AccessDecision(bool IsAllowed, AccessReason Reason, string Text);
