using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Findings about a service.</summary>
internal static class AccessFindings
{
    public static Finding Refused(this SecuredService service, string message, FailureKind kind = FailureKind.InvalidOperation) =>
        new(service.Id, message, $"{service.Id}") { Kind = kind };

    // What is not surely known is told, and the service answers itself.
    public static Finding Limited(this SecuredService service, RuleLimit limit, string message) =>
        limit.IsSure ? service.Refused(message, FailureKind.LimitsExceeded) : service.Warns(message);

    public static Finding Warns(this SecuredService service, string message) => new(service.Id, message, $"{service.Id}") { Tells = NoticeSeverity.Warning };

    public static Finding Informs(this SecuredService service, string message) => new(service.Id, message, $"{service.Id}") { Tells = NoticeSeverity.Information };

    public static string Named(this SecuredService service) => $"The {service.Kind.Title} '{service.Id.Name}'";
}
