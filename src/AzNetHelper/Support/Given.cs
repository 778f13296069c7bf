using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>What the user gave, and what they left to us.</summary>
internal static class Given
{
    /// <summary>The value of a switch that was given; null for one that was left out, which changes nothing.</summary>
    public static bool? Choice(this PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var value) ? ((SwitchParameter)value).ToBool() : null;
}
