using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A document that an import found, in the shape of a GET, with the domain object that was read in the same pass. What
/// is wrong with it only matters if no later file has a better one.
/// </summary>
/// <param name="Source">The file.</param>
/// <param name="Path">Where in the file, as a JSON path.</param>
/// <param name="Document">The document.</param>
internal sealed record FoundDocument(TopologySource Source, string Path, ResourceDocument Document)
{
    private object? Value { get; init; }

    private InvalidTopologyException? Fault { get; init; }

    // False where the document was made of several.
    private bool IsRead { get; init; }

    /// <summary>
    /// The items of a file, read side by side; null for one that is at fault: that is told when its turn comes.
    /// </summary>
    public static SnapshotEntry?[] All(SnapshotFile file, SharedTexts texts)
    {
        var all = new SnapshotEntry?[file.Items.Count];
        Parallel.For(0, all.Length, () => new DocumentBuffer(), (i, _, buffer) =>
        {
            try
            {
                all[i] = file.Items[i].Entry(file.Source, texts, buffer);
            }
            catch (Exception e) when (e is InvalidOperationException or TopologyFileException)
            {
                all[i] = null;
            }

            return buffer;
        }, _ => { });
        return all;
    }

    /// <summary>Puts an item of a file in shape, and reads it; null for one that has no id.</summary>
    /// <exception cref="TopologyFileException">What it has is no id.</exception>
    /// <exception cref="InvalidOperationException">A text in it holds half a surrogate pair.</exception>
    public static FoundDocument? Of(TopologySource source, SnapshotItem item, SharedTexts texts, DocumentBuffer buffer)
    {
        var root = item.Part;
        if (!root.HasOwnId)
        {
            return null;
        }

        var id = root.OwnId() ?? throw source.Invalid($"{item.Path}.id '{root.Text("id")}' is no resource id.");
        Action<Utf8JsonWriter>? rewrite = item.IsOwn ? null
            : FlattenedDocuments.IsFlattened(root, id) ? writer => FlattenedDocuments.Write(writer, root)
            : GraphRows.IsRow(root, id) ? writer => GraphRows.Write(writer, root, id)
            : null;
        if (rewrite is null)
        {
            return new FoundDocument(source, item.Path, new(id, root.Json)).ReadFrom(root);
        }

        var document = new FoundDocument(source, item.Path, new(id, buffer.Write(root.Json.Length, rewrite)));
        using var json = JsonTape.Read(document.Document.Json, texts);
        return document.ReadFrom(json.Root);
    }

    /// <summary>The same with its children in it.</summary>
    /// <exception cref="TopologyFileException">A name or an id of its own children is no text.</exception>
    public FoundDocument With(IReadOnlyCollection<ResourceDocument> children)
    {
        try
        {
            return new(Source, Path, Document with { Json = ChildDocuments.Fold(Document.Json, children) });
        }
        catch (InvalidOperationException e)
        {
            throw Source.Invalid($"{Path}: {e.Message}", e);
        }
    }

    /// <summary>The document, and what it was read as.</summary>
    /// <exception cref="InvalidTopologyException">The document is not what its type says.</exception>
    public ReadDocument Read(SharedTexts texts) =>
        Fault is not null ? throw Fault : new(Document, IsRead ? Value : ArmDocuments.Read(Document, texts));

    private FoundDocument ReadFrom(JsonPart root)
    {
        try
        {
            return this with { Value = ArmDocuments.Read(Document.Id, root), IsRead = true };
        }
        catch (InvalidTopologyException e)
        {
            return this with { Fault = e };
        }
    }
}
