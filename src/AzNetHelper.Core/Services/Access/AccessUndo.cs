using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services;

/// <summary>The commands that take a grant or a removal back, of what was written and what is there now.</summary>
internal static class AccessUndo
{
    /// <summary>The result of a grant with what takes it back.</summary>
    public static ServiceAccessResult Of(
        AccessGround ground, ServiceAccessResult result, SecuredService before, SecuredService after, ImmutableArray<ChangeResult> results)
    {
        var layout = new AccessLayout(ground);
        ResourceId[] added = [.. ground.Request.Subnets.Where(s => after.RuleOf(s) is not null && before.RuleOf(s) is null)];
        ResourceId[] given = [.. results.Where(r => r.Resource.IsType(ResourceTypes.Subnet) && Vpn.VpnGatewayResult.Wrote(r)).Select(r => r.Resource)];

        // Set up again after a failure is not added: it stays.
        ResourceId[] bare = [.. given.Where(s => layout.Enables(before, s) && layout.EndpointTo(before, s) is null)];
        if (!result.Changed)
        {
            return result;
        }

        var left = after with { Subnets = [.. after.Subnets.Where(r => !added.Contains(r.Subnet))] };
        var opens = (before.IsOpenToEveryone && !left.IsOpenToEveryone)
            || (before.DefaultAction == DefaultAction.Allow && after.DefaultAction == DefaultAction.Deny);
        var reason = results.Any(r => ServiceAccessResult.IsOf(before, r) && r.Kind == ChangeKind.Delete && Vpn.VpnGatewayResult.Wrote(r))
                ? "Firewall rules were taken away, which are made again by hand."
            : opens && before.Kind.Shape.FilterFlag is not null && !after.Addresses.IsEmpty
                ? "Rules for addresses were added, and shut others out until they are taken away by hand."
            : ground.Request.Subnets.Any(s => before.RuleOf(s) is { IgnoresMissing: true } && after.RuleOf(s) is { IgnoresMissing: false })
                ? "A rule counted without the endpoint as well, which is set again by hand."
            : bare.Except(added).Any() ? "The rule was there, and the endpoint is new: Disable-VNetServiceEndpoint takes that away."
            : added.Length == 0 && !opens ? "Only what is set again by hand was changed." : null;
        if (reason is not null)
        {
            return result with { NoUndo = reason };
        }

        // The default first; an endpoint goes only with the rule that it came with.
        ResourceId[][] parts = added.Length == 0 ? [[]]
            : [.. new[] { added.Except(bare).ToArray(), added.Intersect(bare).ToArray() }.Where(p => p.Length > 0)];
        var forces = !opens && !after.IsOpenToEveryone && left.IsOpenToEveryone;
        return result with
        {
            Undo = string.Join("; ", parts.Select((part, at) => AccessOrigins.Of(new AccessRemovalRequest([before.Id], [.. part])
            {
                AllowOthers = opens && at == 0, RemoveEndpoint = part.Intersect(bare).Any(), AllowLoss = forces,
            }).CommandLine)),
        };
    }

    /// <summary>The result of a removal with what takes it back.</summary>
    public static ServiceAccessResult Of(AccessRemovalGround ground, ServiceAccessResult result, SecuredService before, SecuredService after)
    {
        ResourceId[] gone = [.. ground.Request.Subnets.Where(s => before.RuleOf(s) is not null && after.RuleOf(s) is null)];
        var opened = !before.IsOpenToEveryone && after.IsOpenToEveryone;
        return !result.Changed ? result
            : gone.Length == 0 ? result with { NoUndo = "Others are shut out again with Grant-VNetServiceAccess -DenyOthers, for a subnet that is to get in." }
            : result with
            {
                Undo = AccessOrigins.Of(new AccessRequest([before.Id], [.. gone])
                {
                    EnsureEndpoint = ground.Request.RemoveEndpoint, DenyOthers = opened, AllowLoss = opened,
                }).CommandLine,
            };
    }
}
