using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>One thing that a provider does to a circuit.</summary>
/// <param name="After">How long after the circuit has got its service key, or after the script was declared where it had one.</param>
/// <param name="State"><c>NotProvisioned</c>, <c>Provisioning</c>, <c>Provisioned</c> or <c>Deprovisioning</c>.</param>
public sealed record ProviderStep(TimeSpan After, string State);

/// <summary>What a provider does to circuits, and when, by the simulation's clock. Nobody can do it through the API.</summary>
/// <param name="Steps">The steps in the order of their times.</param>
public sealed record ProviderScript(params ImmutableArray<ProviderStep> Steps)
{
    public const string NotProvisioned = "NotProvisioned";
    public const string Provisioning = "Provisioning";
    public const string Provisioned = "Provisioned";
    public const string Deprovisioning = "Deprovisioning";

    /// <summary>It never does its part: circuits stay NotProvisioned (recorded).</summary>
    public static ProviderScript Never { get; } = new();

    /// <summary>It provisions as soon as there is a service key, as the service's test providers do (recorded).</summary>
    public static ProviderScript AtOnce { get; } = new(new ProviderStep(TimeSpan.Zero, Provisioned));

    /// <summary>It begins, and it ends.</summary>
    public static ProviderScript Within(TimeSpan begun, TimeSpan done) => new(new(begun, Provisioning), new(done, Provisioned));

    /// <summary>It begins to take the circuit back, and it has done so.</summary>
    public static ProviderScript Back(TimeSpan begun, TimeSpan done) => new(new(begun, Deprovisioning), new(done, NotProvisioned));
}
