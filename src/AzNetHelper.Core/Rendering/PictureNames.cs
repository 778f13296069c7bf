namespace AzNetHelper.Rendering;

/// <summary>What to call nodes in a text: by their names; where several have one name by their resource groups, too, and then by their subscriptions.</summary>
internal sealed class PictureNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public PictureNames(IReadOnlyCollection<PictureNode> nodes)
    {
        foreach (var alike in nodes.GroupBy(n => n.Label, StringComparer.OrdinalIgnoreCase).Select(g => g.ToArray()))
        {
            var nameOf = new Func<PictureNode, string>[] { n => n.Label, InGroup, InSubscription }.FirstOrDefault(name => Differ(alike, name)) ?? ByKey;
            foreach (var node in alike)
            {
                _names[node.Key] = nameOf(node);
            }
        }
    }

    public string Of(string key) => _names[key];

    private static bool Differ(PictureNode[] nodes, Func<PictureNode, string> name) =>
        nodes.Length == 1 || nodes.Select(name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == nodes.Length;

    private static string InGroup(PictureNode node) => node.Id?.ResourceGroup is { } group ? $"{group}/{node.Label}" : node.Label;

    private static string InSubscription(PictureNode node) =>
        node.Id is { ResourceGroup: not null } id ? $"{id.SubscriptionId}/{InGroup(node)}" : node.Label;

    // A gateway and its network in one group may have one name.
    private static string ByKey(PictureNode node) => $"{InGroup(node)} ({node.Key})";
}
