using System.Buffers;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Networks;

/// <summary>
/// Reads networks from files, several of them into one topology: this module's export, what ARM answers to a GET or a
/// list, Resource Graph's rows (also <c>az graph query</c>), and the Azure CLI's flattened output (<c>az network vnet
/// list</c>, <c>az network vnet-gateway list</c> ...). Children may stand inline or be documents of their own. Of two
/// documents of one resource that differ, the later file's is used, with a notice. Members that this module does not
/// know are kept.
/// </summary>
public static class TopologyImport
{
    /// <summary>Reads one source.</summary>
    /// <exception cref="TopologyFileException">The source is no JSON, or holds something that is no resource.
    /// </exception>
    public static Topology Read(TopologySource source, StepWriter? steps = null) =>
        Read([source], steps ?? StepWriter.Nowhere);

    /// <summary>Reads several sources into one topology.</summary>
    /// <exception cref="TopologyFileException">A source is no JSON, or holds something that is no resource; the message
    /// names the file, and the line or the JSON path.</exception>
    public static Topology Read(IEnumerable<TopologySource> sources, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(steps);
        var found = new Dictionary<ResourceId, (ResourceDocument Document, SnapshotItem Item)>();
        var extras = new List<ExtraDocument>();
        var gaps = new List<TopologyGap>();
        DateTimeOffset? readAt = null;
        foreach (var file in sources.Select(SnapshotFile.Read))
        {
            readAt = readAt is { } a && file.ReadAt is { } b ? (a < b ? a : b) : readAt ?? file.ReadAt;
            gaps.AddRange(file.Gaps);
            foreach (var item in file.Items)
            {
                try
                {
                    Add(item, found, extras, steps);
                }
                catch (InvalidOperationException e)
                {
                    throw item.Source.Invalid($"{item.Path}: {e.Message}", e);
                }
            }
        }

        var documents = Folded(found, gaps, steps);

        try
        {
            return new(documents, gaps) { ReadAt = readAt, Extras = [.. extras] };
        }
        catch (InvalidTopologyException e) when (e.Resource is { } id && found.TryGetValue(id, out var fault))
        {
            throw fault.Item.Source.Invalid($"{fault.Item.Path}: {e.Message}", e);
        }
    }

    private static void Add(
        SnapshotItem item, Dictionary<ResourceId, (ResourceDocument Document, SnapshotItem Item)> found,
        List<ExtraDocument> extras, StepWriter steps)
    {
        using var json = CanonicalJson.Parse(item.Json);
        var root = json.RootElement;
        if (root.Text("id") is not { Length: > 0 } text)
        {
            if (!extras.Exists(e => CanonicalJson.SameMeaning(e.Json, item.Json)))
            {
                extras.Add(new(root.Text("type")!, item.Json));
            }

            return;
        }

        if (!ResourceId.TryParse(text, out var id))
        {
            throw item.Source.Invalid($"{item.Path}.id '{text}' is no resource id.");
        }

        var document = new ResourceDocument(id, InShape(item, root, id));
        if (found.TryGetValue(id, out var earlier) && !CanonicalJson.SameMeaning(earlier.Document.Json, document.Json))
        {
            steps.Notice(NoticeSeverity.Warning, "DuplicateResource",
                $"{id} stands in {earlier.Item.Source} ({earlier.Item.Path}) and otherwise in {item.Source} "
                + $"({item.Path}). The latter is used.", id);
        }

        found[id] = (document, item);
    }

    private static ReadOnlyMemory<byte> InShape(SnapshotItem item, JsonElement root, ResourceId id)
    {
        Action<Utf8JsonWriter>? rewrite = item.IsOwn ? null
            : FlattenedDocuments.IsFlattened(root, id) ? writer => FlattenedDocuments.Write(writer, root, id)
            : GraphRows.IsRow(root, id) ? writer => GraphRows.Write(writer, root, id)
            : null;
        if (rewrite is null)
        {
            return item.Json;
        }

        var buffer = new ArrayBufferWriter<byte>(item.Json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            rewrite(writer);
        }

        return buffer.WrittenMemory;
    }

    private static IEnumerable<ResourceDocument> Folded(
        Dictionary<ResourceId, (ResourceDocument Document, SnapshotItem Item)> found, List<TopologyGap> gaps,
        StepWriter steps)
    {
        var children = found.Values.Select(f => f.Document).Where(d => ChildDocuments.IsChild(d.Id))
            .ToLookup(d => d.Id.Parent!);
        foreach (var orphans in children.Where(c => !found.ContainsKey(c.Key)))
        {
            var names = string.Join(", ", orphans.Select(o => o.Id.Name));
            var gap = new TopologyGap(orphans.Key.ToString(), TopologyGap.ParentNotRead,
                $"{orphans.Key} is in none of the files, only what belongs to it: {names}.");
            gaps.RemoveAll(g => string.Equals(g.Code, gap.Code, StringComparison.Ordinal)
                && ResourceId.TryParse(g.Scope, out var scope) && scope == orphans.Key);
            gaps.Add(gap);
            steps.Notice(NoticeSeverity.Warning, gap.Code, gap.Message, orphans.Key);
        }

        // What one file lacks another may hold.
        gaps.RemoveAll(g => ResourceId.TryParse(g.Scope, out var scope) && found.ContainsKey(scope));
        return [.. found.Values.Select(f => f.Document)
            .Where(d => !ChildDocuments.IsChild(d.Id) || !found.ContainsKey(d.Id.Parent!))
            .Select(d => children.Contains(d.Id)
                ? d with { Json = ChildDocuments.Fold(d.Json, [.. children[d.Id]]) }
                : d)];
    }
}
