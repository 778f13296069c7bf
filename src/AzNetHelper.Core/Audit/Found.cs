using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Audit;

/// <summary>What a rule's function tells; the rule adds its id, severity and link.</summary>
/// <param name="Resource">The resource at fault.</param>
/// <param name="Message">What is wrong, with names.</param>
/// <param name="Remedy">What mends it.</param>
/// <param name="Networks">The VNets that it concerns.</param>
internal sealed record Found(ResourceId Resource, string Message, Remedy Remedy, params ImmutableArray<ResourceId> Networks);

/// <summary>Something that a rule cannot judge.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="IsMissing">True when it is known to exist and was not read.</param>
internal sealed record Doubt(string Reason, bool IsMissing)
{
    public static Doubt Missing(string reason) => new(reason, IsMissing: true);

    public static Doubt Absent(string reason) => new(reason, IsMissing: false);
}

/// <summary>What mends a finding.</summary>
internal sealed record Remedy(RemedyKind Kind, string Text)
{
    public static Remedy Advice(string sentence) => new(RemedyKind.Advice, sentence);

    public static Remedy Module(string command) => new(RemedyKind.Module, command);

    /// <summary>
    /// Commands of the Azure CLI, one after another on one line; they are written so that PowerShell and Unix shells take
    /// them alike.
    /// </summary>
    public static Remedy Cli(params IEnumerable<string> commands) =>
        new(RemedyKind.AzureCli, string.Join("; ", commands.Select(c => $"az {c}")));

    public static Remedy RepairPeering(ResourceId network, ResourceId remote, string more = "") =>
        Module($"Repair-VNetPeering -VNet '{network}' -RemoteVNet '{remote}'{more}");

    public static Remedy SyncPeering(ResourceId network, ResourceId remote) =>
        Module($"Sync-VNetPeering -VNet '{network}' -RemoteVNet '{remote}'");

    public static Remedy RemovePeering(ResourceId network, ResourceId remote) =>
        Module($"Remove-VNetPeering -VNet '{network}' -RemoteVNet '{remote}'");

    /// <summary>An update by the Azure CLI of a resource that is named by its id.</summary>
    public static Remedy Update(string what, ResourceId id, string options) => Cli(UpdateOf(what, id, options));

    public static string UpdateOf(string what, ResourceId id, string options) => $"network {what} update --ids '{id}' {options}";
}
