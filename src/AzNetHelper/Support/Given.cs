using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Hosting;
using AzNetHelper.Reading;

namespace AzNetHelper.Support;

/// <summary>What the user gave, and what they left to us.</summary>
internal static class Given
{
    /// <summary>The value of a switch that was given; null for one that was left out, which changes nothing.</summary>
    public static bool? Choice(this PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var value) ? ((SwitchParameter)value).ToBool() : null;

    /// <summary>The subscriptions that names are looked for in.</summary>
    public static ImmutableArray<string> Subscriptions(this PSCmdlet cmdlet, AzNetSession? session) =>
        cmdlet.RequireSession(session).SubscriptionIds;

    /// <summary>Everything that the session can see.</summary>
    public static TopologyScope Survey(this PSCmdlet cmdlet, AzNetSession? session) =>
        new() { SubscriptionIds = cmdlet.Subscriptions(session) };
}
