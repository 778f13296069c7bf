using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Findings about a service.</summary>
internal static class AccessFindings
{
    public static Finding Refused(this SecuredService service, string message, FailureKind kind = FailureKind.InvalidOperation) =>
        new(service.Id, message, $"{service.Id}") { Kind = kind };

    public static Finding Warns(this SecuredService service, string message) => new(service.Id, message, $"{service.Id}") { Tells = NoticeSeverity.Warning };

    public static Finding Informs(this SecuredService service, string message) => new(service.Id, message, $"{service.Id}") { Tells = NoticeSeverity.Information };

    public static string Named(this SecuredService service) => $"The {service.Kind.Title} '{service.Id.Name}'";
}
