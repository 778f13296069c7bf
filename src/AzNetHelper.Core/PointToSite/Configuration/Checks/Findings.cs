using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Findings about the gateway of a layout.</summary>
internal static class Findings
{
    public static Finding Wrong(this P2SConfigurationLayout layout, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Kind = FailureKind.InvalidArgument };

    public static Finding Refused(this P2SConfigurationLayout layout, string message) => new(layout.Request.Gateway, message, string.Empty);

    public static Finding Warns(this P2SConfigurationLayout layout, string message) => layout.Says(NoticeSeverity.Warning, message);

    public static Finding Informs(this P2SConfigurationLayout layout, string message) => layout.Says(NoticeSeverity.Information, message);

    private static Finding Says(this P2SConfigurationLayout layout, NoticeSeverity severity, string message) =>
        new(layout.Request.Gateway, message, string.Empty) { Tells = severity };
}
