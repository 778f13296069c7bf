using System.Collections.Immutable;
using System.Globalization;

namespace AzNetHelper.Placement;

/// <summary>A term of a formula: so many addresses for the product of some parameters, or for each beginning <paramref name="Per"/> of it.</summary>
/// <param name="Each">The addresses.</param>
/// <param name="Of">The parameters; none for a constant.</param>
/// <param name="Per">How many of the product share these.</param>
public sealed record SizeTerm(int Each, ImmutableArray<string> Of, int Per)
{
    public override string ToString()
    {
        var what = string.Join(" x ", Of);
        what = Per == 1 ? what : string.Create(CultureInfo.InvariantCulture, $"{what} / {Per}");
        return Of.IsEmpty ? Each.ToString(CultureInfo.InvariantCulture)
            : Each == 1 ? what : string.Create(CultureInfo.InvariantCulture, $"{Each} x {what}");
    }
}

/// <summary>How many addresses a service takes by its scale, without the five that Azure keeps.</summary>
/// <param name="Parameters">What counts, with what is taken where it is not told; the first is what a plain number means.</param>
/// <param name="Terms">What is added up.</param>
/// <param name="Says">The same in words.</param>
public sealed record SizeFormula(
    ImmutableArray<(string Name, int Default)> Parameters, ImmutableArray<SizeTerm> Terms, string Says)
{
    /// <summary>The addresses at a scale; parameters that are not told have their default.</summary>
    public long Addresses(IReadOnlyDictionary<string, int> scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var values = Parameters.ToDictionary(p => p.Name, p => scale.TryGetValue(p.Name, out var told) ? told : p.Default, StringComparer.Ordinal);
        return Terms.Sum(t =>
        {
            // Whoever asks for millions of each has no subnet anyway: kept from overflow.
            var product = t.Of.Aggregate(1L, (all, name) => Math.Min(all * values[name], int.MaxValue));
            return t.Each * ((product + t.Per - 1) / t.Per);
        });
    }

    public override string ToString() => string.Join(" + ", Terms);
}

/// <summary>How large a service is to be.</summary>
/// <param name="Values">The parameters that were told.</param>
/// <param name="Addresses">The addresses that it takes.</param>
public sealed record ServiceScale(ImmutableSortedDictionary<string, int> Values, long Addresses)
{
    /// <summary>Reads a scale; says what is wrong with it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="given">The parameters by name; an empty name means the first one.</param>
    public static (ServiceScale? Scale, string? Fault) Of(ServiceRequirement service, IEnumerable<KeyValuePair<string, int>> given)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(given);
        if (service.Scale is not { } formula)
        {
            return (null, $"How many addresses {service.Service} takes by its scale is not documented: leave -Scale out; "
                + "the advised size is taken.");
        }

        var names = string.Join(", ", formula.Parameters.Select(p => p.Name));
        var values = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            var known = name.Length == 0 ? formula.Parameters[0].Name
                : formula.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Name;
            if (known is null)
            {
                return (null, $"The scale of {service.Service} has no '{name}': it has {names}.");
            }

            if (value < 0)
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"{known} of {service.Service} cannot be {value}."));
            }

            values[known] = value;
        }

        var scale = new ServiceScale(values.ToImmutable(), formula.Addresses(values));
        return scale.Addresses <= ServiceRequirement.UsableIn(AddressSpaces.AddressRules.WidestSubnet) ? (scale, null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"{service.Service} would take {scale.Addresses} addresses: no subnet has as many."));
    }

    public override string ToString() => string.Join(", ", Values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key} {v.Value}")));
}
