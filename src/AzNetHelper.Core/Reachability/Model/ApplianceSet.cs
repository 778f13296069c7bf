using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The appliances on a way, whatever their order. Equal sets of one estate are mostly the same object, so comparing
/// them is cheap; <see cref="SameAs"/> decides.
/// </summary>
internal sealed class ApplianceSet
{
    private readonly ConcurrentDictionary<Appliance, ApplianceSet> _with = new(ReferenceEqualityComparer.Instance);

    private ApplianceSet(ImmutableHashSet<Appliance> members) => Members = members;

    /// <summary>No appliance. It must not remember what is added to it: it outlives every estate.</summary>
    public static ApplianceSet Empty { get; } = new([]);

    public ImmutableHashSet<Appliance> Members { get; }

    public ApplianceSet With(Appliance appliance) =>
        Members.Contains(appliance) ? this
        : Members.IsEmpty ? appliance.Alone
        : _with.GetOrAdd(appliance, a => new(Members.Add(a)));

    public ApplianceSet With(ApplianceSet others) => others.Members.Aggregate(this, (all, one) => all.With(one));

    public bool SameAs(ApplianceSet other) => ReferenceEquals(this, other) || Members.SetEquals(other.Members);

    /// <summary>Those in one of the two only.</summary>
    public IEnumerable<Appliance> Difference(ApplianceSet other) => Members.SymmetricExcept(other.Members);

    public static ApplianceSet Of(Appliance appliance) => new([appliance]);
}
