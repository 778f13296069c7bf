using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services;

/// <summary>The writes of a database server, whose rules are resources of their own. A rule is found by its subnet, whatever its name is.</summary>
internal sealed class ServerAccess(AccessLayout layout, SecuredService service) : IServiceAccess
{
    // resource-name-rules: servers/virtualNetworkRules take up to 128 of letters, digits, hyphens and underscores.
    private const int LongestName = 128;

    private readonly Dictionary<ResourceId, ResourceId> _made = Names(layout, service);

    public IEnumerable<Change> First() => layout.Subnets.Where(s => layout.WritesFirst(service, s)).Select(s => Rule(s, ignoresMissing: true) with
    {
        // The flag is not the end: where the rule is, it has been made.
        PassedWhen = JsonBody.Write(Body(s, ignoresMissing: false)),
    });

    public IEnumerable<Change> Then(Func<ResourceId, string?> endpoint)
    {
        var ends = new List<string>();
        foreach (var subnet in layout.Subnets)
        {
            string[] after = endpoint(subnet) is { } key ? [key] : [];
            var change = service.RuleOf(subnet) is { Rule: { } rule } there
                ? there.IgnoresMissing && layout.Request.EnsureEndpoint ? FlagBack(rule, subnet, after) : Keep(rule, subnet)
                : layout.WritesFirst(service, subnet) ? FlagBack(_made[subnet], subnet, [.. after, RuleKey(_made[subnet])])
                : Rule(subnet, ignoresMissing: false) with { DependsOn = [.. after], Awaits = Ready };
            ends.Add(change.Key);
            yield return change;
        }

        if (!layout.Request.DenyOthers)
        {
            yield break;
        }

        foreach (var prefix in layout.Request.KeepIps.Where(k => AddressRules.Write(service.Kind, k).Any(layout.Kept(service).Contains)))
        {
            var kept = Firewall(prefix, ends);
            ends.Add(kept.Key);
            yield return kept;
        }

        foreach (var open in layout.OpenRules(service))
        {
            yield return Close(open, ends);
        }
    }

    private string Ready => JsonBody.Write(Properties(new() { ["state"] = service.Kind.Shape.ReadyState }));

    private Change Rule(ResourceId subnet, bool ignoresMissing) => new(_made[subnet], ChangeKind.Create,
        $"Let {subnet.Parent?.Name}/{subnet.Name} in at {service.Kind.Title} '{service.Id.Name}'{(ignoresMissing ? ", also before the endpoint is there" : string.Empty)}")
    {
        Key = RuleKey(_made[subnet]),
        Group = layout.GroupOf(service),
        After = JsonBody.Write(Body(subnet, ignoresMissing)),
        Lanes = [service.Id],
    };

    private Change FlagBack(ResourceId rule, ResourceId subnet, IEnumerable<string> after) => new(rule, ChangeKind.Update,
        $"Let {subnet.Parent?.Name}/{subnet.Name} in by the endpoint alone at {service.Kind.Title} '{service.Id.Name}'")
    {
        Key = $"flag:{rule}".ToLowerInvariant(),
        Group = layout.GroupOf(service),
        Before = JsonBody.Write(Body(subnet, ignoresMissing: true)),
        After = JsonBody.Write(Body(subnet, ignoresMissing: false)),
        TakenBackBy = JsonBody.Write(Body(subnet, ignoresMissing: true)),
        Awaits = Ready,
        DependsOn = [.. after],
        Lanes = [service.Id],
    };

    private Change Keep(ResourceId rule, ResourceId subnet)
    {
        var rest = JsonBody.Write(Properties(new() { [service.Kind.Shape.SubnetId] = subnet.ToString() }));
        var waits = layout.Shuts(service) && AccessLayout.IsComing(service, subnet);
        return new(rule, waits ? ChangeKind.Update : ChangeKind.NoChange, waits
            ? $"Wait until the rule of {subnet.Parent?.Name}/{subnet.Name} is in force at {service.Kind.Title} '{service.Id.Name}'"
            : $"Keep {service.Kind.Title} '{service.Id.Name}', which lets {subnet.Parent?.Name}/{subnet.Name} in")
        {
            Group = layout.GroupOf(service), Before = rest, After = rest, Awaits = waits ? Ready : null, Lanes = [service.Id],
        };
    }

    private Change Firewall(IPPrefix prefix, IEnumerable<string> after) => new(
        service.Id.Child("firewallRules", AddressRules.Name(prefix)), ChangeKind.Create, $"Let {prefix} in at {service.Kind.Title} '{service.Id.Name}'")
    {
        Group = layout.GroupOf(service),
        After = JsonBody.Write(Properties(new() { ["startIpAddress"] = $"{prefix.Network}", ["endIpAddress"] = $"{prefix.Last}" })),
        DependsOn = [.. after],
        Lanes = [service.Id],
    };

    private Change Close(AddressRule open, IEnumerable<string> after)
    {
        var document = JsonBody.Parse(service.Document(open.Rule!)!.Json)!;
        var body = JsonBody.Write(BodyRules.Compose(open.Rule!.Type, document, []).Body);
        return new(open.Rule!, ChangeKind.Delete, $"Take away the rule '{open.Rule!.Name}' ({open}) of {service.Kind.Title} '{service.Id.Name}'")
        {
            Group = layout.GroupOf(service),
            Before = body,
            TakenBackBy = body,
            DependsOn = [.. after],
            Lanes = [service.Id],
            Impact = AccessImpacts.OfClosing(layout, service, open),
        };
    }

    private JsonObject Body(ResourceId subnet, bool ignoresMissing) => Properties(new()
    {
        [service.Kind.Shape.SubnetId] = subnet.ToString(),
        [service.Kind.Shape.IgnoreMember!] = ignoresMissing,
    });

    private static JsonObject Properties(JsonObject members) => new() { ["properties"] = members };

    private static string RuleKey(ResourceId rule) => $"rule:{rule}".ToLowerInvariant();

    private static Dictionary<ResourceId, ResourceId> Names(AccessLayout layout, SecuredService service)
    {
        var names = new Dictionary<ResourceId, ResourceId>();
        foreach (var subnet in layout.Subnets.Where(s => service.RuleOf(s) is null))
        {
            var name = Name(subnet);
            for (var number = 2; IsTaken(service.Id.Child("virtualNetworkRules", name)); number++)
            {
                name = $"{Name(subnet)[..^3].TrimEnd('-')}-{number}";
            }

            names.Add(subnet, service.Id.Child("virtualNetworkRules", name));
        }

        return names;

        bool IsTaken(ResourceId id) => names.ContainsValue(id) || service.Document(id) is not null;
    }

    private static string Name(ResourceId subnet)
    {
        var name = new StringBuilder("vnet-");
        foreach (var c in $"{subnet.Parent?.Name}-{subnet.Name}")
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        }

        return name.ToString(0, Math.Min(name.Length, LongestName - 4)).TrimEnd('-', '_');
    }
}
