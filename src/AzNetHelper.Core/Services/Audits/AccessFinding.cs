using System.Collections.Immutable;
using AzNetHelper.Audit;

namespace AzNetHelper.Services.Audits;

/// <summary>Something about who gets in to a service that is not as it looks.</summary>
/// <param name="Rule">The stable id of the rule that found it.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">What is so, with the names.</param>
public sealed record AccessFinding(string Rule, AuditSeverity Severity, string Message)
{
    /// <summary>The command that mends it; null where a person has to decide.</summary>
    public string? Remedy { get; init; }

    public override string ToString() => $"{Severity}: {Message}";
}

/// <summary>A rule of the audit of services: docs/service-endpoints.md shows the table.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Severity">How grave what it finds is.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record AccessAuditRule(string Id, AuditSeverity Severity, string Asks, string Source)
{
    private const string Overview = "virtual-network-service-endpoints-overview";

    internal static AccessAuditRule SubnetGone { get; } = new("SubnetGone", AuditSeverity.Warning, "Is every subnet there that a rule names?", "virtual-networks-faq");

    internal static AccessAuditRule EndpointMissing { get; } = new("EndpointMissing", AuditSeverity.Error,
        "Has every subnet that a rule lets in the endpoint of the service? Without it the rule lets nobody in.", Overview);

    internal static AccessAuditRule EndpointNotReady { get; } = new("EndpointNotReady", AuditSeverity.Error,
        "Is the endpoint of every subnet that a rule lets in set up (state Succeeded)?", "arm-protocol 5.2");

    internal static AccessAuditRule OutOfRegion { get; } = new("OutOfRegion", AuditSeverity.Error,
        "Leads the endpoint of every subnet that a rule lets in to the region of the service?", $"{Overview}; storage-network-security");

    internal static AccessAuditRule RuleNotReady { get; } = new("RuleNotReady", AuditSeverity.Warning,
        "Does no service say of a rule that it failed?", "arm-protocol 1.10");

    internal static AccessAuditRule RulesInert { get; } = new("RulesInert", AuditSeverity.Warning,
        "Does the service answer on its public address, where rules let subnets in?", "arm-protocol 1.10");

    internal static AccessAuditRule OpenToEveryone { get; } = new("OpenToEveryone", AuditSeverity.Warning,
        "Does the service refuse whom no rule names?", Overview);

    internal static AccessAuditRule OpenToAzure { get; } = new("OpenToAzure", AuditSeverity.Warning,
        "Does the server have no rule for every address of Azure (0.0.0.0), those of other customers too?", "azure-sql/database/firewall-configure");

    internal static AccessAuditRule AddressRuleUseless { get; } = new("AddressRuleUseless", AuditSeverity.Error,
        "Comes no subnet with the endpoint by a public address that a rule lets in? It is seen with private ones (with -IncludeEgress).", Overview);

    internal static AccessAuditRule EndpointUnused { get; } = new("EndpointUnused", AuditSeverity.Information,
        "Does a service trust every subnet that has an endpoint?", Overview);

    internal static AccessAuditRule SubnetUnread { get; } = new("SubnetUnread", AuditSeverity.Information,
        "Could every subnet be read that a rule names?", "arm-protocol 5.5");

    internal static AccessAuditRule RulesUnread { get; } = new("RulesUnread", AuditSeverity.Information,
        "Could the rules of every service be read?", "arm-protocol 5.5");

    /// <summary>Every rule.</summary>
    public static ImmutableArray<AccessAuditRule> All { get; } =
    [
        EndpointMissing, EndpointNotReady, OutOfRegion, AddressRuleUseless, OpenToEveryone, OpenToAzure, RulesInert, SubnetGone, RuleNotReady, EndpointUnused,
        SubnetUnread, RulesUnread,
    ];

    internal AccessFinding Finds(string message, string? remedy = null) => new(Id, Severity, message) { Remedy = remedy };

    public override string ToString() => $"{Id}: {Asks}";
}
