namespace AzNetHelper.Rendering;

/// <summary>What to call nodes in a text: by their names, and where several have one name by their resource groups, too.</summary>
internal sealed class PictureNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public PictureNames(IReadOnlyCollection<PictureNode> nodes)
    {
        foreach (var alike in nodes.GroupBy(n => n.Label, StringComparer.OrdinalIgnoreCase))
        {
            var full = alike.Select(Full).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            foreach (var node in alike)
            {
                _names[node.Key] = alike.Count() == 1 ? node.Label : full == alike.Count() ? Full(node) : $"{Full(node)} ({node.Key})";
            }
        }
    }

    public string Of(string key) => _names[key];

    private static string Full(PictureNode node) => node.Id?.ResourceGroup is { } group ? $"{group}/{node.Label}" : node.Label;
}
