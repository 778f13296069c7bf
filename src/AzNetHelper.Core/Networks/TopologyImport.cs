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
        var texts = new SharedTexts();
        var found = new Dictionary<ResourceId, FoundDocument>();
        var extras = new List<ExtraDocument>();
        var gaps = new List<TopologyGap>();
        DateTimeOffset? readAt = null;
        foreach (var source in sources)
        {
            if (SnapshotFlow.Read(source, texts) is { } flow)
            {
                Told(flow.ReadAt, flow.Gaps);
                foreach (var entry in flow.Entries)
                {
                    Guarded(source, entry.Path, () => Add(entry, found, extras, steps));
                }

                continue;
            }

            using var file = SnapshotFile.Read(source, texts);
            Told(file.ReadAt, file.Gaps);
            var entries = FoundDocument.All(file, texts);
            for (var i = 0; i < entries.Length; i++)
            {
                var (entry, item) = (entries[i], file.Items[i]);
                Guarded(source, item.Path, () => Add(entry ?? item.Entry(source, texts, new()), found, extras, steps));
            }
        }

        var whole = Folded(found, gaps, steps);
        try
        {
            return Topology.Of(whole.Select(d => d.Read(texts)), gaps, [.. extras], readAt);
        }
        catch (InvalidTopologyException e) when (e.Resource is { } id && found.TryGetValue(id, out var fault))
        {
            throw fault.Source.Invalid($"{fault.Path}: {e.Message}", e);
        }

        void Told(DateTimeOffset? at, IEnumerable<TopologyGap> missing)
        {
            readAt = readAt is { } a && at is { } b ? (a < b ? a : b) : readAt ?? at;
            gaps.AddRange(missing);
        }
    }

    private static void Guarded(TopologySource source, string path, Action add)
    {
        try
        {
            add();
        }
        catch (InvalidOperationException e)
        {
            throw source.Invalid($"{path}: {e.Message}", e);
        }
    }

    private static void Add(
        SnapshotEntry entry, Dictionary<ResourceId, FoundDocument> found, List<ExtraDocument> extras, StepWriter steps)
    {
        if (entry.Document is not { } document)
        {
            if (entry.Extra is { } extra && !extras.Exists(e => CanonicalJson.SameMeaning(e.Json, extra.Json)))
            {
                extras.Add(extra);
            }

            return;
        }

        var id = document.Document.Id;
        if (found.TryGetValue(id, out var earlier)
            && !CanonicalJson.SameMeaning(earlier.Document.Json, document.Document.Json))
        {
            steps.Notice(NoticeSeverity.Warning, "DuplicateResource",
                $"{id} stands in {earlier.Source} ({earlier.Path}) and otherwise in {document.Source} ({document.Path}). "
                + "The latter is used.", id);
        }

        found[id] = document;
    }

    private static IEnumerable<FoundDocument> Folded(
        Dictionary<ResourceId, FoundDocument> found, List<TopologyGap> gaps, StepWriter steps)
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
        return found.Values
            .Where(d => !ChildDocuments.IsChild(d.Document.Id) || !found.ContainsKey(d.Document.Id.Parent!))
            .Select(d => children.Contains(d.Document.Id) ? d.With([.. children[d.Document.Id]]) : d);
    }
}
