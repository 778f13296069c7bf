using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>A reference and the resource that it means.</summary>
public sealed record ResolvedReference(string Text, ResourceId Id);

/// <summary>What references mean. All that is wrong with any of them is told at once.</summary>
/// <param name="Found">What was found, in the order of the references.</param>
/// <param name="Failures">One failure a reference that means nothing, or more than one thing.</param>
public sealed record Resolution(ImmutableArray<ResolvedReference> Found, ImmutableArray<Failure> Failures)
{
    public bool Succeeded => Failures.IsEmpty;

    /// <summary>The ids, each once.</summary>
    public ImmutableArray<ResourceId> Ids => [.. Found.Select(f => f.Id).Distinct()];
}

/// <summary>Decides what references mean among the resources that there are. Pure.</summary>
/// <param name="types">The types that are meant.</param>
/// <param name="candidates">The ids of the resources that there are.</param>
/// <param name="others">Ids that suggestions may come from, beside the candidates.</param>
/// <param name="place">Where was looked, for the messages: <c>in the session</c>.</param>
internal sealed class ReferenceMatcher(
    IReadOnlyCollection<string> types, IReadOnlyCollection<ResourceId> candidates,
    IReadOnlyCollection<ResourceId> others, string place)
{
    public Resolution Resolve(IEnumerable<string> references)
    {
        var found = ImmutableArray.CreateBuilder<ResolvedReference>();
        var failures = ImmutableArray.CreateBuilder<Failure>();
        foreach (var text in references)
        {
            var (id, failure) = Match(text);
            if (failure is not null)
            {
                failures.Add(failure);
            }
            else
            {
                found.Add(new(text, id!));
            }
        }

        return new(found.ToImmutable(), failures.ToImmutable());
    }

    private (ResourceId? Id, Failure? Failure) Match(string text)
    {
        if (ResourceReference.FaultOf(text, out var reference) is { } fault)
        {
            return (null, new("InvalidResourceId", FailureKind.InvalidArgument, fault, text));
        }

        if (reference!.Id is { } id)
        {
            return types.Any(id.IsType) ? (id, null) : (null, new("InvalidResourceId", FailureKind.InvalidArgument,
                $"'{text}' is a {id.Type}, where {Wanted()} is expected.", text));
        }

        ResourceId[] matches = [.. candidates.Where(c => types.Any(c.IsType) && reference.Names(c)).Distinct().Order()];
        return matches switch
        {
            [var only] => (only, null),
            [] => (null, NotFound(reference)),
            _ => (null, new("AmbiguousName", FailureKind.InvalidArgument,
                $"'{text}' means {matches.Length} resources: {string.Join(", ", matches.Select(m => m.ToString()))}. "
                + "Name one by its id.", text)),
        };
    }

    private Failure NotFound(ResourceReference reference)
    {
        var near = NearNames.Of(reference, [.. candidates.Concat(others).Distinct()], types);
        var hint = near.IsEmpty ? "Check the name and the subscriptions of the session, or give the id."
            : $"Did you mean {string.Join(", ", near.Select(n => $"'{n}'"))}?";
        return new(NotFoundId(), FailureKind.ObjectNotFound,
            $"'{reference}' names no {Wanted(article: false)} {place}. {hint}", reference.Text);
    }

    // A path of two names can be a VNet in a group as well as a subnet in a VNet; the VNet is the usual thing to miss.
    private string NotFoundId() => types switch
    {
        _ when Means(ResourceTypes.VirtualNetwork) => "VNetNotFound",
        _ when Means(ResourceTypes.Subnet) => "SubnetNotFound",
        _ when Means(ResourceTypes.VirtualNetworkGateway) => "GatewayNotFound",
        _ when Means(ResourceTypes.Connection) => "ConnectionNotFound",
        _ when Means(ResourceTypes.ExpressRouteCircuit) => "CircuitNotFound",
        _ => "ResourceNotFound",
    };

    private bool Means(string type) => types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private string Wanted(bool article = true) => string.Join(" or ", types.Select(t =>
    {
        var words = t.ToUpperInvariant() switch
        {
            "MICROSOFT.NETWORK/VIRTUALNETWORKS" => "virtual network",
            "MICROSOFT.NETWORK/VIRTUALNETWORKS/SUBNETS" => "subnet",
            "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS" => "virtual network gateway",
            "MICROSOFT.NETWORK/ROUTETABLES" => "route table",
            "MICROSOFT.NETWORK/CONNECTIONS" => "connection",
            "MICROSOFT.NETWORK/EXPRESSROUTECIRCUITS" => "circuit",
            _ => t,
        };
        return article ? $"a {words}" : words;
    }));
}
